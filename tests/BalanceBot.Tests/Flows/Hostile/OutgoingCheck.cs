using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>
/// What must hold of every message that leaves, whatever came in: it is one that Telegram takes, it shows only contracts
/// whose credentials were sent from that chat, and nothing of anybody's in a group.
/// </summary>
internal sealed partial class OutgoingCheck
{
    private const int MostMilliseconds = 10_000;
    private readonly UpdateReader reader = new(256 * 1024);
    private readonly ConcurrentDictionary<long, ConcurrentDictionary<int, byte>> known = new();
    private readonly ConcurrentQueue<string> wrong = new();
    private int shown;
    private long seen;

    public IReadOnlyCollection<string> Wrong => wrong;

    /// <summary>Contracts shown where they may be: else a run that shows nothing would pass.</summary>
    public int Shown => shown;

    /// <summary>Messages looked at so far.</summary>
    public long Seen => Interlocked.Read(ref seen);

    /// <summary>From now on this chat may see this contract.</summary>
    public void Knows(long chat, int contract) => known.GetOrAdd(chat, _ => new())[contract] = 0;

    public void Heard(Fuzzed update)
    {
        if (
            update.Json.Contains("SECRETOF", StringComparison.Ordinal)
            && reader.Read(new RawUpdate(update.Id, update.Json)) is Reading.Readable({ } read)
        )
        {
            Knows(read.Chat.Value, update.Typed);
        }
    }

    public void Sees(Outgoing message)
    {
        long chat = message.Chat.Value;
        switch (message.Body)
        {
            case Body.Text text:
                Sees(chat, text);
                break;
            case Body.Edit edit:
                Sees(chat, edit.NewText);
                break;
            case Body.Delete { IfRefused: { } instead }:
                Sees(chat, instead);
                break;
        }
    }

    /// <summary>A message as the reader sees it, below what else is said in it.</summary>
    public void Sees(long chat, string text)
    {
        Interlocked.Increment(ref seen);
        foreach (int contract in Contracts(text))
        {
            if (chat < 0)
            {
                wrong.Enqueue($"contract {contract} is shown in the group {chat}: {text}");
            }
            else if (known.TryGetValue(chat, out ConcurrentDictionary<int, byte>? its) && its.ContainsKey(contract))
            {
                Interlocked.Increment(ref shown);
            }
            else
            {
                wrong.Enqueue($"contract {contract} is shown to {chat}: {text}");
            }
        }

        if (
            text.Contains(HostileWords.Mark, StringComparison.Ordinal)
            || text.Contains("SECRETOF", StringComparison.Ordinal)
        )
        {
            wrong.Enqueue($"what was typed is said back to {chat}: {text}");
        }
    }

    private void Sees(long chat, Body.Text text)
    {
        (Formatted? formatted, string? complaint) = HtmlText.Parse(text.Html);
        if (complaint is not null || string.IsNullOrWhiteSpace(formatted!.Text) || formatted.Text.Length > 4096)
        {
            wrong.Enqueue($"Telegram would not take it ({complaint ?? $"{formatted!.Text.Length} long"}): {text.Html}");
            return;
        }

        Button[] buttons = [.. text.Buttons.SelectMany(row => row)];
        foreach (Button button in buttons)
        {
            Sees(button);
        }

        if (buttons.Length > 100)
        {
            wrong.Enqueue($"{buttons.Length} buttons");
        }

        Sees(chat, $"{text.Html} {string.Join(' ', buttons.Select(button => button.Label))}");
    }

    private void Sees(Button button)
    {
        bool taken =
            button.Label.Length > 0
            && button switch
            {
                Button.Callback { Data: var data } => Encoding.UTF8.GetByteCount(data) is > 0 and <= 64,
                Button.Url { Address: var address } => Uri.TryCreate(address, UriKind.Absolute, out _),
                _ => false,
            };
        if (!taken)
        {
            wrong.Enqueue($"Telegram would not take the button {button}");
        }
    }

    /// <summary>By number, by tariff, by balance: whatever of a contract is shown.</summary>
    private static IEnumerable<int> Contracts(string text) =>
        Marks()
            .Matches(Separators().Replace(text, ""))
            .Select(match => int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture))
            .Distinct();

    [GeneratedRegex(
        @"(?:Z(?<n>\d{4})Z|&(?:amp;)?(?<n>\d{4})T|55(?<n>\d{4})55(?=25))",
        RegexOptions.ExplicitCapture,
        MostMilliseconds
    )]
    private static partial Regex Marks();

    /// <summary>Of thousands and decimals, in any language.</summary>
    [GeneratedRegex(@"(?<=\d)[\s.,'’](?=\d)", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Separators();
}
