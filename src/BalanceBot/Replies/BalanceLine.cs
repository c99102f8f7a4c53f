using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>One contract in one line, for a chat with many.</summary>
internal sealed class BalanceLine(Wording words, Amounts amounts, Days days)
{
    public string Write(ContractBalance contract, DateTimeOffset now) =>
        $"<b>{Outside.Html(contract.Number)}</b>: {Tell(contract, days.Today(now))}";

    private string Tell(ContractBalance contract, DateOnly today) =>
        contract.Answer switch
        {
            _ when contract.IsSuspended => words[Sentence.ShortSuspended],
            BillingAnswer<ContractSnapshot>.Found({ IsRemembered: true } snapshot) => AsOf(snapshot, today),
            BillingAnswer<ContractSnapshot>.Found(var snapshot) => Tell(snapshot, today),
            BillingAnswer<ContractSnapshot>.Unavailable => words[Sentence.ShortUnavailable],
            _ => words[Sentence.ShortGone],
        };

    private string Tell(ContractSnapshot snapshot, DateOnly today)
    {
        string held = amounts.Held(snapshot.Balance);
        string balance = Amounts.IsDebt(snapshot.Balance) ? words.Say(Sentence.ShortOwed, held) : held;
        return (snapshot.State, Forecast.Of(snapshot, today)) switch
        {
            (ContractState.Frozen, _) => State(balance, Sentence.ShortFrozen),
            (ContractState.BlockedForDebt, _) => State(balance, Sentence.ShortBlocked),
            (ContractState.Disabled, _) => State(balance, Sentence.ShortDisabled),
            (ContractState.Closed, _) => State(balance, Sentence.ShortClosed),
            (_, Forecast.LastsUntil(var day, _, _)) => words.Say(Sentence.ShortUntil, balance, days.Say(day, today)),
            _ => balance,
        };
    }

    private string State(string balance, Sentence state) => words.Say(Sentence.ShortState, balance, words[state]);

    private string AsOf(ContractSnapshot snapshot, DateOnly today)
    {
        string line = Tell(snapshot, today);
        DateOnly day = days.DayOf(snapshot.AsOf);
        string time = days.SayTime(snapshot.AsOf);
        return day == today
            ? words.Say(Sentence.ShortAsOf, line, time)
            : words.Say(Sentence.ShortAsOfDay, line, days.Say(day, today), time);
    }
}
