using BalanceBot.Conversations;
using BalanceBot.Hosting;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Flows;

/// <summary>An answer that is lost, a billing that is away, a bot that dies.</summary>
public sealed partial class SignInStories
{
    [Fact]
    public async Task The_bot_dies_after_the_billing_took_it_and_the_password_that_comes_again_takes_nothing()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await SignToTake(scene, anna, Taking.NeverSaid);
        await scene.StopBot();
        int signIns = billing.SignIns;

        ChatMessage told = await scene.Next(anna, () => { }, scene.StartBot);
        await scene.Settled();

        Assert.Contains("Done: you have a promised payment of 300.00\u00A0kr", told.Text);
        Assert.Equal((1, 1, signIns), (billing.Asks, billing.Takes, billing.SignIns));
        Assert.Null((await SessionOf(scene, anna)).Draft);
        Assert.Equal(0, Said(scene.World, anna, "did not understand"));
        Assert.DoesNotContain(scene.World.History(anna), message => message.Text == Right);
    }

    [Fact]
    public async Task The_bot_dies_before_the_billing_took_it_and_nobody_asks_it_without_the_password()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await SignToTake(scene, anna, Taking.NeverTaken);
        await scene.StopBot();

        ChatMessage first = await scene.Next(anna, () => { }, scene.StartBot);
        await AdvanceUntil(scene, w => Said(w, anna, "was not taken, and it costs nothing") == 1);

        Assert.Contains("do not know yet", first.Text);
        Assert.Equal((1, 0), (billing.Asks, billing.Takes));
        Assert.Equal(State.Idle, (await SessionOf(scene, anna)).State);
    }

    [Fact]
    public async Task While_nobody_knows_no_password_is_asked_for_and_later_it_is_told_that_it_was_taken()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await SignToTake(scene, anna, Taking.NeverSaid);
        billing.Away = true;
        await AdvanceUntil(scene, w => Said(w, anna, "I will not ask a second time") == 1);

        Assert.Contains("do not know yet", (await scene.Ask(anna, "/promise")).Text);
        billing.Away = false;
        await AdvanceUntil(scene, w => Said(w, anna, "Done: you have a promised payment of 300.00\u00A0kr") == 1);

        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
    }

    [Fact]
    public async Task A_billing_that_is_away_costs_no_attempt_and_a_contract_that_was_unlinked_meanwhile_is_not_asked_for()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        billing.Gone = true;
        Assert.Contains("not answering", (await Send(scene, anna, Right)).Text);
        Assert.Equal(0, billing.SignIns);
        billing.Gone = false;

        await scene.Ask(anna, "/promise");
        OpenStore store = scene.Bot.Part<OpenStore>();
        Loaded loaded = await store.Turns.Load(new ChatId(anna));
        await store.Turns.Commit(
            new TurnChanges(null, time.GetUtcNow())
            {
                Subscriber = loaded.Subscriber.Without(loaded.Subscriber.Links[0].ContractKey),
                Owner = "test",
                ClaimedUntil = time.GetUtcNow(),
            }
        );
        Assert.Contains("not linked", (await Send(scene, anna, Right)).Text);
        Assert.Equal(0, billing.SignIns);
    }
}
