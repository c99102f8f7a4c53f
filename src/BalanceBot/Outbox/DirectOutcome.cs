namespace BalanceBot.Outbox;

/// <summary>What became of a message that is not stored: a closed family.</summary>
internal abstract record DirectOutcome
{
    private DirectOutcome() { }

    public sealed record Taken : DirectOutcome;

    /// <summary>The person has blocked the bot or is gone.</summary>
    public sealed record Unreachable : DirectOutcome;

    /// <summary>Telegram will never take it.</summary>
    public sealed record Refused : DirectOutcome;

    /// <summary>Not now: whoever sends it must store it, or it is lost.</summary>
    /// <param name="Attempts">1 when it may have arrived all the same.</param>
    public sealed record NotTaken(DateTimeOffset? NotBefore, int Attempts) : DirectOutcome
    {
        public Outgoing Again(Outgoing message) => message with { NotBefore = NotBefore, Attempts = Attempts };
    }
}
