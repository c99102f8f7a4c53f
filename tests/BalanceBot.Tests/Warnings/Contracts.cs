using BalanceBot.Billing;

namespace BalanceBot.Tests.Warnings;

/// <summary>Contracts as tests write them down: 150.00 monthly on 1 December 2026, seen at noon.</summary>
internal static class Contracts
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Noon, so many days before the charge of 1 December.</summary>
    public static DateTimeOffset At(int daysBefore) =>
        new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero).AddDays(-daysBefore);

    public static ContractSnapshot Home(decimal balance, DateTimeOffset? now = null) =>
        new(new ContractKey("k"), "700 123", new Money(balance, "NOK"), now ?? Noon)
        {
            Price = 150m,
            Period = new ChargePeriod.Monthly(),
            NextCharge = new DateOnly(2026, 12, 1),
        };
}
