using BalanceBot.Conversations;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Conversations;

/// <summary>When a link that nobody uses ends.</summary>
public sealed class LinkAgeTests
{
    private static readonly Link Link = new(
        "key",
        "700 123",
        LinkWay.Token,
        new DateTimeOffset(2024, 1, 31, 23, 0, 0, TimeSpan.Zero)
    );

    [Theory]
    [InlineData(24, null, null, "2026-01-30", "Stays")]
    [InlineData(24, null, null, "2026-01-31", "Announced")]
    [InlineData(24, "2026-01-01", null, "2027-12-31", "Stays")]
    [InlineData(24, "2026-01-01", null, "2028-01-01", "Announced")]
    [InlineData(24, null, "2026-02-14", "2026-02-13", "Stays")]
    [InlineData(24, null, "2026-02-14", "2026-02-14", "Ends")]
    [InlineData(24, "2026-02-10", "2026-02-14", "2026-02-14", "Stays")]
    [InlineData(1, null, null, "2024-02-29", "Announced")]
    [InlineData(0, null, "2026-02-14", "2099-01-01", "Stays")]
    public void It_is_announced_after_so_many_months_and_ends_two_weeks_later(
        int months,
        string? used,
        string? ends,
        string today,
        string fate
    ) =>
        Assert.Equal(
            Enum.Parse<LinkFate>(fate),
            new LinkAge(months).FateOf(Link with { UsedOn = Day(used), EndsOn = Day(ends) }, Day(today)!.Value)
        );

    [Fact]
    public void Whoever_speaks_is_marked_once_a_week_and_keeps_what_was_to_end()
    {
        DateOnly today = new(2026, 11, 24);
        Subscriber fresh = new Subscriber(new ChatId(1)).With(Link with { UsedOn = today.AddDays(-6) });
        Assert.Same(fresh, LinkAge.Used(fresh, today));
        Assert.Equal(today.AddDays(1), LinkAge.Used(fresh, today.AddDays(1)).Links[0].UsedOn);

        Link kept = LinkAge.Used(fresh.With(fresh.Links[0] with { EndsOn = today.AddDays(3) }), today).Links[0];

        Assert.Equal((today, null), (kept.UsedOn, kept.EndsOn));
        Subscriber nobody = new(new ChatId(2));
        Assert.Same(nobody, LinkAge.Used(nobody, today));
    }

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
