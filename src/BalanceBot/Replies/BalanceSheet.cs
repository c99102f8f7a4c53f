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

    /// <summary>The heading and as many lines as fit; how many are left out is said.</summary>
    public string Fit(string heading, IReadOnlyList<string> lines)
    {
        int room = MostCharacters - heading.Length - words.Count(Sentence.MoreContracts, lines.Count).Length - 1;
        string[] shown = [.. lines.TakeWhile(line => (room -= line.Length + 1) >= 0)];
        int left = lines.Count - shown.Length;
        string[] rest = left == 0 ? [] : [words.Count(Sentence.MoreContracts, left)];
        return string.Join('\n', [heading, .. shown, .. rest]);
    }
}
