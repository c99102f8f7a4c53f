using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>The buttons below the page of warnings. Each says what is, and does the other.</summary>
internal sealed partial class Voice
{
    /// <summary>Telegram takes no more below one message.</summary>
    private const int MostButtons = 100;

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
        string label = view.Link.Choices.Threshold is { } sum
            ? _words.Say(Sentence.ButtonThresholdSum, _amounts.LimitLabel(sum, view.Currency ?? ""))
            : _words[Sentence.ButtonThreshold];
        return new Button.Callback(label, Presses.TypeThreshold(view.Link.ContractKey));
    }
}
