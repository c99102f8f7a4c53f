using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Scanning.ScanDesk;

namespace BalanceBot.Tests.Scanning;

/// <summary>Who would be warned in the next 24 hours. Days are those of Oslo, one hour before UTC.</summary>
public sealed class DryRunTests : IDisposable
{
    private static readonly WarningLimits Limits = new() { Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo") };
    private readonly ScanDesk desk = new(Limits);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => desk.Dispose();

    /// <summary>Times by the clock in Oslo; the money lasts until 1 December, and everybody is quiet from 21 to 8.</summary>
    [Theory]
    // A level is reached already.
    [InlineData("2026-11-24 13:00", false, "2026-11-24 13:00")]
    // Quiet hours are waited for, however early or late.
    [InlineData("2026-11-24 21:00", false, "2026-11-25 08:00")]
    [InlineData("2026-11-25 07:59", false, "2026-11-25 08:00")]
    // It is reached at midnight: told then, or when the quiet hours end.
    [InlineData("2026-11-23 13:00", true, "2026-11-24 00:00")]
    [InlineData("2026-11-23 13:00", false, "2026-11-24 08:00")]
    [InlineData("2026-11-23 07:59", false, null)]
    [InlineData("2026-11-23 08:00", false, "2026-11-24 08:00")]
    [InlineData("2026-11-22 23:59", true, null)]
    [InlineData("2026-11-23 00:00", true, "2026-11-24 00:00")]
    public void It_is_told_when_its_time_comes_within_a_day(string now, bool neverQuiet, string? expected) =>
        Assert.Equal(expected, At(now, Watch(neverQuiet), Home()));

    [Theory]
    // Warned of a week at 02:00; three days are reached on the 28th, and the 20 hours end at 22:00, in the quiet hours.
    [InlineData("2026-11-28 12:00", "2026-11-28 02:00", false, "2026-11-29 08:00")]
    [InlineData("2026-11-28 12:00", "2026-11-28 02:00", true, "2026-11-28 22:00")]
    [InlineData("2026-11-28 12:00", "2026-11-27 17:00", false, "2026-11-28 13:00")]
    [InlineData("2026-11-28 12:00", "2026-11-27 16:00", false, "2026-11-28 12:00")]
    public void The_end_of_the_cool_down_is_waited_for(string now, string warned, bool neverQuiet, string expected)
    {
        Watch watch = Watch(
            neverQuiet,
            new Episode
            {
                Told = Level.Week,
                Count = 1,
                WarnedAt = Oslo(warned),
            }
        );

        Assert.Equal(expected, At(now, watch, Home()));
    }

    [Fact]
    public void Who_was_told_everything_who_snoozes_longer_and_who_has_switched_off_is_not_named()
    {
        Episode told = new()
        {
            Told = Level.Week,
            Count = 1,
            WarnedAt = Oslo("2026-11-20 12:00"),
        };
        LinkChoices snoozed = new() { SnoozedUntil = Oslo("2026-11-26 12:00") };

        Assert.Null(At("2026-11-24 13:00", Watch(false, told), Home()));
        Assert.Null(At("2026-11-24 13:00", Watch(false) with { Contract = snoozed }, Home()));
        Assert.Null(At("2026-11-24 13:00", Watch(false) with { Contract = new LinkChoices { On = false } }, Home()));
        Assert.Null(At("2026-11-24 13:00", Watch(false) with { Reachable = false }, Home()));
    }

    [Fact]
    public void Data_that_is_fresh_now_is_taken_to_be_as_fresh_tomorrow_and_old_data_to_be_as_old()
    {
        Assert.NotNull(At("2026-11-23 13:00", Watch(false), Home(), TimeSpan.FromHours(5)));
        Assert.Null(At("2026-11-24 13:00", Watch(false), Home(), TimeSpan.FromHours(7)));
    }

    /// <summary>The word about the payment came first, and hid the warning.</summary>
    [Fact]
    public void Who_paid_too_little_is_told_of_the_payment_now_and_of_the_next_level_at_midnight()
    {
        Episode told = new()
        {
            Told = Level.Week,
            WarnedAt = Oslo("2026-11-24 12:00"),
            Last = new Seen(50m, December, 150m),
        };

        Assert.Equal("2026-11-28 00:00", At("2026-11-27 13:00", Watch(neverQuiet: true, told), Home()));
    }

    [Fact]
    public async Task Twenty_are_named_the_most_urgent_first_and_all_are_counted()
    {
        desk.Time.SetUtcNow(Noon.AddDays(1));
        foreach (int n in Enumerable.Range(0, 30))
        {
            desk.Contract($"K{n:00}", n < 25 ? 100m : 5000m, new DateOnly(2026, 12, 2).AddDays(-(n % 5)));
        }

        await desk.People.Link(Anna, [.. Enumerable.Range(0, 30).Select(n => $"K{n:00}")]);
        await desk.People.Link(Bo, "K00", "gone");
        DryRunPage page = (await desk.DryRun(pageSize: 7).Run(Stop))!;

        Assert.Equal((32, 1), (page.Linked, page.Failed));
        Assert.Equal(26, page.Counts.Values.Sum());
        Assert.Equal(
            [(Level.Week, 21), (Level.ThreeDays, 5)],
            page.Counts.OrderBy(c => c.Key).Select(c => (c.Key, c.Value))
        );
        Assert.Equal(20, page.First.Count);
        Assert.Equal(
            page.First.OrderBy(line => line.Ends).Select(line => line.Ends),
            page.First.Select(line => line.Ends)
        );
        Assert.DoesNotContain(page.First, line => line.Ends == new DateOnly(2026, 12, 2));
        DryRunLine first = page.First[0];
        Assert.Equal((desk.Now, new DateOnly(2026, 11, 28), 50m), (first.At, first.Ends, first.Missing));
        Assert.All(await desk.People.All(), watch => Assert.Equal((null, null), (watch.Last, watch.DueAt)));
    }

    [Fact]
    public async Task While_the_billing_is_away_there_is_no_answer()
    {
        desk.Billing.Away = true;

        Assert.Null(await desk.DryRun().Run(Stop));
    }

    private string? At(string now, Watch watch, ContractSnapshot contract, TimeSpan age = default)
    {
        ContractSnapshot seen = contract with { AsOf = Oslo(now) - age };
        return desk.DryRun().NextWarning(watch, seen, Oslo(now)) is { } line
            ? TimeZoneInfo.ConvertTime(line.At, Limits.Zone).ToString("yyyy-MM-dd HH:mm")
            : null;
    }

    private static ContractSnapshot Home() => Tests.Warnings.Contracts.Home(100m);

    private static Watch Watch(bool neverQuiet, Episode? episode = null) =>
        new(Anna, "k")
        {
            Episode = episode ?? Episode.Fresh,
            Choices = new WarningChoices
            {
                Quiet = neverQuiet ? new QuietChoice(TimeOnly.MinValue, TimeOnly.MinValue) : null,
            },
        };

    private static DateTimeOffset Oslo(string local) =>
        new DateTimeOffset(DateTime.Parse(local), TimeSpan.FromHours(1)).ToUniversalTime();
}
