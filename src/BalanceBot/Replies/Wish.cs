namespace BalanceBot.Replies;

/// <summary>What a person may ask for with a command, a plain word or a button.</summary>
internal enum Wish
{
    Start = 1,
    Balance,
    Link,
    Contracts,
    Warnings,
    Unlink,
    Devices,
    History,
    Promise,
    Help,
    Privacy,
    Export,
    Forget,
    Cancel,
}
