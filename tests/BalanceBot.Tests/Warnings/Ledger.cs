using BalanceBot.Billing;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

/// <summary>A billing with one contract: charges at midnight in Oslo, stops who cannot pay, and lets go who can.</summary>
internal sealed class Ledger(ContractSnapshot start)
{
    public static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>Ten days before the clock changes, in spring or in autumn, at any minute.</summary>
    private static readonly Gen<DateTimeOffset> Starts =
        from spring in Gen.Bool
        from minutes in Gen.Int[0, 20_000]
        select new DateTimeOffset(2026, spring ? 3 : 10, spring ? 19 : 15, 0, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    private static readonly Gen<ChargePeriod?> Periods = Gen.Int[0, 6]
        .Select(
            Gen.Int[2, 12],
            ChargePeriod? (kind, days) =>
                kind switch
                {
                    0 or 1 => new ChargePeriod.Monthly(),
                    2 => new ChargePeriod.Rolling(30),
                    3 => new ChargePeriod.Rolling(days),
                    4 => new ChargePeriod.Daily(),
                    5 => new ChargePeriod.SpreadOverMonth(),
                    _ => null,
                }
        );

    public static readonly Gen<ContractSnapshot> Contracts =
        from now in Starts
        from balance in Gen.Int[-50, 900]
        from price in Gen.Int[0, 300]
        from period in Periods
        from next in Gen.Int[1, 31]
        select new ContractSnapshot(new ContractKey("k"), "1", new Money(balance, "NOK"), now)
        {
            Price = period is ChargePeriod.Daily ? price / 10m : price,
            Period = period,
            NextCharge = period is ChargePeriod.Monthly or ChargePeriod.Rolling ? DayOf(now).AddDays(next) : null,
        };

    public ContractSnapshot Now { get; private set; } = start;

    public static DateOnly DayOf(DateTimeOffset now) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Oslo).DateTime);

    public void Change(Func<ContractSnapshot, ContractSnapshot> change) => Now = change(Now);

    public void Add(decimal sum)
    {
        Now = Now with { Balance = Now.Balance with { Amount = Now.Balance.Amount + sum } };
        if (sum > 0 && Now.State == ContractState.BlockedForDebt && Now.Available(DayOf(Now.AsOf)) >= 0)
        {
            Now = Now with { State = ContractState.Active };
            Charge(DayOf(Now.AsOf));
        }
    }

    /// <summary>True when the contract was stopped on the way.</summary>
    public bool MoveTo(DateTimeOffset now)
    {
        bool isStopped = false;
        for (DateOnly day = DayOf(Now.AsOf).AddDays(1); day <= DayOf(now); day = day.AddDays(1))
        {
            isStopped |= Now.State == ContractState.Active && !Charge(day);
        }

        Now = Now with { AsOf = now };
        return isStopped;
    }

    /// <summary>False when it was not covered: then nothing is taken.</summary>
    private bool Charge(DateOnly day)
    {
        bool isWhole = Now.Period is ChargePeriod.Monthly or ChargePeriod.Rolling;
        bool isDue = Now.Period is not null && (!isWhole || Now.NextCharge <= day);
        IEnumerable<decimal> parts = Now
            .Services.Select(service => Part(service.Price, service.Period ?? (isDue ? Now.Period : null), day))
            .Prepend(Part(isDue ? Now.PriceOn(day)!.Value : 0, Now.Period, day));
        decimal sum = parts.Sum();
        // Without a period it is post-paid: a debt is no stop.
        bool isCovered = Now.Period is null || Now.Available(day) >= sum;
        if (!isCovered)
        {
            Now = Now with { State = ContractState.BlockedForDebt };
            return false;
        }

        DateOnly? following = isDue && isWhole ? Following() : Now.NextCharge;
        Now = Now with { Balance = Now.Balance with { Amount = Now.Balance.Amount - sum }, NextCharge = following };
        return true;
    }

    private static decimal Part(decimal price, ChargePeriod? period, DateOnly day) =>
        period is null ? 0 : DayByDay.Part(price, period, day, day);

    private DateOnly Following() =>
        Now.Period is ChargePeriod.Rolling(var days)
            ? Now.NextCharge!.Value.AddDays(days)
            : Now.NextCharge!.Value.AddMonths(1);
}
