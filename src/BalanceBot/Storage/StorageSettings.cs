namespace BalanceBot.Storage;

/// <summary>Where the bot keeps what it must remember.</summary>
internal sealed class StorageSettings
{
    /// <summary>The engine: LiteDb (one file, one process), or PostgreSql (any number of processes).</summary>
    public string Engine { get; set; } = "LiteDb";
}
