using BalanceBot.Hosting.Asking;

namespace BalanceBot.Tests.Hosting;

public sealed class AuditSinceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("12h", "2026-11-24T00:00:00Z")]
    [InlineData("7d", "2026-11-17T12:00:00Z")]
    [InlineData("3650d", "2016-11-26T12:00:00Z")]
    [InlineData("2026-11-01", "2026-10-31T23:00:00Z")]
    [InlineData("2026-07-01", "2026-06-30T22:00:00Z")]
    public void A_while_back_counts_from_now_and_a_day_from_the_operators_midnight(string typed, string expected) =>
        Assert.Equal(
            DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
            AuditSince.Parse(typed)!.From(Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo"))
        );

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("7")]
    [InlineData("0d")]
    [InlineData("-7d")]
    [InlineData("3651d")]
    [InlineData("99999999h")]
    [InlineData("99999999999d")]
    [InlineData("7w")]
    [InlineData("01.11.2026")]
    [InlineData("2026-13-01")]
    [InlineData("yesterday")]
    public void Anything_else_is_none(string typed) => Assert.Null(AuditSince.Parse(typed));
}
