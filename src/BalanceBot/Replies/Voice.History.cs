using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>A month of a contract, as the billing tells it.</summary>
/// <param name="Payments">Null: the billing tells none.</param>
/// <param name="Charges">Null: the billing tells none.</param>
/// <param name="Sheet">Of the entries, from 0.</param>
internal sealed record MonthTold(
    Link Link,
    Month Month,
    string Currency,
    IReadOnlyList<Movement>? Payments,
    IReadOnlyList<Movement>? Charges,
    int Sheet
);

/// <summary>What was paid and charged, month by month.</summary>
internal sealed partial class Voice
{
    /// <summary>So many long notes fit into a message.</summary>
    private const int EntriesOnSheet = 8;

    /// <summary>Older months are for the provider's cabinet.</summary>
    public const int MonthsBack = 36;

    public TimeZoneInfo Zone => _days.Zone;

    public Body.Text NoHistory() => Say(Sentence.NoHistory, [BalanceButton]);

    public Body.Text ChooseHistory(IReadOnlyList<Link> links) =>
        ChooseContract(Sentence.ChooseHistory, links, Presses.HistoryOf);

    public Body.Text HistoryAway(Link link, Month month) =>
        Html(
            $"{Heading(link.ContractNumber)}\n{_words[Sentence.BillingAway]}",
            [Press(Sentence.ButtonTryAgain, Presses.HistoryOf(link.ContractKey, month))],
            [BalanceButton]
        );

    public Body.Text History(MonthTold told, DateTimeOffset now)
    {
        Month current = Month.Of(_days.Today(now));
        Entry[] entries = [.. EntriesOf(told).OrderByDescending(entry => entry.Movement.At)];
        int sheets = Math.Max(1, (entries.Length + EntriesOnSheet - 1) / EntriesOnSheet);
        int sheet = Math.Clamp(told.Sheet, 0, sheets - 1);
        string[] lines =
        [
            Heading(told.Link.ContractNumber),
            $"<b>{Name(told.Month)}</b>",
            Summary(told),
            "",
            .. entries.Length == 0
                ? [_words[Sentence.HistoryNothing]]
                : entries
                    .Skip(sheet * EntriesOnSheet)
                    .Take(EntriesOnSheet)
                    .Select(entry => Line(entry, told.Currency, _days.Today(now))),
            .. sheets > 1 ? ["", _words.Say(Sentence.HistorySheet, sheet + 1, sheets)] : Array.Empty<string>(),
        ];
        return Html(string.Join('\n', lines), [.. HistoryButtons(told, current, sheet, sheets)]);
    }

    private IEnumerable<IReadOnlyList<Button>> HistoryButtons(MonthTold told, Month current, int sheet, int sheets)
    {
        string key = told.Link.ContractKey;
        Button[] sheetButtons =
        [
            .. sheet > 0
                ? [Press(Sentence.ButtonNewer, Presses.HistoryOf(key, told.Month, sheet - 1))]
                : Array.Empty<Button>(),
            .. sheet + 1 < sheets
                ? [Press(Sentence.ButtonOlder, Presses.HistoryOf(key, told.Month, sheet + 1))]
                : Array.Empty<Button>(),
        ];
        if (sheetButtons.Length > 0)
        {
            yield return sheetButtons;
        }

        Month earlier = told.Month.Plus(-1);
        Button[] months =
        [
            .. earlier.IsBefore(current.Plus(-MonthsBack))
                ? Array.Empty<Button>()
                : [new Button.Callback($"◂ {Name(earlier)}", Presses.HistoryOf(key, earlier))],
            .. told.Month.IsBefore(current)
                ? [new Button.Callback($"{Name(told.Month.Plus(1))} ▸", Presses.HistoryOf(key, told.Month.Plus(1)))]
                : Array.Empty<Button>(),
        ];
        if (months.Length > 0)
        {
            yield return months;
        }

        if (told is { Payments: not null, Charges: not null })
        {
            yield return [Press(Sentence.ButtonPicture, Presses.PictureOf(key))];
        }
    }

    private string Name(Month month) => month.First.ToString(_words[Sentence.MonthName], Language.Culture);

    /// <summary>What the month came to, in one sentence; what is not told is said.</summary>
    private string Summary(MonthTold told)
    {
        decimal paid = told.Payments?.Sum(one => one.Amount) ?? 0;
        decimal charged = told.Charges?.Sum(one => one.Amount) ?? 0;
        string paidSum = Signed(paid, told.Currency);
        string chargedSum = Signed(charged, told.Currency);
        string change = _amounts.Exact(Math.Abs(paid - charged), told.Currency);
        return (told.Payments, told.Charges) switch
        {
            (null, _) => _words.Say(Sentence.HistoryOnlyCharges, chargedSum),
            (_, null) => _words.Say(Sentence.HistoryOnlyPayments, paidSum),
            _ when paid > charged => _words.Say(Sentence.HistoryRose, paidSum, chargedSum, change),
            _ when paid < charged => _words.Say(Sentence.HistoryFell, paidSum, chargedSum, change),
            _ => _words.Say(Sentence.HistorySame, paidSum, chargedSum),
        };
    }

    /// <summary>More was taken back than given: a sum below zero, of which the sign matters.</summary>
    private string Signed(decimal sum, string currency) =>
        (sum < 0 ? "−" : "") + _amounts.Exact(Math.Abs(sum), currency);

    private string Line(Entry entry, string currency, DateOnly today)
    {
        Sentence sentence = (entry.IsPayment, entry.Movement.Amount < 0) switch
        {
            (true, false) => Sentence.HistoryPaid,
            (true, true) => Sentence.HistoryPaidBack,
            (false, false) => Sentence.HistoryCharged,
            (false, true) => Sentence.HistoryChargedBack,
        };
        string line = _words.Say(
            sentence,
            _days.Say(_days.DayOf(entry.Movement.At), today),
            $"<b>{_amounts.Exact(Math.Abs(entry.Movement.Amount), currency)}</b>"
        );
        return string.IsNullOrWhiteSpace(entry.Movement.Note) ? line : $"{line} – {Outside.Html(entry.Movement.Note)}";
    }

    private static IEnumerable<Entry> EntriesOf(MonthTold told) =>
        [
            .. (told.Payments ?? []).Select(one => new Entry(one, IsPayment: true)),
            .. (told.Charges ?? []).Select(one => new Entry(one, IsPayment: false)),
        ];

    private sealed record Entry(Movement Movement, bool IsPayment);
}
