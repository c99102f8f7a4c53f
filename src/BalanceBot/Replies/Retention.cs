namespace BalanceBot.Replies;

/// <summary>How long the operator lets the bot keep what it keeps: /privacy tells it as it is set.</summary>
/// <param name="Attempts">Wrong attempts, after the last one.</param>
/// <param name="Decisions">What was told or not, and why.</param>
/// <param name="Audit">Who linked, unlinked or was refused.</param>
internal sealed record Retention(TimeSpan Attempts, TimeSpan Decisions, TimeSpan Audit);
