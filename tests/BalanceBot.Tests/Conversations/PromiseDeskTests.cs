using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Flows;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Conversations;

public sealed class PromiseDeskTests
{
    private static readonly ChatId Anna = new(1);
    private static readonly ChatId Bo = new(2);
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Noon);
    private readonly GivingBilling billing = new();
    private readonly List<AuditEntry> audit = [];
    private readonly AskedPromise asked = new(Noon, "NOK", 300m, 10m, new DateOnly(2026, 12, 3));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private PromiseIntent Intent => new("k", asked);

    [Fact]
    public async Task A_process_that_stood_still_asks_no_more()
    {
        time.Advance(TimeSpan.FromSeconds(21));

        Assert.IsType<PromiseFinding.NotTaken>(await Desk(Linked(Anna, asked)).Take(Anna, Intent, by: null, Stop));
        Assert.Equal(0, billing.Asks);
    }

    [Fact]
    public async Task Who_sees_that_another_chat_of_the_contract_has_asked_gives_way()
    {
        PromiseDesk desk = Desk(Linked(Anna, asked), Linked(Bo, asked with { At = Noon.AddSeconds(-1) }));

        Assert.IsType<PromiseFinding.GaveWay>(await desk.Take(Anna, Intent, by: null, Stop));
        Assert.IsType<PromiseFinding.GaveWay>(await desk.Take(Bo, Intent, by: null, Stop));
        Assert.Equal(0, billing.Asks);
    }

    [Fact]
    public async Task Who_sees_in_the_audit_that_somebody_has_just_asked_gives_way_until_its_outcome_is_there_too()
    {
        AuditEntry own = new(Noon, AuditKind.PromiseAsked) { Chat = Anna, ChatHash = "a" };
        AuditEntry forgotten = new(Noon.AddSeconds(-3), AuditKind.PromiseAsked) { ChatHash = "b" };
        audit.AddRange([forgotten, own]);
        Assert.IsType<PromiseFinding.GaveWay>(await Desk().Take(Anna, Intent, by: null, Stop));

        audit.Insert(1, new AuditEntry(Noon.AddSeconds(-1), AuditKind.PromiseNotTaken) { ChatHash = "b" });
        Assert.IsType<PromiseFinding.Taken>(await Desk().Take(Anna, Intent, by: null, Stop));
        Assert.Equal(1, billing.Asks);
    }

    [Fact]
    public async Task Who_is_asked_to_stop_before_the_billing_is_asked_does_not_ask_it()
    {
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Desk(Linked(Anna, asked)).Take(Anna, Intent, by: null, stopped.Token)
        );
        Assert.Equal(0, billing.Asks);
    }

    [Theory]
    [InlineData(0, typeof(PromiseFinding.Unknown))]
    [InlineData(119, typeof(PromiseFinding.Unknown))]
    [InlineData(120, typeof(PromiseFinding.NotTaken))]
    public async Task What_can_still_be_had_was_not_taken_once_nothing_can_be_on_its_way_any_more(
        int seconds,
        Type finding
    )
    {
        time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.IsType(finding, await Desk().Look(Intent, Stop));
        Assert.Equal(0, billing.Asks);
    }

    [Theory]
    [InlineData(PromiseDenial.TakenThisMonth, 0, typeof(PromiseFinding.TakenItSeems))]
    [InlineData(PromiseDenial.PreviousUnpaid, 0, typeof(PromiseFinding.TakenItSeems))]
    [InlineData(PromiseDenial.TooMuchDebt, 0, typeof(PromiseFinding.Unknown))]
    [InlineData(PromiseDenial.TooMuchDebt, 120, typeof(PromiseFinding.Denied))]
    internal async Task A_denial_that_counts_what_was_taken_tells_that_it_was(
        PromiseDenial why,
        int seconds,
        Type finding
    )
    {
        billing.Stands = new PromisedPayment.Denied(why);
        time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.IsType(finding, await Desk().Look(Intent, Stop));
    }

    /// <summary>Beside it the agreed one could be had: it was taken before, and elsewhere.</summary>
    [Theory]
    [InlineData(299.99, 0, typeof(PromiseFinding.Unknown))]
    [InlineData(299.99, 120, typeof(PromiseFinding.NotTaken))]
    [InlineData(300d, 0, typeof(PromiseFinding.Taken))]
    [InlineData(310d, 0, typeof(PromiseFinding.Taken))]
    [InlineData(null, 0, typeof(PromiseFinding.Taken))]
    public async Task A_running_credit_that_is_smaller_than_the_agreed_one_is_not_taken_for_ours(
        double? running,
        int seconds,
        Type finding
    )
    {
        billing.Stands = new PromisedPayment.Running((decimal?)running, new DateOnly(2026, 12, 3));
        time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.IsType(finding, await Desk().Look(Intent, Stop));
    }

    [Theory]
    [InlineData(23, typeof(PromiseFinding.Unknown))]
    [InlineData(24, typeof(PromiseFinding.NeverKnown))]
    public async Task A_billing_that_is_away_is_waited_for_a_day(int hours, Type finding)
    {
        billing.Away = true;
        time.Advance(TimeSpan.FromHours(hours));

        Assert.IsType(finding, await Desk().Look(Intent, Stop));
    }

    [Fact]
    public void It_is_looked_for_soon_and_then_less_and_less()
    {
        TimeSpan Pause(TimeSpan since) => PromiseDesk.NextLook(asked, Noon + since) - (Noon + since);

        Assert.Equal(TimeSpan.FromSeconds(30), Pause(TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromMinutes(5), Pause(TimeSpan.FromMinutes(10)));
        Assert.Equal(TimeSpan.FromHours(1), Pause(TimeSpan.FromHours(20)));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(AuditKind.PromiseTaken, false)]
    [InlineData(AuditKind.PromiseNotTaken, true)]
    internal async Task Of_two_that_asked_and_find_one_taken_the_first_tells_it_but_not_when_its_own_was_not(
        AuditKind? first,
        bool second
    )
    {
        audit.Add(new(Noon.AddSeconds(-1), AuditKind.PromiseAsked) { Chat = Bo, ChatHash = "b" });
        audit.Add(new(Noon, AuditKind.PromiseAsked) { Chat = Anna, ChatHash = "a" });
        if (first is { } outcome)
        {
            audit.Add(new(Noon.AddSeconds(1), outcome) { Chat = Bo, ChatHash = "b" });
        }

        Assert.Equal(second, await Desk().IsFirst(Anna, Intent));
        Assert.True(await Desk().IsFirst(Bo, Intent with { Asked = asked with { At = Noon.AddSeconds(-1) } }));
    }

    [Fact]
    public async Task Of_two_that_asked_in_the_same_moment_one_is_the_first()
    {
        audit.Add(new(Noon, AuditKind.PromiseAsked) { Chat = Bo, ChatHash = "b" });
        audit.Add(new(Noon, AuditKind.PromiseAsked) { Chat = Anna, ChatHash = "a" });

        Assert.True(await Desk().IsFirst(Anna, Intent));
        Assert.False(await Desk().IsFirst(Bo, Intent));
    }

    private PromiseDesk Desk(params Subscriber[] linked) =>
        new(
            billing,
            _ => Task.FromResult<IReadOnlyList<Subscriber>>(linked),
            (_, _, _) => Task.FromResult<IReadOnlyList<AuditEntry>>(audit),
            time
        );

    private static Subscriber Linked(ChatId chat, AskedPromise? asked) =>
        new Subscriber(chat).With(new Link("k", "700 123", LinkWay.ContractAndDocument, Noon) { Promise = asked });
}
