using System.Globalization;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

public sealed class QuietHoursTests
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
    private static readonly QuietHours Night = new(new TimeOnly(21, 0), new TimeOnly(8, 0));

    [Theory]
    // In winter Oslo is an hour before UTC.
    [InlineData("2026-11-24T19:59:59Z", null)]
    [InlineData("2026-11-24T20:00:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-24T23:30:00Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-25T06:59:59Z", "2026-11-25T07:00:00Z")]
    [InlineData("2026-11-25T07:00:00Z", null)]
    // The night in which 02:00 becomes 03:00: eight o'clock comes an hour sooner.
    [InlineData("2026-03-28T22:00:00Z", "2026-03-29T06:00:00Z")]
    // The night in which 03:00 becomes 02:00: it comes an hour later.
    [InlineData("2026-10-24T21:00:00Z", "2026-10-25T07:00:00Z")]
    public void A_night_ends_at_eight_by_the_clock_on_the_wall(string now, string? end) =>
        Assert.Equal(Time(end), Night.EndAfter(Time(now)!.Value, Oslo));

    [Theory]
    // 02:30 does not exist that night: the quiet ends when it would have been, 03:30 by the new clock.
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z")]
    // 02:30 comes twice: the first is the end, and at the second it is over.
    [InlineData("2026-10-25T00:15:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T00:45:00Z", null)]
    public void A_time_that_the_clock_skips_or_repeats_ends_the_quiet_once(string now, string? end)
    {
        QuietHours early = new(new TimeOnly(1, 0), new TimeOnly(2, 30));

        Assert.Equal(Time(end), early.EndAfter(Time(now)!.Value, Oslo));
    }

    [Theory]
    // An hour after the clock has gone forward and back: by the new time.
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z")]
    public void A_quiet_that_ends_soon_after_the_clock_was_changed_ends_by_the_new_time(string now, string end) =>
        Assert.Equal(
            Time(end),
            new QuietHours(new TimeOnly(0, 0), new TimeOnly(4, 0)).EndAfter(Time(now)!.Value, Oslo)
        );

    [Fact]
    public void The_same_time_twice_is_never_quiet()
    {
        QuietHours never = new(new TimeOnly(12, 0), new TimeOnly(12, 0));

        Assert.True(never.IsNever);
        Assert.False(Night.IsNever);
        Assert.Null(never.EndAfter(Contracts.Noon, TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_day_that_is_quiet_from_noon_to_two_and_one_that_never_is()
    {
        QuietHours nap = new(new TimeOnly(12, 0), new TimeOnly(14, 0));

        Assert.Equal(Contracts.Noon.AddHours(2), nap.EndAfter(Contracts.Noon, TimeZoneInfo.Utc));
        Assert.Null(nap.EndAfter(Contracts.Noon.AddHours(2), TimeZoneInfo.Utc));
        Assert.Null(QuietHours.None.EndAfter(Contracts.Noon, TimeZoneInfo.Utc));
    }

    [Fact]
    public void The_end_is_always_ahead_within_a_day_and_an_hour_and_not_quiet_itself() =>
        Gen.Select(Gen.Int[0, 1439], Gen.Int[0, 1439], Gen.Int[0, 60 * 24 * 366])
            .Sample(
                (from, to, minute) =>
                {
                    QuietHours quiet = new(TimeOnly.MinValue.AddMinutes(from), TimeOnly.MinValue.AddMinutes(to));
                    DateTimeOffset now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);
                    if (quiet.EndAfter(now, Oslo) is { } end)
                    {
                        Assert.InRange(end - now, TimeSpan.FromTicks(1), TimeSpan.FromHours(25));
                        // In the hour that comes twice the clock may show quiet time once more, but not for longer than it.
                        Assert.True(
                            quiet.EndAfter(end, Oslo) is not { } again || again - end <= TimeSpan.FromHours(25)
                        );
                    }
                }
            );

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
