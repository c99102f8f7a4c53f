using System.Globalization;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>A linked contract on the page of warnings.</summary>
/// <param name="Currency">Null: the billing does not answer.</param>
/// <param name="Preview">When the next warning would come; null: the billing does not answer.</param>
internal sealed record WarningView(Link Link, string? Currency, Preview? Preview);

/// <summary>The page on which the warnings are chosen.</summary>
/// <param name="Wishes">Of the chat, defaults filled in.</param>
/// <param name="Zones">Time zones to choose from; with fewer than two there is no choice.</param>
internal sealed record WarningPage(
    Wishes Wishes,
    IReadOnlyList<WarningView> Contracts,
    IReadOnlyList<string> Zones,
    DateTimeOffset Now
);

/// <summary>/warnings.</summary>
internal sealed partial class Voice
{
    /// <summary>Telegram takes no more below one message.</summary>
    private const int MostButtons = 100;

    private static readonly QuietChoice[] OfferedQuiet =
    [
        new(new TimeOnly(20, 0), new TimeOnly(8, 0)),
        new(new TimeOnly(21, 0), new TimeOnly(8, 0)),
        new(new TimeOnly(22, 0), new TimeOnly(7, 0)),
        new(new TimeOnly(23, 0), new TimeOnly(9, 0)),
    ];

    public Body.Text Warnings(WarningPage page)
    {
        string[] head =
        [
            $"<b>{_words[Sentence.WarningsHeading]}</b>",
            DaysSentence(page.Wishes.Levels),
            QuietSentence(page.Wishes),
            "",
        ];
        IEnumerable<string> contracts = page.Contracts.Select(view => ContractSentence(view, page.Now));
        return Html(_balances.Fit(string.Join('\n', head), [.. contracts]), WarningButtons(page));
    }

    public Body.Text ChooseQuiet() =>
        Say(
            Sentence.ChooseQuiet,
            [
                .. OfferedQuiet.Select(hours =>
                    new Button[] { new Button.Callback($"{Clock(hours.From)}–{Clock(hours.To)}", Presses.Quiet(hours)) }
                ),
                [
                    Press(Sentence.ButtonNever, Presses.Quiet(default)),
                    Press(Sentence.ButtonOtherTimes, Presses.TypeQuiet),
                ],
                [BackButton],
            ]
        );

    public Body.Text ChooseZone(IReadOnlyList<string> zones) =>
        Say(
            Sentence.ChooseZone,
            [
                .. zones
                    .Take(MostButtons - 1)
                    .Select(zone => new Button[] { new Button.Callback(zone, Presses.Zone(zone)) }),
                [BackButton],
            ]
        );

    public Body.Text AskQuiet() => Say(Sentence.AskQuiet, [CancelButton]);

    public Body.Text QuietUnclear() => Say(Sentence.QuietUnclear, [CancelButton]);

    public Body.Text AskThreshold(Link link) =>
        Number(
            Sentence.AskThreshold,
            link.ContractNumber,
            [
                .. link.Choices.Threshold is null
                    ? Array.Empty<Button>()
                    : [Press(Sentence.ButtonNever, Presses.NoThreshold(link.ContractKey))],
                CancelButton,
            ]
        );

    public Body.Text ThresholdBounds(decimal largest) =>
        Html(_words.Say(Sentence.ThresholdBounds, _amounts.Exact(0, ""), _amounts.Exact(largest, "")), [CancelButton]);

    private Button BackButton => Press(Sentence.ButtonBack, Presses.Back);

    private string DaysSentence(IReadOnlyCollection<Level> levels)
    {
        string[] days = [.. levels.Order().Select(level => level.Days()!.Value.ToString(CultureInfo.InvariantCulture))];
        return days switch
        {
            [] => _words[Sentence.WarningsNoDays],
            ["1"] => _words[Sentence.WarningsOneDay],
            [var only] => _words.Say(Sentence.WarningsDays, only),
            _ => _words.Say(
                Sentence.WarningsDays,
                _words.Say(Sentence.ListAnd, string.Join(", ", days[..^1]), days[^1])
            ),
        };
    }

    private string QuietSentence(Wishes wishes) =>
        wishes.Quiet.IsNever
            ? _words[Sentence.WarningsNeverQuiet]
            : _words.Say(
                Sentence.WarningsQuiet,
                Clock(wishes.Quiet.From),
                Clock(wishes.Quiet.To),
                Outside.Html(wishes.Zone.Id)
            );

