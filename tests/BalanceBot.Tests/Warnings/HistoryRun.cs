using System.Globalization;
using System.Text;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>Lives a history, lets the judge look after each happening and when it asked to, and holds it to its word.</summary>
internal sealed class HistoryRun(WarningLimits limits, ContractSnapshot start, Wishes wishes)
{
    /// <summary>A weekend with Easter around it: by so much a banking day may come before the end.</summary>
    private const int LongestRest = 4;

    private readonly Judge judge = new(limits);
    private readonly Ledger ledger = new(start);
    private readonly StringBuilder diary = new();
    private Wishes wishes = wishes;
    private Episode episode = Episode.Fresh;
    private DateTimeOffset now = start.AsOf;
    private DateTimeOffset? again;
    private DateTimeOffset? away;
    private bool forgets;
    private bool isWarned;

    private string? broken;

    /// <summary>The first promise that is broken, and how it came to it; null: none.</summary>
    public string? Live(IEnumerable<Happening> happenings)
    {
        Look();
        foreach (Happening happening in happenings.TakeWhile(_ => broken is null))
        {
            diary.AppendLine(CultureInfo.InvariantCulture, $"  {happening}");
            Happen(happening);
            Look();
        }

        return broken is null ? null : $"Broken: {broken}\n{diary}";
    }

    /// <summary>
    /// Nothing happens but charges, to somebody who wants to be warned days ahead. A story where the contract is stopped
    /// without a warning although it was seen ten days before that it would be; null: none.
    /// </summary>
    public string? LiveCalmly(TimeSpan between)
    {
        away = null;
        DateOnly tomorrow = Ledger.DayOf(now).AddDays(1);
        ledger.Change(contract =>
            contract with
            {
                State = ContractState.Active,
                AutoPay = false,
                NextCharge = contract.NextCharge < tomorrow ? tomorrow : contract.NextCharge,
            }
        );
        wishes = wishes with { On = true, Levels = [Level.ThreeDays, .. wishes.Levels.Except([Level.ThreeDays])] };
        DateOnly? known = null;
        isWarned = false;
        for (int looks = 0; looks < 100; looks++)
        {
            Wait(now + between);
            Look();
            Forecast forecast = Forecast.Of(ledger.Now, Ledger.DayOf(now));
            if (forecast is Forecast.LastsUntil(var end, _, _) && end >= Ledger.DayOf(now).AddDays(10 + LongestRest))
            {
                (known, isWarned) = (end, false);
            }
            else if (forecast is Forecast.Stopped)
            {
                return known is null || isWarned ? null : $"Stopped unwarned\n{diary}";
            }
        }

        return null;
    }

    private void Happen(Happening happening)
    {
        switch (happening)
        {
            case Happening.Wait(var minutes):
                Wait(now.AddMinutes(minutes));
                break;
            case Happening.Pay(var sum):
                ledger.Add(sum);
                break;
            case Happening.Spend(var sum):
                ledger.Add(-sum);
                break;
            case Happening.Away(var minutes):
                away = now.AddMinutes(minutes);
                break;
            case Happening.Forget(var on):
                forgets = on;
                break;
            case Happening.Lose:
                episode = episode with { Unsure = true };
                break;
            case Happening.Wish(var other):
                wishes = other with { SnoozedUntil = wishes.SnoozedUntil };
                break;
            case Happening.Snooze(var hours):
                wishes = wishes with { SnoozedUntil = now.AddHours(hours) };
                break;
            default:
                ledger.Change(contract => Changed(contract, happening));
                break;
        }
    }

    private ContractSnapshot Changed(ContractSnapshot contract, Happening happening) =>
        happening switch
        {
            Happening.Become(var state) => contract with { State = state },
            Happening.AutoPay(var on) => contract with { AutoPay = on },
            Happening.Credit(var sum, var days) => contract with
            {
                Credit = sum,
                CreditUntil = days is { } some ? Ledger.DayOf(now).AddDays(some) : null,
            },
            Happening.AddService(var price, var daily) => contract with
            {
                Services = [new("TV", price) { Period = daily ? new ChargePeriod.Daily() : null }],
            },
            Happening.ChangeTariff(var price, var days) => contract with
            {
                Change = new(Ledger.DayOf(now).AddDays(days), price),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happening), happening, "Nobody knows how"),
        };

    /// <summary>Who asked to look again is let look on the way.</summary>
    private void Wait(DateTimeOffset until)
    {
        while (again > now && again < until && broken is null)
        {
            Move(again.Value);
            Look();
        }

        Move(until);
    }

    private void Move(DateTimeOffset to)
    {
        now = to;
        ledger.MoveTo(now);
    }

    private void Look()
    {
        ContractSnapshot contract = ledger.Now with { AsOf = away > now ? now - limits.Freshness.Add(new(1)) : now };
        contract = forgets ? contract with { Price = null, Period = null, NextCharge = null } : contract;
        Judgement judgement = judge.Decide(contract, episode, wishes, now);
        string here = string.Create(
            CultureInfo.InvariantCulture,
            $"{TimeZoneInfo.ConvertTime(now, Ledger.Oslo):ddd d MMM HH:mm zzz} {contract.State} {contract.Balance.Amount:0.00}"
                + $" next {contract.NextCharge:d MMM}: {judgement.Decision}"
        );
        diary.AppendLine(here);
        broken ??= new Promises(judge, limits, contract, episode, wishes, now, judgement).Broken();
        again = (judgement.Decision as Decision.Later)?.At;
        isWarned |= judgement.Decision is Decision.Warn;
        episode = judgement.Episode;
    }
}
