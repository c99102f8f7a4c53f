namespace BalanceBot.Storage;

/// <summary>Where the bot keeps what it must remember.</summary>
internal sealed class StorageSettings
{
    /// <summary>The engine: LiteDb (one file, one process), or PostgreSql (any number of processes).</summary>
    public string Engine { get; set; } = "LiteDb";

    /// <summary>Seals contract numbers: 32 random bytes in base64. A secret. Empty: <see cref="KeyFile"/>, or in clear.</summary>
    public string Key { get; set; } = "";

    /// <summary>A file that holds it instead.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Files with keys that were used before, or will be: they only open.</summary>
    public IReadOnlyList<string> OldKeyFiles { get; set; } = [];
}
