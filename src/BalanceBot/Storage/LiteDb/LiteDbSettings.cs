namespace BalanceBot.Storage.LiteDb;

/// <summary>The file of the LiteDB engine.</summary>
internal sealed class LiteDbSettings
{
    /// <summary>Path of the data file; its folder is made when it is not there.</summary>
    public string File { get; set; } = "data/balancebot.db";
}
