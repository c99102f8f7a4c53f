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
            ? " " + _words.Say(Sentence.WarningsThreshold, _amounts.Limit(sum, view.Currency ?? ""))
            : "";
        return _words.Say(Sentence.WarningsContract, Bold(view.Link.ContractNumber), preview + threshold);
    }

    private string Clock(TimeOnly clock) => clock.ToString(_words[Sentence.Time], Language.Culture);
}
