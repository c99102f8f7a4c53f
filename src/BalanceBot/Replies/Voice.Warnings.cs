using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>What the bot says without having been asked, and the pay button.</summary>
internal sealed partial class Voice
{
    /// <summary>More contracts than this in one message share the buttons below it.</summary>
    private const int MostWithButtons = 5;

    /// <summary>One message for all that a chat is to be told now; "all right" alone comes without a sound.</summary>
    public Body.Text Announce(IReadOnlyList<Told> told, DateTimeOffset now)
    {
        DateOnly today = _days.Today(now);
        Told[] urgent = [.. told.OrderByDescending(one => one.Urgency)];
        IEnumerable<IReadOnlyList<Button>> rows = urgent
            .Take(MostWithButtons)
            .SelectMany(one => ButtonsOf(one, alone: told.Count == 1, today));
        string whole = string.Join("\n\n", urgent.Select(one => _warning.Write(one, now)));
        return new Body.Text(
            whole.Length <= BalanceSheet.MostCharacters
                ? whole
                : _balances.Fit(_words[Sentence.Shortened], [.. urgent.Select(one => _warning.Short(one, now))])
        )
        {
            Buttons = [.. rows, [BalanceButton, WarningsButton]],
            Silent = told.All(one => one.Decision is Decision.AllRight),
        };
    }

    /// <summary>"Not now" was pressed.</summary>
    public Body.Text Snoozed(string number, DateTimeOffset until, DateTimeOffset now) =>
        Html(
            _words.Say(
                Sentence.Snoozed,
                Bold(number),
                _days.Say(_days.DayOf(until), _days.Today(now)),
                _days.SayTime(until)
            )
        );

    private Button.Callback WarningsButton => Press(Sentence.ButtonWarnings, Presses.Warnings);

    private IEnumerable<IReadOnlyList<Button>> ButtonsOf(Told told, bool alone, DateOnly today)
    {
        if (
            told.IsPressing(today)
            && Pay(told.Link.ContractNumber, told.Contract, told.Forecast, today, alone) is { } pay
        )
        {
            yield return [pay];
        }

        if (told.Decision is Decision.Warn)
        {
            string snooze = Presses.Snooze(told.Link.ContractKey);
            yield return alone
                ? [Press(Sentence.ButtonSnooze, snooze)]
                :
                [
                    new Button.Callback(
                        _words.Say(Sentence.ButtonSnoozeContract, Outside.Plain(told.Link.ContractNumber)),
                        snooze
                    ),
                ];
        }
    }

    private Button.Url? Pay(string number, ContractSnapshot contract, Forecast forecast, DateOnly today, bool alone)
    {
        if (_topUp?.Sum(contract, forecast, today) is not { } sum || _topUp.To(number, sum) is not { } address)
        {
            return null;
        }

        string label = _amounts.Label(sum, contract.Balance.Currency);
        return new Button.Url(
            alone
                ? _words.Say(Sentence.ButtonPay, label)
                : _words.Say(Sentence.ButtonPayContract, label, Outside.Plain(number)),
            address
        );
    }
}
