using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>An answer that is lost, or a bot that dies: nothing is taken twice, and everybody is told in the end.</summary>
public sealed partial class PromiseStories
{
    [Fact]
    public async Task The_bot_dies_after_the_billing_took_it_and_before_it_is_written_and_it_is_not_taken_twice()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        billing.Way = Taking.NeverSaid;
        await scene.Ask(anna, "/promise");
        ChatMessage[] before = [.. scene.World.BotMessages(anna)];
        (int message, string yes) = Yes(before[^1]);
        scene.World.PersonPresses(anna, message, yes);
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await scene.StopBot();
        Assert.Equal(before.Length, scene.World.BotMessages(anna).Count);

        ChatMessage told = await scene.Next(anna, () => { }, scene.StartBot);

        Assert.Contains("Done: you have a promised payment of 300.00\u00A0kr", told.Text);
        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
        Assert.Equal(Taken, await Audit(scene, anna));
        Assert.Null(await Open(scene, anna));
    }

    [Fact]
    public async Task The_bot_dies_before_the_billing_took_it_and_the_person_is_told_that_nothing_was_taken()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await SayYes(scene, anna, Taking.NeverTaken);
        await scene.StopBot();

        ChatMessage first = await scene.Next(anna, () => { }, scene.StartBot);
        await AdvanceUntil(scene, w => Said(w, anna, "was not taken, and it costs nothing") == 1);

        Assert.Contains("do not know yet", first.Text);
        Assert.Equal((1, 0), (billing.Asks, billing.Takes));
        billing.Way = Taking.Said;
        await scene.Press(anna, "Ask for it again");
        Assert.Contains("Done", (await scene.Press(anna, "Yes, take it")).Text);
        Assert.Equal((2, 1), (billing.Asks, billing.Takes));
    }

    [Fact]
    public async Task No_answer_in_time_but_it_was_taken_and_the_person_is_told_so()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        billing.Way = Taking.NeverSaid;
        await scene.Ask(anna, "/promise");

        Assert.Contains("Done: you have", (await scene.Press(anna, "Yes, take it")).Text);
        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
    }

    [Fact]
    public async Task While_nobody_knows_nothing_is_asked_twice_and_later_the_person_is_told_that_it_was_taken()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        (int message, string yes) = await SayYes(scene, anna, Taking.NeverSaid);
        billing.Away = true;
        await AdvanceUntil(scene, w => Said(w, anna, "I will not ask a second time") == 1);

        // Whatever is tried meanwhile: the same button, the command, another dialogue, a restart.
        Assert.Contains("do not know yet", (await scene.Ask(anna, "/promise")).Text);
        scene.World.PersonPresses(anna, message, yes);
        await AdvanceUntil(scene, w => Said(w, anna, "I will not ask a second time") == 3);
        await scene.Ask(anna, "/link");
        await scene.Ask(anna, "/cancel");
        await scene.StopBot();
        await scene.StartBot();
        billing.Away = false;
        await AdvanceUntil(scene, w => Said(w, anna, "Done: you have a promised payment of 300.00\u00A0kr") == 1);

        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
        Assert.Equal(Taken, await Audit(scene, anna));
    }

    [Fact]
    public async Task While_the_billing_is_away_it_is_looked_for_a_day_and_then_the_person_is_told_to_ask()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await SayYes(scene, anna, Taking.NeverTaken);
        billing.Away = true;
        await AdvanceUntil(scene, w => Said(w, anna, "do not know yet") == 1);

        await AdvanceUntil(scene, w => Said(w, anna, "ask your provider before") == 1, TimeSpan.FromMinutes(20));

        Assert.Equal(1, billing.Asks);
        Assert.Equal(AuditKind.PromiseUnknown, (await Audit(scene, anna))[^1]);
    }
}
