using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>What every engine does with one-time links.</summary>
public abstract class InvitationContract : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Invitation Made = new("hash-a", "K\0 1", "700 123", Noon.AddMinutes(15));
    private readonly IEngine engine;

    private protected InvitationContract(IEngine engine) => this.engine = engine;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_invitation_is_found_by_its_hash_alone_and_after_a_kill()
    {
        await engine.Invitations.Add(Made);
        engine.ReopenAfterKill();

        Assert.Equal(Made, await engine.Invitations.Find("hash-a"));
        Assert.Null(await engine.Invitations.Find("HASH-A"));
        Assert.Null(await engine.Invitations.Find(""));
    }

    [Fact]
    public async Task The_commit_that_links_uses_it_up()
    {
        await engine.Invitations.Add(Made);
        await engine.Invitations.Add(Made with { TokenHash = "hash-b" });

        Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(await Redeeming(1001, update: 7)));
        engine.ReopenAfterKill();

        Assert.Null(await engine.Invitations.Find("hash-a"));
        Assert.NotNull(await engine.Invitations.Find("hash-b"));
        Assert.Single((await engine.Turns.Load(new ChatId(1001))).Subscriber.Links);
    }

    [Fact]
    public async Task Of_many_chats_that_race_for_one_token_exactly_one_is_linked()
    {
        await engine.Invitations.Add(Made);
        TurnChanges[] racers = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(n => Redeeming(1000 + n, update: 100 + n))
        );

        CommitOutcome[] outcomes = await Task.WhenAll(
            racers.Select(racer => Task.Run(() => engine.Turns.Commit(racer)))
        );

        Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
        Assert.Equal(19, outcomes.OfType<CommitOutcome.Conflict>().Count());
        int linked = 0;
        foreach (TurnChanges racer in racers)
        {
            linked += (await engine.Turns.Load(racer.Subscriber!.Chat)).Subscriber.Links.Count;
        }

        Assert.Equal(1, linked);
    }

    [Fact]
    public async Task A_turn_that_comes_too_late_writes_nothing_and_its_update_stays_open()
    {
        await engine.Invitations.Add(Made);
        await engine.Turns.Commit(await Redeeming(1001, update: 7));

        Assert.IsType<CommitOutcome.Conflict>(await engine.Turns.Commit(await Redeeming(1002, update: 8)));

        Assert.Empty((await engine.Turns.Load(new ChatId(1002))).Subscriber.Links);
        Assert.Equal(1, await engine.Outbox.Waiting());
        Assert.DoesNotContain(8, await engine.Inbox.Known(DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task A_turn_that_is_refused_for_another_reason_does_not_use_it_up()
    {
        await engine.Invitations.Add(Made);
        TurnChanges stale = await Redeeming(1001, update: 7);
        await engine.Turns.Commit(new TurnChanges(6, Noon) { Subscriber = stale.Subscriber! with { Links = [] } });

        Assert.IsType<CommitOutcome.Conflict>(await engine.Turns.Commit(stale));
        Assert.NotNull(await engine.Invitations.Find("hash-a"));
    }

    [Fact]
    public async Task The_turn_of_an_update_that_is_done_is_told_so_and_not_that_the_token_is_used()
    {
        await engine.Invitations.Add(Made);
        TurnChanges turn = await Redeeming(1001, update: 7);
        await engine.Turns.Commit(turn);

        Assert.IsType<CommitOutcome.AlreadyDone>(await engine.Turns.Commit(turn));
    }

    [Fact]
    public async Task Those_whose_time_is_over_are_forgotten_and_no_others()
    {
        await engine.Invitations.Add(Made);
        await engine.Invitations.Add(Made with { TokenHash = "hash-b", ExpiresAt = Noon.AddMinutes(16) });

        Assert.Equal(0, await engine.Invitations.ForgetInvitations(Noon.AddMinutes(15).AddTicks(-1)));
        Assert.Equal(1, await engine.Invitations.ForgetInvitations(Noon.AddMinutes(15)));
        Assert.Null(await engine.Invitations.Find("hash-a"));
        Assert.NotNull(await engine.Invitations.Find("hash-b"));
    }

    private async Task<TurnChanges> Redeeming(long chat, long update)
    {
        (_, Subscriber subscriber) = await engine.Turns.Load(new ChatId(chat));
        return new TurnChanges(update, Noon)
        {
            Subscriber = subscriber.With(new Link(Made.ContractKey, Made.ContractNumber, LinkWay.Token, Noon)),
            Outgoing = [new Outgoing(Guid.CreateVersion7(), subscriber.Chat, OutgoingClass.Answer, new Body.Text("x"))],
            Redeemed = Made.TokenHash,
            Owner = "one",
            ClaimedUntil = Noon.AddMinutes(10),
        };
    }
}
