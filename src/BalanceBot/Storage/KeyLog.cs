namespace BalanceBot.Storage;

internal static partial class KeyLog
{
    [LoggerMessage(
        8000,
        LogLevel.Warning,
        "Contract numbers lie in clear in the store: make a key with BalanceBot make-key <file>, set Storage:KeyFile to it, and run BalanceBot rotate-key",
        EventName = "NumbersInClear"
    )]
    public static partial void InClear(ILogger log);
}
