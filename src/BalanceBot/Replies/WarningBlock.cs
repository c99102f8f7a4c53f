using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>One contract's part of what a chat is told unasked: what there is, what is missing, by when.</summary>
internal sealed class WarningBlock(Wording words, Amounts amounts, Days days)
{
    public string Write(Told told, DateTimeOffset now)
    {
        DateOnly today = days.Today(now);
        IEnumerable<string?> sentences = told.Decision switch
        {
            Decision.Warn warn => Warning(told, warn, today),
            Decision.Received received => Received(told, received, today),
            Decision.AllRight => [AllRight(told.Forecast, today)],
            _ => throw new ArgumentOutOfRangeException(nameof(told), "Nothing is told of this."),
        };
        return string.Join(' ', sentences.Prepend(Heading(told)).OfType<string>());
    }

    private string Heading(Told told)
    {
        string number = $"<b>{Outside.Html(told.Link.ContractNumber)}</b>";
        string name = string.IsNullOrWhiteSpace(told.Contract.Tariff) ? "" : Outside.Html(told.Contract.Tariff);
        string held = told.Decision is Decision.Received ? "" : Held(told.Contract.Balance);
        return (
            name.Length == 0
                ? words.Say(Sentence.WarnHeadingPlain, number, held)
                : words.Say(Sentence.WarnHeading, name, number, held)
        ).TrimEnd();
    }

    private string Held(Money balance) =>
        words.Say(Amounts.IsDebt(balance) ? Sentence.WarnOwed : Sentence.WarnLeft, amounts.Held(balance));

    private IEnumerable<string?> Warning(Told told, Decision.Warn warn, DateOnly today)
    {
        yield return warn.Level == Level.Threshold ? Threshold(told) : null;
        foreach (string sentence in Outlook(warn.Forecast, told.Contract, today))
        {
            yield return sentence;
        }

        yield return warn.Deadline is { } deadline && deadline >= today
            ? words.Say(Sentence.WarnDeadline, days.Say(deadline, today))
            : null;
    }

    /// <summary>Without a sum of their own the person is warned at the operator's, which they do not know.</summary>
    private string Threshold(Told told) =>
        told.Link.Choices.Threshold is { } sum
            ? words.Say(Sentence.WarnThreshold, amounts.Limit(sum, told.Contract.Balance.Currency))
            : words[Sentence.WarnLow];

    private IEnumerable<string> Outlook(Forecast forecast, ContractSnapshot contract, DateOnly today)
    {
        string Sum(decimal sum) => amounts.Exact(sum, contract.Balance.Currency);
        return forecast switch
        {
            Forecast.LastsUntil(var on, _, _) { IsEstimate: true } =>
            [
                words.Say(Sentence.WarnEstimate, days.Say(on, today)),
            ],
            Forecast.LastsUntil(var on, var missing, 0) =>
            [
                words.Say(Sentence.WarnCreditEnds, days.Say(on, today), Sum(missing)),
            ],
            Forecast.LastsUntil(var on, var missing, var charge) when on == today =>
            [
                words.Say(Sentence.WarnChargeToday, Sum(charge), Sum(missing)),
            ],
            Forecast.LastsUntil(var on, var missing, var charge) =>
            [
                words.Say(Sentence.WarnCharge, days.Say(on, today), Sum(charge), Sum(missing)),
            ],
            Forecast.Stopped(var missing) =>
            [
                words[contract.State == ContractState.Active ? Sentence.WarnRunOut : Sentence.WarnStopped],
                .. missing is { } sum ? [words.Say(Sentence.PayAtLeast, Sum(sum))] : Array.Empty<string>(),
            ],
            Forecast.Unknown({ } missing) => [words.Say(Sentence.LackUnknownDay, Sum(missing))],
            _ => [],
        };
    }

    private IEnumerable<string> Received(Told told, Decision.Received received, DateOnly today)
    {
        Money balance = told.Contract.Balance;
        yield return received.Sum is { } sum
            ? words.Say(Sentence.ReceivedSum, amounts.Exact(sum, balance.Currency))
            : words[Sentence.ReceivedSome];
        yield return words.Say(
            Amounts.IsDebt(balance) ? Sentence.ReceivedOwed : Sentence.ReceivedBalance,
            amounts.Held(balance)
        );
        foreach (string sentence in told.IsPressing(today) ? Outlook(received.Forecast, told.Contract, today) : [])
        {
            yield return sentence;
        }

        if (!told.IsPressing(today) && received.Forecast is Forecast.LastsUntil(var on, _, _))
        {
            yield return words.Say(Sentence.EnoughUntil, days.Say(on, today));
        }
    }

    private string AllRight(Forecast forecast, DateOnly today) =>
        forecast is Forecast.LastsUntil(var on, _, _)
            ? words.Say(Sentence.AllRightUntil, days.Say(on, today))
            : words[Sentence.AllRightNow];

    /// <summary>The same in one short line, for a chat with many: what there is, what is missing, by when.</summary>
    public string Short(Told told, DateTimeOffset now)
    {
        DateOnly today = days.Today(now);
        string number = $"<b>{Outside.Html(told.Link.ContractNumber)}</b>";
        string what =
            told.Decision is Decision.AllRight
                ? AllRight(told.Forecast, today)
                : Lack(told.Forecast, told.Contract.Balance.Currency, today);
        return words.Say(Sentence.WarnHeadingPlain, number, $"{Held(told.Contract.Balance)} {what}".TrimEnd());
    }

    private string Lack(Forecast forecast, string currency, DateOnly today) =>
        forecast switch
        {
            Forecast.LastsUntil(var on, _, _) { IsEstimate: true } => words.Say(
                Sentence.ShortEstimate,
                days.Say(on, today)
            ),
            Forecast.LastsUntil(var on, var missing, _) => words.Say(
                Sentence.ShortLackOn,
                amounts.Exact(missing, currency),
                days.Say(on, today)
            ),
            _ when TopUp.MissingOf(forecast) is { } missing => words.Say(
                Sentence.ShortLack,
                amounts.Exact(missing, currency)
            ),
            Forecast.Stopped => words[Sentence.WarnStopped],
            _ => "",
        };
}
