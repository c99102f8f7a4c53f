using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Warnings;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Scanning;

public sealed class ComposerTests
{
    private static readonly DateTimeOffset Noon = Contracts.Noon;
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
    private static readonly Decision Enough = new Decision.Silent(SilenceReason.Enough);
    private static readonly Decision AllRight = new Decision.AllRight(Until("2027-01-01"));
    private static readonly Decision Received = new Decision.Received(300m, Until("2027-01-01"));

    private static readonly Subscriber Anna = new(new ChatId(7))
    {
        Links = [.. new[] { "a", "A", "b" }.Select(key => new Link(key, $"no {key}", LinkWay.Token, Noon))],
    };

    private readonly Composer composer = new(new Voices("en", Oslo), new WarningLimits { Zone = Oslo });

    [Fact]
    public void Where_nothing_is_to_be_told_there_is_no_message() =>
        Assert.Null(
            composer.Compose(Anna, [Of("a", Enough), Of("b", new Decision.Later(Noon, WaitReason.CoolDown))], Noon)
        );

    [Fact]
    public void It_is_bulk_to_the_chat_and_knows_the_contracts_it_tells_of_and_no_others()
    {
        Outgoing message = Composed(Of("b", Warn("2026-12-01")), Of("a", Enough), Of("A", Received));

        Assert.Equal((Anna.Chat, OutgoingClass.Bulk), (message.Chat, message.Class));
        Assert.Equal(["b", "A"], message.About);
    }

    [Fact]
    public void Of_one_state_of_a_contract_there_is_one_message_and_of_another_state_another()
    {
        Judged one = Of("a", Warn("2026-12-01"));
        Judged written = one with { Watch = one.Watch with { RowVersion = 4 } };
        Subscriber relinked = Anna with { Links = [Anna.Links[0] with { LinkedAt = Noon.AddDays(1) }] };
        Subscriber other = Anna with { Chat = new ChatId(70) };

        Assert.Equal(Composed(one).DedupeKey, Composed(one).DedupeKey);
        Assert.NotEqual(Composed(one).Id, Composed(one).Id);
        string?[] keys =
        [
            Composed(one).DedupeKey,
            Composed(Of("A", Warn("2026-12-01"))).DedupeKey,
            Composed(written).DedupeKey,
            composer.Compose(relinked, [one], Noon)!.DedupeKey,
            composer.Compose(other, [one], Noon)!.DedupeKey,
        ];
        Assert.Equal(5, keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(keys, Assert.NotNull);
    }

    /// <summary>The day of the charge is the operator's, in Oslo.</summary>
    [Theory]
    [InlineData("2026-12-01", "2026-12-01T23:00:00Z")]
    [InlineData("2026-11-24", "2026-11-24T23:00:00Z")]
    [InlineData("2026-11-23", "2026-11-25T12:00:00Z")]
    [InlineData("2027-03-27", "2027-03-27T23:00:00Z")]
    [InlineData("2027-03-28", "2027-03-28T22:00:00Z")]
    public void A_warning_is_of_use_until_the_day_of_the_charge_is_over(string end, string expires) =>
        Assert.Equal(DateTimeOffset.Parse(expires), Composed(Of("a", Warn(end))).Expires);

    [Fact]
    public void Anything_else_is_of_use_for_a_day_and_several_as_long_as_the_longest()
    {
        DateTimeOffset day = Noon.AddDays(1);
        Decision stopped = new Decision.Warn(Level.Stopped, new Forecast.Stopped(10m), null);

        Assert.Equal(day, Composed(Of("a", stopped)).Expires);
        Assert.Equal(day, Composed(Of("a", Received)).Expires);
        Assert.Equal(day, Composed(Of("a", AllRight)).Expires);
        Assert.Equal(
            DateTimeOffset.Parse("2026-12-01T23:00:00Z"),
            Composed(Of("a", stopped), Of("A", Warn("2026-12-01")), Of("b", Warn("2026-11-24"))).Expires
        );
    }

    [Fact]
    public void All_is_well_comes_without_a_sound_but_not_beside_something_else()
    {
        Assert.True(Assert.IsType<Body.Text>(Composed(Of("a", AllRight), Of("b", AllRight)).Body).Silent);
        Assert.False(Assert.IsType<Body.Text>(Composed(Of("a", AllRight), Of("b", Received)).Body).Silent);
        Assert.False(Assert.IsType<Body.Text>(Composed(Of("a", Warn("2026-12-01"))).Body).Silent);
    }

    [Theory]
    [InlineData("nb", "en", "nb")]
    [InlineData(null, "nb", "nb")]
    [InlineData(null, "xx", "en")]
    [InlineData(null, null, "en")]
    public void It_speaks_the_language_that_was_chosen_or_last_heard(string? chosen, string? heard, string spoken)
    {
        Subscriber subscriber = Anna with { Language = chosen, HeardLanguage = heard };
        Body.Text expected = new Voices("en", Oslo)
            .For(spoken)
            .Announce([new Told(Anna.Links[0], Contracts.Home(100m), Warn("2026-12-01"))], Noon);

        Outgoing message = composer.Compose(subscriber, [Of("a", Warn("2026-12-01"))], Noon)!;

        Assert.Equal(expected.Html, Assert.IsType<Body.Text>(message.Body).Html);
    }

    private Outgoing Composed(params Judged[] judged) => composer.Compose(Anna, judged, Noon)!;

    private static Judged Of(string key, Decision decision) =>
        new(new Watch(Anna.Chat, key) { RowVersion = 3 }, Contracts.Home(100m), new Judgement(decision, Episode.Fresh));

    private static Decision Warn(string end) => new Decision.Warn(Level.Week, Until(end), null);

    private static Forecast Until(string end) => new Forecast.LastsUntil(DateOnly.Parse(end), 50m, 150m);
}
