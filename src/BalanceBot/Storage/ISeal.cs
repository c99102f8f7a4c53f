namespace BalanceBot.Storage;

/// <summary>
/// Encrypts what may hold a secret for the short time it must be stored (raw updates, drafts). Authenticated; two
/// sealings of one text differ.
/// </summary>
internal interface ISeal
{
    byte[] Close(string text);

    /// <summary>Null when it was closed with another key or has been altered.</summary>
    string? Open(byte[] closed);

    /// <summary>A keyed hash: the same text gives the same word, and nobody without the key can try texts out.</summary>
    string Mark(string text);
}
