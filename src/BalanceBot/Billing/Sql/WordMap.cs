namespace BalanceBot.Billing.Sql;

/// <summary>The billing's words for ours: "3=frozen". Case counts for nothing.</summary>
internal sealed class WordMap
{
    private readonly Dictionary<string, string> ours = new(StringComparer.OrdinalIgnoreCase);

    public WordMap(IEnumerable<string> pairs)
    {
        foreach (string pair in pairs)
        {
            (string its, string word) = Split(pair);
            ours[its] = word;
        }
    }

    /// <summary>What has no pair stays as it is.</summary>
    public string this[string word] => ours.GetValueOrDefault(word.Trim(), word);

    public static bool IsPair(string pair, Func<string, bool> isOurs) =>
        pair.Contains('=', StringComparison.Ordinal) && isOurs(Split(pair).Ours);

    /// <summary>At the last sign: a billing's word may hold one, ours do not.</summary>
    private static (string Its, string Ours) Split(string pair)
    {
        int at = pair.LastIndexOf('=');
        return (pair[..Math.Max(0, at)].Trim(), pair[(at + 1)..].Trim());
    }
}
