namespace BalanceBot.Storage;

/// <summary>
/// What stands in the audit for a chat and a contract from the beginning, beside both: who is forgotten only loses the
/// plain ones, and what is left can still be told to be of one chat, or be found by a contract.
/// </summary>
internal static class AuditMarks
{
    public static string? OfChat(this ISeal seal, long? chat) => chat is { } id ? seal.Mark($"chat {id}") : null;

    public static string? OfContract(this ISeal seal, string? key) => key is null ? null : seal.Mark($"contract {key}");
}
