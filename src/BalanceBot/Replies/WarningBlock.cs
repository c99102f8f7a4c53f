using BalanceBot.Billing;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>What a chat is told of one contract without having asked.</summary>
/// <param name="Decision">One that speaks.</param>
internal sealed record Told(Link Link, ContractSnapshot Contract, Decision Decision)
{
    public Forecast Forecast =>
        Decision switch
        {
            Decision.Warn warn => warn.Forecast,
            Decision.Received received => received.Forecast,
            Decision.AllRight allRight => allRight.Forecast,
            _ => throw new InvalidOperationException("Nothing is told of this."),
        };
}

/// <summary>One contract's part of such a message: what there is, what is missing, by when.</summary>
internal sealed class WarningBlock(Wording words, Amounts amounts, Days days)
{
    public string Write(Told told, DateTimeOffset now)
    {
        DateOnly today = days.Today(now);
        IEnumerable<string?> sentences = told.Decision switch
        {
            Decision.Warn warn => Warning(warn, told.Contract, today),
            Decision.Received received => Received(received, told.Contract, today),
            Decision.AllRight => [AllRight(told.Forecast, today)],
            _ => throw new ArgumentOutOfRangeException(nameof(told), "Nothing is told of this."),
        };
        return string.Join(' ', sentences.Prepend(Heading(told)).OfType<string>());
    }

    private string Heading(Told told)
    {
        Money balance = told.Contract.Balance;
        string number = $"<b>{Outside.Html(told.Link.ContractNumber)}</b>";
        string name = string.IsNullOrWhiteSpace(told.Contract.Tariff) ? "" : Outside.Html(told.Contract.Tariff);
        string held =
            told.Decision is Decision.Received
                ? ""
                : words.Say(Amounts.IsDebt(balance) ? Sentence.WarnOwed : Sentence.WarnLeft, amounts.Held(balance));
        return (
            name.Length == 0
                ? words.Say(Sentence.WarnHeadingPlain, number, held)
                : words.Say(Sentence.WarnHeading, name, number, held)
        ).TrimEnd();
    }

    private IEnumerable<string?> Warning(Decision.Warn warn, ContractSnapshot contract, DateOnly today)
    {
        yield return warn.Level == Level.Threshold ? words[Sentence.WarnThreshold] : null;
        yield return Outlook(warn.Forecast, contract, today);
        yield return warn.Deadline is { } deadline && deadline >= today
            ? words.Say(Sentence.WarnDeadline, days.Say(deadline, today))
            : null;
    }

    private string? Outlook(Forecast forecast, ContractSnapshot contract, DateOnly today)
    {
        string Sum(decimal sum) => amounts.Exact(sum, contract.Balance.Currency);
        return forecast switch
        {
            Forecast.LastsUntil(var on, _, _) { IsEstimate: true } => words.Say(
                Sentence.WarnEstimate,
                days.Say(on, today)
            ),
            Forecast.LastsUntil(var on, var missing, 0) => words.Say(
                Sentence.WarnCreditEnds,
                days.Say(on, today),
                Sum(missing)
            ),
            Forecast.LastsUntil(var on, var missing, var charge) when on == today => words.Say(
                Sentence.WarnChargeToday,
                Sum(charge),
                Sum(missing)
            ),
            Forecast.LastsUntil(var on, var missing, var charge) => words.Say(
                Sentence.WarnCharge,
                days.Say(on, today),
                Sum(charge),
                Sum(missing)
            ),
            Forecast.Stopped({ } missing) => words.Say(Sentence.WarnStoppedPay, Sum(missing)),
            Forecast.Stopped => words[Sentence.WarnStopped],
            Forecast.Unknown({ } missing) => words.Say(Sentence.LackUnknownDay, Sum(missing)),
            _ => null,
        };
    }

    private IEnumerable<string?> Received(Decision.Received received, ContractSnapshot contract, DateOnly today)
    {
        yield return received.Sum is { } sum
            ? words.Say(Sentence.ReceivedSum, amounts.Exact(sum, contract.Balance.Currency))
            : words[Sentence.ReceivedSome];
        yield return words.Say(
            Amounts.IsDebt(contract.Balance) ? Sentence.ReceivedOwed : Sentence.ReceivedBalance,
            amounts.Held(contract.Balance)
        );
        // What is missing soon is the warning too; what is far away is "enough until".
        yield return received.Forecast is Forecast.LastsUntil(var on, _, _) && on > today.AddDays(SoonDays)
            ? words.Say(Sentence.EnoughUntil, days.Say(on, today))
            : Outlook(received.Forecast, contract, today);
    }

    private string AllRight(Forecast forecast, DateOnly today) =>
        forecast is Forecast.LastsUntil(var on, _, _)
            ? words.Say(Sentence.AllRightUntil, days.Say(on, today))
            : words[Sentence.AllRightNow];

    /// <summary>The farthest level.</summary>
    private const int SoonDays = 7;
}
