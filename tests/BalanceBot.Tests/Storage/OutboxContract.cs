using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>What must not go twice: marked before it goes, and told as unsure when nobody knows.</summary>
public abstract class OutboxContract : IDisposable
{
    private static readonly DateTimeOffset After = Noon.AddMinutes(10);
    private readonly IEngine engine;
    private readonly Watching people;

    private protected OutboxContract(IEngine engine)
    {
        this.engine = engine;
        people = new Watching(engine);
    }

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_row_whose_sender_died_after_it_began_is_never_handed_out_again_and_is_counted_once()
    {
        await people.Link(Anna, "K1", "K2", "K3");
        ClaimedOutgoing row = await Commit(Message(Anna) with { About = ["K1", "K3"] });
        Assert.True(await engine.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: true));
        engine.ReopenAfterKill();

        Assert.Empty(await engine.Outbox.ClaimOutgoing("two", 10, After, After.AddMinutes(10)));
        Assert.Equal(1, await engine.Outbox.SettleUnknown(After));
        Assert.Equal(0, await engine.Outbox.SettleUnknown(After));
        Assert.Equal(0, await engine.Outbox.Waiting());
        Assert.Equal(["K1", "K3"], await Unsure());
    }

    [Fact]
    public async Task While_its_lease_lasts_a_begun_row_is_its_holders()
    {
        ClaimedOutgoing row = await Commit(Message(Anna));
        await engine.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: true);

        Assert.Equal(0, await engine.Outbox.SettleUnknown(After.AddTicks(-1)));
        Assert.True(await engine.Outbox.Renew(row.Message.Id, row.ClaimId, After.AddMinutes(1)));
        Assert.Equal(0, await engine.Outbox.SettleUnknown(After));
        Assert.True(await engine.Outbox.Settle(row.Message.Id, row.ClaimId, new Settlement.Finished(), After));
        Assert.Equal(0, await engine.Outbox.Waiting());
    }

    [Fact]
    public async Task What_surely_did_not_arrive_is_taken_back_and_handed_out_again()
    {
        await people.Link(Anna, "K1");
        ClaimedOutgoing row = await Commit(Message(Anna) with { About = ["K1"] });
        await engine.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: true);
        Assert.True(await engine.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: false));
        engine.ReopenAfterKill();

        Assert.Equal(0, await engine.Outbox.SettleUnknown(After));
        Assert.Single(await engine.Outbox.ClaimOutgoing("two", 10, After, After.AddMinutes(10)));
        Assert.Empty(await Unsure());
    }

    [Fact]
    public async Task Only_who_holds_the_claim_may_begin()
    {
        ClaimedOutgoing row = await Commit(Message(Anna));
        Assert.Single(await engine.Outbox.ClaimOutgoing("two", 10, After, After.AddMinutes(10)));

        Assert.False(await engine.Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: true));
        Assert.False(await engine.Outbox.MarkBegun(Guid.NewGuid(), row.ClaimId, begun: true));
        Assert.Equal(0, await engine.Outbox.SettleUnknown(After.AddMinutes(10)));
    }

    [Fact]
    public async Task A_begun_row_holds_back_what_comes_after_it_in_its_chat_until_it_is_settled()
    {
        ClaimedOutgoing first = await Commit(Message(Anna, "first"));
        await Commit(Message(Anna, "second", OutgoingClass.Answer));
        await Commit(Message(Bo, "other"));
        await engine.Outbox.MarkBegun(first.Message.Id, first.ClaimId, begun: true);

        Assert.Equal(["other"], await Claimed(After));
        await engine.Outbox.SettleUnknown(After);
        Assert.Equal(["second"], await Claimed(After));
    }

    [Fact]
    public async Task What_did_not_arrive_marks_its_contracts_and_only_them_as_unsure()
    {
        await people.Link(Anna, "K1", "K2");
        await people.Link(Bo, "K1");
        Watch read = await people.Of(Anna, "K1");
        ClaimedOutgoing row = await Commit(Message(Anna) with { About = ["K1", "no longer linked"] });
        await engine.Outbox.Settle(row.Message.Id, row.ClaimId, new Settlement.Undelivered(), Noon);
        await engine.Scans.Commit([new WatchChange(read, read.Episode with { Count = 9 })], ScanRun.None);
        engine.ReopenAfterKill();

        Assert.Equal(["K1"], await Unsure());
        Assert.Equal(0, (await people.Of(Anna, "K1")).Episode.Count);
        Assert.False((await people.Of(Bo, "K1")).Episode.Unsure);
        Assert.Equal(0, await engine.Outbox.Waiting());
    }

    [Fact]
    public async Task A_chat_that_cannot_be_reached_is_unsure_of_all_that_waited_for_it_begun_or_not()
    {
        await people.Link(Anna, "K1", "K2", "K3");
        ClaimedOutgoing first = await Commit(Message(Anna) with { About = ["K1"] });
        ClaimedOutgoing second = await Commit(Message(Anna) with { About = ["K2"] });
        await Commit(Message(Bo) with { About = ["K3"] });
        await engine.Outbox.MarkBegun(second.Message.Id, second.ClaimId, begun: true);
        await engine.Outbox.Settle(first.Message.Id, first.ClaimId, new Settlement.ChatUnreachable(), Noon);
        engine.ReopenAfterKill();

        Assert.Equal(["K1", "K2"], await Unsure());
        Assert.Equal(1, await engine.Outbox.Waiting());
        Assert.All(await people.All(), watch => Assert.False(watch.Reachable));
    }

    [Fact]
    public async Task What_arrived_was_refused_or_is_put_off_leaves_nobody_unsure()
    {
        await people.Link(Anna, "K1");
        foreach (Settlement over in new Settlement[] { new Settlement.Finished(), new Settlement.Later(After, 0) })
        {
            ClaimedOutgoing row = await Commit(Message(Anna) with { About = ["K1"] });
            await engine.Outbox.Settle(row.Message.Id, row.ClaimId, over, Noon);
        }

        Assert.Empty(await Unsure());
    }

    [Fact]
    public async Task A_message_knows_its_contracts_after_a_kill()
    {
        await Commit(Message(Anna) with { About = ["sub1", "SUB1", "1 0", "\uD83D\uDE00"] });
        await Commit(Message(Bo));
        engine.ReopenAfterKill();

        IReadOnlyList<ClaimedOutgoing> rows = await engine.Outbox.ClaimOutgoing("two", 10, After, After.AddHours(1));
        Assert.Equal(["sub1", "SUB1", "1 0", "\uD83D\uDE00"], rows[0].Message.About);
        Assert.Empty(rows[1].Message.About);
    }

    [Fact]
    public async Task A_pause_is_there_after_a_kill_and_a_later_one_is_never_cut_short()
    {
        Assert.Null(await engine.Outbox.PausedUntil());
        await engine.Outbox.Pause(Noon.AddSeconds(30));
        await engine.Outbox.Pause(Noon.AddSeconds(5));
        engine.ReopenAfterKill();
        Assert.Equal(Noon.AddSeconds(30), await engine.Outbox.PausedUntil());

        await engine.Outbox.Pause(Noon.AddHours(3));
        Assert.Equal(Noon.AddHours(3), await engine.Outbox.PausedUntil());
    }

    private async Task<IEnumerable<string>> Unsure() =>
        (await people.All()).Where(watch => watch.Episode.Unsure).Select(watch => watch.ContractKey);

    private async Task<IEnumerable<string>> Claimed(DateTimeOffset now) =>
        (await engine.Outbox.ClaimOutgoing("two", 10, now, now.AddMinutes(10))).Select(row =>
            ((Body.Text)row.Message.Body).Html
        );

    private async Task<ClaimedOutgoing> Commit(Outgoing message)
    {
        TurnChanges changes = new(null, Noon)
        {
            Outgoing = [message],
            Owner = "one",
            ClaimedUntil = After,
        };
        return Assert.Single(Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(changes)).Outgoing);
    }
}
