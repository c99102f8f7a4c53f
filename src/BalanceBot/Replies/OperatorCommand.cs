namespace BalanceBot.Replies;

/// <summary>What the people who run the bot may ask of it, each as far as their role goes. Nobody else is told of them.</summary>
internal enum OperatorCommand
{
    Why = 1,
    Invite,
    DryRun,
}
