namespace BalanceBot.Conversations;

/// <summary>Who runs the bot. They are told of alarms, and may use /why and /dryrun in their private chat with it.</summary>
internal sealed class OperatorSettings
{
    /// <summary>Telegram's numeric ids of the operators; each must have pressed Start in the bot once.</summary>
    public IReadOnlyList<long> Ids { get; set; } = [];
}
