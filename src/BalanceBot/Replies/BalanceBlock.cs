using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>One contract in full: what you have, what it means, what is charged next, until when it lasts.</summary>
internal sealed class BalanceBlock(Wording words, Amounts amounts, Days days)
{
    /// <summary>A balance younger than this is called the balance, without a time.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private readonly PriceLines _prices = new(words, amounts, days);

    public string Write(ContractBalance contract, DateTimeOffset now)
    {
        string heading = $"<b>{words.Say(Sentence.ContractHeading, Outside.Html(contract.Number))}</b>";
        IEnumerable<string?> lines = contract.Answer switch
        {
            _ when contract.IsSuspended => [words[Sentence.ContractSuspended]],
            BillingAnswer<ContractSnapshot>.Found(var snapshot) => Lines(snapshot, now),
            BillingAnswer<ContractSnapshot>.Unavailable => [words[Sentence.ContractUnavailable]],
            _ => [words[Sentence.ContractGone]],
        };
        return string.Join('\n', lines.Prepend(heading).OfType<string>());
    }

    private IEnumerable<string?> Lines(ContractSnapshot snapshot, DateTimeOffset now)
    {
        DateOnly today = days.Today(now);
        yield return Balance(snapshot.Balance);
        yield return Credit(snapshot, today);
        yield return State(snapshot.State);
        if (snapshot.State is ContractState.Active or ContractState.BlockedForDebt or ContractState.Frozen)
        {
            foreach (string? line in _prices.Write(snapshot, today))
            {
                yield return line;
            }
        }

        Forecast forecast = Forecast.Of(snapshot, today);
        NextCharge? next = snapshot.State == ContractState.Active ? NextCharge.Of(snapshot, today) : null;
        yield return next is null || IsToldBy(forecast, next) ? null : Next(next, snapshot.Balance.Currency, today);
        yield return Outlook(forecast, snapshot, today, next);
        yield return snapshot.IsRemembered || now - snapshot.AsOf > Fresh ? AsOf(snapshot.AsOf, today) : null;
    }

    private string Balance(Money balance) =>
        words.Say(
            Amounts.IsDebt(balance) ? Sentence.BalanceOwed : Sentence.BalanceLeft,
            $"<b>{amounts.Held(balance)}</b>"
        );

    private string? Credit(ContractSnapshot snapshot, DateOnly today)
    {
        if (snapshot.Credit <= 0 || snapshot.CreditUntil < today || snapshot.State == ContractState.Closed)
        {
            return null;
        }

        string sum = amounts.Exact(snapshot.Credit, snapshot.Balance.Currency);
        return snapshot.CreditUntil is { } end
            ? words.Say(Sentence.CreditUntil, sum, days.Say(end, today))
            : words.Say(Sentence.Credit, sum);
    }

    private string? State(ContractState state) =>
        state switch
        {
            ContractState.Frozen => words[Sentence.StateFrozen],
            ContractState.BlockedForDebt => words[Sentence.StateBlocked],
            ContractState.Disabled => words[Sentence.StateDisabled],
            ContractState.Closed => words[Sentence.StateClosed],
            _ => null,
        };

    /// <summary>With what is charged every day the day takes another sum: two sums for one day would only confuse.</summary>
    private static bool IsToldBy(Forecast forecast, NextCharge next) =>
        forecast is Forecast.LastsUntil(var on, _, not 0 and var charge) && on == next.On && charge != next.Sum;

    private string Next(NextCharge next, string currency, DateOnly today)
    {
        string day = days.Say(next.On, today);
        return next.Sum is { } sum
            ? words.Say(Sentence.NextCharge, amounts.Exact(sum, currency), day)
            : words.Say(Sentence.NextChargeDay, day);
    }

    private string? Outlook(Forecast forecast, ContractSnapshot snapshot, DateOnly today, NextCharge? next)
    {
        string Sum(decimal sum) => amounts.Exact(sum, snapshot.Balance.Currency);
        return forecast switch
        {
            Forecast.LastsUntil(var on, var missing, 0) => words.Say(
                Sentence.CreditEnds,
                days.Say(on, today),
                Sum(missing)
            ),
            // "You lack 5.00 for it" must be said of the very sum that was told before.
            Forecast.LastsUntil(var on, var missing, var charge) when next == new NextCharge(on, charge) => words.Say(
                on == today ? Sentence.LackForNextToday : Sentence.LackForNext,
                Sum(missing)
            ),
            Forecast.LastsUntil(var on, var missing, var charge) when on == today => words.Say(
                Sentence.EndsToday,
                Sum(charge),
                Sum(missing)
            ),
            Forecast.LastsUntil(var on, var missing, var charge) => words.Say(
                Sentence.LastsUntil,
                days.Say(on, today),
                Sum(charge),
                Sum(missing)
            ),
            Forecast.Stopped({ } missing) => words.Say(
                snapshot.State == ContractState.Active ? Sentence.UsedUp : Sentence.PayAtLeast,
                Sum(missing)
            ),
            Forecast.NoEnd(NoEndReason.AutoPay) => words[Sentence.AutoPay],
            Forecast.NoEnd(NoEndReason.FarAway) => words.Count(Sentence.LastsLonger, Forecast.HorizonYears),
            Forecast.Unknown({ } missing) => words.Say(Sentence.LackUnknownDay, Sum(missing)),
            _ => null,
        };
    }

    private string AsOf(DateTimeOffset asOf, DateOnly today)
    {
        DateOnly day = days.DayOf(asOf);
        string time = days.SayTime(asOf);
        return day == today ? words.Say(Sentence.AsOf, time) : words.Say(Sentence.AsOfDay, days.Say(day, today), time);
    }
}