    private string ContractSentence(WarningView view, DateTimeOffset now)
    {
        DateOnly today = _days.Today(now);
        string preview = view.Preview switch
        {
            null => _words[Sentence.PreviewUnknown],
            Preview.On(var day, _) => _words.Say(Sentence.PreviewOn, _days.Say(day, today)),
            Preview.NothingMore => _words[Sentence.PreviewNothingMore],
            Preview.Never(SilenceReason.SwitchedOff) => _words[Sentence.PreviewOff],
            Preview.Never(SilenceReason.Enough) => _words[Sentence.PreviewEnough],
            Preview.Never(var reason) => _words.Say(Sentence.PreviewNever, _words[ReasonOf(reason)]),
            _ => throw new ArgumentOutOfRangeException(nameof(view), "No such preview"),
        };
        string threshold = view.Link.Choices is { On: true, Threshold: { } sum }
            ? " " + _words.Say(Sentence.WarningsThreshold, _amounts.Exact(sum, view.Currency ?? ""))
            : "";
        return _words.Say(Sentence.WarningsContract, Bold(view.Link.ContractNumber), preview + threshold);
    }

    private IReadOnlyList<Button>[] WarningButtons(WarningPage page)
    {
        IReadOnlyList<Button>[] chat = [.. ChatButtons(page)];
        int room = MostButtons - chat.Sum(row => row.Count);
        // A switch for every contract is worth more than a sum for some.
        int withSum = Math.Max(0, room - page.Contracts.Count);
        return [.. chat, .. page.Contracts.Take(room).Select((view, i) => ContractButtons(view, withSum: i < withSum))];
    }

    private Button[] ContractButtons(WarningView view, bool withSum) =>
        withSum ? [ContractButton(view.Link), ThresholdButton(view)] : [ContractButton(view.Link)];

    private IEnumerable<IReadOnlyList<Button>> ChatButtons(WarningPage page)
    {
        Wishes wishes = page.Wishes;
        yield return [.. DayLevels.All.Select(level => DaysButton(level.Days()!.Value, wishes.Levels.Contains(level)))];
        yield return [QuietButton(wishes.Quiet)];
        if (page.Zones.Count > 1)
        {
            yield return [new Button.Callback(_words.Say(Sentence.ButtonZone, wishes.Zone.Id), Presses.AskZone)];
        }

        yield return
        [
            Switch(Sentence.ButtonPayments, wishes.Payments, Presses.Payments),
            Switch(Sentence.ButtonAllRight, wishes.AllRight, Presses.AllRight),
        ];
    }

    private Button.Callback DaysButton(int days, bool on)
    {
        string state = _words[on ? Sentence.On : Sentence.Off];
        string label =
            days == 1 ? _words.Say(Sentence.ButtonOneDay, state) : _words.Say(Sentence.ButtonDays, days, state);
        return new Button.Callback(label, Presses.Days(days, !on));
    }

    private Button.Callback QuietButton(QuietHours quiet) =>
        new(
            quiet.IsNever
                ? _words[Sentence.ButtonNeverQuiet]
                : _words.Say(Sentence.ButtonQuiet, Clock(quiet.From), Clock(quiet.To)),
            Presses.AskQuiet
        );

    private Button.Callback Switch(Sentence label, bool on, Func<bool, string> data) =>
        new(_words.Say(label, _words[on ? Sentence.On : Sentence.Off]), data(!on));

    private Button.Callback ContractButton(Link link) =>
        new(
            _words.Say(
                Sentence.ButtonContractWarnings,
                Outside.Plain(link.ContractNumber),
                _words[link.Choices.On ? Sentence.On : Sentence.Off]
            ),
            Presses.Contract(link.ContractKey, !link.Choices.On)
        );

    private Button.Callback ThresholdButton(WarningView view)
    {
        string number = Outside.Plain(view.Link.ContractNumber);
        string label = view.Link.Choices.Threshold is { } sum
            ? _words.Say(Sentence.ButtonThresholdSum, number, _amounts.Label(sum, view.Currency ?? ""))
            : _words.Say(Sentence.ButtonThreshold, number);
        return new Button.Callback(label, Presses.TypeThreshold(view.Link.ContractKey));
    }

    private string Clock(TimeOnly clock) => clock.ToString(_words[Sentence.Time], Language.Culture);
}
