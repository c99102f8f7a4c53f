using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>A payment, by what the balance was and is; 150.00 monthly, seen before at 100.00 and the first day.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public void Nothing_is_seen_at_the_first_look() => Assert.Null(Receipt.Of(null, Contracts.Home(1000m)));

    [Theory]
    [InlineData("100", null)]
    [InlineData("99", null)]
    [InlineData("100.01", "0.01")]
    [InlineData("100.000000001", null)]
    public void Without_a_charge_a_rise_is_a_payment_of_that_sum(string balance, string? sum) =>
        Assert.Equal(Of(sum), Of("2026-12-01", "2026-12-01", Sums.Of(balance)));

    [Theory]
    // 30.00 came and 150.00 went.
    [InlineData("2026-11-01", "2026-12-01", "-20", "30")]
    [InlineData("2026-11-01", "2026-12-01", "-50", null)]
    [InlineData("2026-11-01", "2026-12-01", "-60", null)]
    // Of the month's last days each is the next of the other.
    [InlineData("2027-01-31", "2027-02-28", "-20", "30")]
    [InlineData("2027-02-28", "2027-03-31", "-20", "30")]
    [InlineData("2027-12-31", "2028-01-31", "-20", "30")]
    // More than one charge, or another day: how much has come nobody knows, and only a rise shows that it has.
    [InlineData("2026-10-01", "2026-12-01", "-20", null)]
    [InlineData("2026-11-01", "2026-12-02", "-20", null)]
    [InlineData("2026-10-01", "2026-12-01", "100", null)]
    [InlineData("2026-10-01", "2026-12-01", "101", "?")]
    [InlineData("2026-11-01", "2026-12-02", "101", "?")]
    public void Over_one_charge_a_payment_is_what_the_balance_has_more_than_it_would(
        string before,
        string next,
        string balance,
        string? sum
    ) => Assert.Equal(Of(sum), Of(before, next, Sums.Of(balance)));

    [Theory]
    [InlineData("2026-12-08", "-20", "30")]
    [InlineData("2026-12-09", "-20", null)]
    [InlineData("2026-12-15", "101", "?")]
    public void A_rolling_charge_is_one_charge_too(string next, string balance, string? sum) =>
        Assert.Equal(Of(sum), Of("2026-12-01", next, Sums.Of(balance), new ChargePeriod.Rolling(7)));

    [Theory]
    [InlineData("100", null)]
    [InlineData("100.01", "?")]
    public void What_is_charged_every_day_hides_how_much_has_come(string balance, string? sum)
    {
        Assert.Equal(Of(sum), Of("2026-12-01", "2026-12-01", Sums.Of(balance), new ChargePeriod.Daily()));
        Assert.Equal(Of(sum), Of("2026-12-01", "2026-12-01", Sums.Of(balance), new ChargePeriod.SpreadOverMonth()));
    }

    [Fact]
    public void Services_hide_how_much_has_come()
    {
        ExtraService[] services = [new("TV", 30m)];
        ContractSnapshot rich = Contracts.Home(101m) with { Services = services };

        Assert.Equal(new Receipt((decimal?)null), Receipt.Of(Seen("2026-12-01"), rich));
        Assert.Equal(new Receipt((decimal?)null), Receipt.Of(Seen("2026-11-01"), rich));
        Assert.Null(Receipt.Of(Seen("2026-11-01"), Contracts.Home(-20m) with { Services = services }));
    }

    [Fact]
    public void A_price_that_has_changed_or_that_nobody_knows_hides_how_much_has_come()
    {
        Seen seen = Seen("2026-11-01");
        ContractSnapshot poor = Contracts.Home(-20m);

        Assert.NotNull(Receipt.Of(seen, poor));
        Assert.Null(Receipt.Of(seen with { Price = 200m }, poor));
        Assert.Null(Receipt.Of(seen with { Price = null }, poor with { Price = null }));
        Assert.Null(Receipt.Of(seen with { NextCharge = null }, poor));
        Assert.Null(Receipt.Of(seen, poor with { NextCharge = null }));
        Assert.Null(Receipt.Of(seen, poor with { Period = null }));
        Assert.Null(Receipt.Of(seen, poor with { Change = new TariffChange(new DateOnly(2026, 12, 1), 200m) }));
    }

    /// <summary>It was computed by going on from the day of charge, and beyond the last of all days there is none.</summary>
    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-01")]
    public void A_charge_at_the_end_of_time_that_becomes_a_real_one_is_no_failure(string before)
    {
        Assert.Equal(Of("?"), Of(before, "2026-12-01", 101m));
        Assert.Equal(Of("?"), Of(before, "2026-12-01", 101m, new ChargePeriod.Rolling(int.MaxValue)));
    }

    private static Receipt? Of(string before, string next, decimal balance, ChargePeriod? period = null) =>
        Receipt.Of(
            Seen(before),
            Contracts.Home(balance) with
            {
                NextCharge = Sums.Day(next),
                Period = period ?? new ChargePeriod.Monthly(),
            }
        );

    private static Seen Seen(string next) => new(100m, Sums.Day(next), 150m);

    private static Receipt? Of(string? sum) => sum is null ? null : new Receipt(sum == "?" ? null : Sums.Of(sum));
}
