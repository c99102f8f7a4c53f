using System.Buffers.Text;
using System.Security.Cryptography;

namespace BalanceBot.Linking;

/// <summary>
/// Whoever brings the token may link one contract, once and for a short time. The token itself is nowhere kept: who reads
/// the store cannot redeem what lies in it.
/// </summary>
/// <param name="TokenHash">A keyed hash of the token.</param>
internal sealed record Invitation(
    string TokenHash,
    string ContractKey,
    string ContractNumber,
    DateTimeOffset ExpiresAt
);

/// <summary>The secret in a one-time link, as it stands behind /start.</summary>
internal static class InvitationToken
{
    /// <summary>192 bits: 32 letters, of the 64 that Telegram takes (https://core.telegram.org/bots/features#deep-linking).</summary>
    private const int Bytes = 24;

    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The address that opens the chat with the bot and hands it the token.</summary>
    public static string Url(string botUserName, string token) =>
        $"https://t.me/{Uri.EscapeDataString(botUserName)}?start={token}";
}
