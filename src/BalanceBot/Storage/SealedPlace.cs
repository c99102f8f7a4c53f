using System.Globalization;

namespace BalanceBot.Storage;

/// <summary>What a sealed value is bound to: its table, and what tells its row from all others. Stored: never change one.</summary>
internal static class SealedPlace
{
    public static string OfLink(long chat, string contractKey) =>
        string.Create(CultureInfo.InvariantCulture, $"subscribers {chat} {contractKey}");

    public static string OfAudit(DateTimeOffset at, int kind, long? chat) =>
        string.Create(CultureInfo.InvariantCulture, $"audit {at.UtcTicks} {kind} {chat}");

    public static string OfProbe(string keyId) => $"key {keyId}";
}
