using BalanceBot.Conversations;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>Chats that are linked to one contract, and what one does to another.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public async Task Of_many_chats_that_take_the_last_place_at_a_contract_at_once_one_gets_it()
    {
        CommitOutcome[] outcomes = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(chat =>
                    engine.Turns.Commit(
                        new TurnChanges(null, Noon)
                        {
                            Subscriber = new Subscriber(new ChatId(chat)).With(
                                new Link("key", "700 123", LinkWay.ContractAndDocument, Noon)
                            ),
                            Place = new ContractPlace("key", 1),
                        }
                    )
                )
        );

        Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
        Assert.Equal(7, outcomes.OfType<CommitOutcome.Conflict>().Count());
        Assert.Single(await engine.Turns.LinkedTo("key"));
        Assert.Empty(await engine.Turns.LinkedTo("KEY"));
    }

    [Fact]
    public async Task One_chat_changes_another_in_its_commit_or_not_at_all()
    {
        Link link = new("key", "700 123", LinkWay.LoginAndPassword, Noon);
        await engine.Turns.Commit(new TurnChanges(1, Noon) { Subscriber = new Subscriber(Anna).With(link) });
        await engine.Turns.Commit(new TurnChanges(2, Noon) { Subscriber = new Subscriber(Bo).With(link) });
        Assert.Equal([Anna, Bo], (await engine.Turns.LinkedTo("key")).Select(one => one.Chat));
        Subscriber bo = (await engine.Turns.Load(Bo)).Subscriber;
        TurnChanges late = new(3, Noon) { Others = [bo.Without("key") with { RowVersion = bo.RowVersion - 1 }] };

        Assert.IsType<CommitOutcome.Conflict>(await engine.Turns.Commit(late));
        Assert.NotEmpty((await engine.Turns.Load(Bo)).Subscriber.Links);
        Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(late with { Others = [bo.Without("key")] }));

        Assert.Empty((await engine.Turns.Load(Bo)).Subscriber.Links);
        Assert.Equal([Anna], (await engine.Turns.LinkedTo("key")).Select(one => one.Chat));
    }

    [Fact]
    public async Task A_link_that_must_be_proved_again_stays_so_and_is_not_watched()
    {
        Link link = new("key", "700 123", LinkWay.Token, Noon)
        {
            IsSuspended = true,
            Choices = new LinkChoices { Standing = "k:h:open", Threshold = 5 },
        };
        await engine.Turns.Commit(new TurnChanges(1, Noon) { Subscriber = new Subscriber(Anna).With(link) });
        engine.Reopen();

        Assert.Equal(link, Assert.Single((await engine.Turns.Load(Anna)).Subscriber.Links));
        Watch watch = Assert.Single(await engine.Scans.Watches(null, null, 10));
        Assert.False(watch.Reachable);
        Assert.Equal(link.Choices, watch.Contract);
        Subscriber anna = (await engine.Turns.Load(Anna)).Subscriber;
        await engine.Turns.Commit(
            new TurnChanges(2, Noon) { Subscriber = anna.With(link with { IsSuspended = false }) }
        );
        Assert.True(Assert.Single(await engine.Scans.Watches(null, null, 10)).Reachable);
    }

    [Fact]
    public async Task Who_must_prove_the_contract_again_holds_no_place_and_keeps_nobody_out()
    {
        Link former = new("key", "700 123", LinkWay.LoginAndPassword, Noon) { IsSuspended = true };
        Link link = former with { IsSuspended = false };
        ContractPlace place = new("key", 1);
        await engine.Turns.Commit(new TurnChanges(1, Noon) { Subscriber = new Subscriber(Anna).With(former) });

        Assert.IsType<CommitOutcome.Committed>(
            await engine.Turns.Commit(
                new TurnChanges(2, Noon) { Subscriber = new Subscriber(Bo).With(link), Place = place }
            )
        );
        Subscriber anna = (await engine.Turns.Load(Anna)).Subscriber;
        Assert.IsType<CommitOutcome.Conflict>(
            await engine.Turns.Commit(new TurnChanges(3, Noon) { Subscriber = anna.With(link), Place = place })
        );
    }
}
