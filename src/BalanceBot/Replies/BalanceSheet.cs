namespace BalanceBot.Replies;

/// <summary>The answer to /balance: all contracts in one message, within Telegram's limit.</summary>
internal sealed class BalanceSheet(Wording words, Amounts amounts, Days days)
{
    /// <summary>
    /// Telegram counts 4,096 characters after it has taken the tags and entities out; ours are counted with them, so
    /// that the message fits however Telegram counts.
    /// </summary>
    public const int MostCharacters = 4096;

    private readonly BalanceBlock _block = new(words, amounts, days);
    private readonly BalanceLine _line = new(words, amounts, days);

    /// <summary>In full where it fits; else a line each; else as many lines as fit, and how many are left out.</summary>
    public string Write(IReadOnlyList<ContractBalance> contracts, DateTimeOffset now)
    {
        string full = string.Join("\n\n", contracts.Select(contract => _block.Write(contract, now)));
        return full.Length <= MostCharacters
            ? full
            : Fit(words[Sentence.Shortened], [.. contracts.Select(contract => _line.Write(contract, now))]);
    }

    /// <summary>One contract above something else: in full where that takes no more than half of the room.</summary>
    public string Brief(ContractBalance contract, DateTimeOffset now)
    {
        string full = _block.Write(contract, now);
        return full.Length <= MostCharacters / 2 ? full : _line.Write(contract, now);
    }

    /// <summary>The heading and as many lines as fit; how many contracts are left out is said.</summary>
    public string Fit(string heading, IReadOnlyList<string> lines) =>
        Fit(heading, lines, left => left == 0 ? "" : words.Count(Sentence.MoreContracts, left));

    /// <param name="rest">The last line, by how many lines are left out; empty: no such line.</param>
    public static string Fit(string heading, IReadOnlyList<string> lines, Func<int, string> rest)
    {
        int room = MostCharacters - heading.Length - rest(lines.Count).Length - 1;
        string[] shown = [.. lines.TakeWhile(line => (room -= line.Length + 1) >= 0)];
        string last = rest(lines.Count - shown.Length);
        return string.Join('\n', [heading, .. shown, .. last.Length == 0 ? Array.Empty<string>() : [last]]);
    }
}
