using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

public sealed class WarningSettingsTests
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    [Fact]
    public void What_the_operator_has_set_becomes_the_bounds()
    {
        WarningLimits limits = new WarningSettings
        {
            Days = [1, 7],
            QuietFrom = TimeSpan.FromHours(23),
            QuietTo = TimeSpan.FromHours(6),
            Payments = false,
            AllRight = false,
            CoolDown = TimeSpan.FromHours(5),
            MostInEpisode = 2,
            StoppedDays = 3,
            Freshness = TimeSpan.FromHours(1),
            PlainThreshold = 20m,
            BankRest = [DayOfWeek.Sunday],
            BankHolidays = [new DateOnly(2026, 5, 17), new DateOnly(2026, 5, 17)],
        }.Limits(Oslo);

        Assert.Equal([Level.Week, Level.Day], limits.Levels);
        Assert.Equal(new QuietHours(new TimeOnly(23, 0), new TimeOnly(6, 0)), limits.Quiet);
        Assert.Equal((false, false, Oslo), (limits.Payments, limits.AllRight, limits.Zone));
        Assert.Equal((TimeSpan.FromHours(5), TimeSpan.FromHours(1)), (limits.CoolDown, limits.Freshness));
        Assert.Equal((2, 3, 20m), (limits.MostInEpisode, limits.StoppedDays, limits.PlainThreshold));
        Assert.False(limits.Banking.IsOne(new DateOnly(2026, 5, 17)));
        Assert.False(limits.Banking.IsOne(new DateOnly(2026, 5, 24)));
    }

    [Fact]
    public void Without_settings_everybody_is_told_everything_at_seven_three_and_one_day()
    {
        WarningLimits limits = new WarningSettings().Limits(Oslo);

        Assert.Equal(DayLevels.All, limits.Levels);
        Assert.True(limits is { Payments: true, AllRight: true, PlainThreshold: null });
        Assert.Equal(BankingDays.Every.Rest, limits.Banking.Rest);
    }

    /// <summary>In winter Oslo is an hour ahead of UTC, in summer two.</summary>
    [Theory]
    [InlineData("2026-11-24T22:59:59Z", "2026-11-24")]
    [InlineData("2026-11-24T23:00:00Z", "2026-11-25")]
    [InlineData("2026-06-24T21:59:59Z", "2026-06-24")]
    [InlineData("2026-06-24T22:00:00Z", "2026-06-25")]
    public void Today_is_the_operators_day(string now, string day) =>
        Assert.Equal(
            Sums.Day(day),
            new WarningLimits { Zone = Oslo }.Today(
                DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)
            )
        );
}
