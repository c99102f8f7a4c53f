using BalanceBot.Billing;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>Several chats of one contract.</summary>
public sealed partial class PromiseStories
{
    [Fact]
    public async Task Two_chats_of_a_contract_do_not_take_it_both()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long bo = await Linked(scene, "Bo");
        billing.Way = Taking.NeverSaid;
        (int message, string yes) = Yes(await scene.Ask(bo, "/promise"));
        // A notice of the new chat comes to this one as well, before or after.
        scene.World.PersonSays(anna, "/promise");
        await AdvanceUntil(scene, w => Said(w, anna, "You can get") == 1);
        ChatMessage asked = scene
            .World.BotMessages(anna)
            .Last(message => message.Buttons.Any(row => row.Any(button => button.Text == "Yes, take it")));
        scene.World.PersonPresses(anna, asked.Id, Yes(asked).Data);
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        billing.Stands = new PromisedPayment.Offered(300m, 10m, new DateOnly(2026, 12, 3));

        ChatMessage other = await scene.Next(bo, () => scene.World.PersonPresses(bo, message, yes));

        Assert.Contains("has just been asked for already", other.Text);
        Assert.Equal(1, billing.Asks);
    }

    [Fact]
    public async Task The_other_chats_of_the_contract_are_told_once_that_one_of_them_has_taken_it()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long bo = await Linked(scene, "Bo");
        long stranger = scene.Person("Stranger");
        await scene.Link(stranger);
        await Terms(scene, anna);

        ChatMessage told = await scene.Next(bo, () => { }, () => scene.Press(anna, "Yes, take it"));
        await scene.Ask(anna, "/promise");

        Assert.Equal(
            "Contract 700 124\nAnother chat that is linked to this contract has taken a promised payment of 300.00\u00A0kr until Thursday 3 December.",
            told.Text
        );
        Assert.Contains("Show linked chats", told.Buttons.SelectMany(row => row).Select(button => button.Text));
        Assert.Equal((1, 0), (Said(scene.World, bo, Another), Said(scene.World, anna, Another)));
        Assert.Equal(0, Said(scene.World, stranger, Another));
    }

    [Fact]
    public async Task Who_must_prove_the_contract_again_is_not_told_and_what_was_not_taken_is_told_to_nobody()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long bo = await Linked(scene, "Bo");
        PromisedPayment offered = billing.Stands;
        (int message, string yes) = Yes(await Terms(scene, anna));
        billing.Stands = new PromisedPayment.Denied(PromiseDenial.TooMuchDebt);
        await scene.Next(anna, () => scene.World.PersonPresses(anna, message, yes));
        Assert.Equal(0, Said(scene.World, bo, Another));

        billing.Stands = offered;
        await Change(scene, "Bo Eksempel", "Somebody Else");
        await scene.Ask(bo, "/balance");
        await scene.Link(anna, "700 124", "4511 654321");
        await scene.Ask(anna, "/promise");
        Assert.Contains("Done", (await scene.Press(anna, "Yes, take it")).Text);
        await scene.Ask(bo, "/help");

        Assert.Equal(0, Said(scene.World, bo, Another));
    }

    [Fact]
    public async Task What_is_found_out_later_to_have_been_taken_is_told_to_the_others_then()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long bo = await Linked(scene, "Bo");
        billing.Way = Taking.NeverSaid;
        (int message, string yes) = Yes(await Terms(scene, anna));
        scene.World.PersonPresses(anna, message, yes);
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        billing.Away = true;
        await AdvanceUntil(scene, w => Said(w, anna, "I will not ask a second time") == 1);
        Assert.Equal(0, Said(scene.World, bo, Another));

        billing.Away = false;
        await AdvanceUntil(scene, w => Said(w, anna, "Done: you have") == 1 && Said(w, bo, Another) == 1);

        Assert.Equal(0, Said(scene.World, anna, Another));
    }

    [Theory]
    [InlineData("/unlink", "Yes, unlink")]
    [InlineData("/forget", "Yes, erase everything")]
    public async Task Who_unlinks_or_forgets_meanwhile_and_links_again_takes_none_until_nothing_can_be_on_its_way(
        string command,
        string yes
    )
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        billing.Way = Taking.NeverTaken;
        ChatMessage terms = await scene.Ask(anna, "/promise");
        scene.World.PersonPresses(anna, terms.Id, Yes(terms).Data);
        await AdvanceUntil(scene, w => Said(w, anna, "do not know yet") == 1);
        await scene.Ask(anna, command);
        await scene.Press(anna, yes);
        billing.Way = Taking.Said;
        await scene.Link(anna, "700 124", "4511 654321");

        await scene.Ask(anna, "/promise");
        Assert.Contains("has just been asked for already", (await scene.Press(anna, "Yes, take it")).Text);
        Assert.Equal(1, billing.Asks);
        time.Advance(TimeSpan.FromMinutes(2));
        await scene.Ask(anna, "/promise");
        Assert.Contains("Done", (await scene.Press(anna, "Yes, take it")).Text);
        Assert.Equal((2, 1), (billing.Asks, billing.Takes));
    }
}
