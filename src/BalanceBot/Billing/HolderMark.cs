namespace BalanceBot.Billing;

/// <summary>
/// Marks whoever holds a contract without telling who it is: a keyed hash of name and papers as the billing has them, and in
/// front of it a sign of the key, for hashes of different keys cannot be compared.
/// </summary>
/// <param name="hash">A keyed hash.</param>
internal sealed class HolderMark(Func<string, string> hash)
{
    private const int KeyLength = 4;
    private const int HashLength = 16;

    private readonly string key = hash("the key of holders")[..KeyLength];

    /// <summary>Null: the billing says neither.</summary>
    public string? Of(string? name, string? document)
    {
        string told = $"{Typed.Significant(name ?? "")}\n{Typed.Significant(document ?? "")}";
        return told.Length == 1 ? null : $"{key}:{hash($"holder:{told}")[..HashLength]}";
    }
}
