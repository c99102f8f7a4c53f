using BalanceBot.Billing;
using BalanceBot.Hosting;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>A promised payment is told, agreed to, taken once, and never twice, whatever happens on the way.</summary>
public sealed partial class PromiseStories
{
    private static readonly AuditKind[] Taken = [AuditKind.Linked, AuditKind.PromiseAsked, AuditKind.PromiseTaken];

    private const string Another = "Another chat that is linked to this contract has taken";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly GivingBilling billing = new();

    [Fact]
    public async Task The_terms_come_first_and_yes_takes_it()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);

        ChatMessage terms = await scene.Ask(anna, "/promise");

        Assert.Contains("300.00\u00A0kr until Thursday 3 December. It costs 10.00\u00A0kr.", terms.Text);
        Assert.Equal(0, billing.Asks);
        Assert.Contains(
            "Done: you have a promised payment of 300.00\u00A0kr",
            (await scene.Press(anna, "Yes, take it")).Text
        );
        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
        Assert.Equal(Taken, await Audit(scene, anna));
        Assert.Null(await Open(scene, anna));
    }

    [Fact]
    public async Task No_takes_nothing_and_so_do_cancel_and_time()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);

        await scene.Ask(anna, "/promise");
        Assert.Contains("No promised payment", (await scene.Press(anna, "No, leave it")).Text);
        await scene.Ask(anna, "/promise");
        await scene.Ask(anna, "/cancel");
        await scene.Ask(anna, "/promise");
        ChatMessage late = await scene.Next(anna, () => time.Advance(TimeSpan.FromMinutes(11)));

        Assert.Contains("No promised payment", late.Text);
        Assert.Equal(0, billing.Asks);
    }

    [Theory]
    [InlineData(PromiseDenial.Unsaid, "does not say why")]
    [InlineData(PromiseDenial.Frozen, "is frozen")]
    [InlineData(PromiseDenial.EnoughMoney, "enough money")]
    [InlineData(PromiseDenial.TooMuchDebt, "owe too much")]
    [InlineData(PromiseDenial.TariffWithout, "With your tariff")]
    [InlineData(PromiseDenial.TakenThisMonth, "this month already")]
    [InlineData(PromiseDenial.PreviousUnpaid, "not paid back yet")]
    internal async Task Each_refusal_is_told_in_words_before_and_after_the_yes(PromiseDenial why, string told)
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        PromisedPayment offered = billing.Stands;

        billing.Stands = new PromisedPayment.Denied(why);
        Assert.Contains(told, (await scene.Ask(anna, "/promise")).Text);

        billing.Stands = offered;
        await scene.Ask(anna, "/promise");
        billing.Stands = new PromisedPayment.Denied(why);
        Assert.Contains(told, (await scene.Press(anna, "Yes, take it")).Text);
        Assert.Equal(0, billing.Takes);
    }

    [Fact]
    public async Task A_double_tap_is_one_request()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        (int message, string yes) = Yes(await scene.Ask(anna, "/promise"));

        scene.World.PersonPresses(anna, message, yes);
        scene.World.PersonPresses(anna, message, yes);
        scene.World.PersonPresses(anna, message, yes);
        await AdvanceUntil(scene, w => Said(w, anna, "Nothing new was taken") == 2);

        Assert.Equal(1, Said(scene.World, anna, "Done: you have"));
        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
        Assert.Equal(Taken, await Audit(scene, anna));
    }

    [Fact]
    public async Task A_yes_to_terms_that_have_changed_takes_nothing_and_shows_the_new_ones()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        billing.Stands = new PromisedPayment.Offered(300m, 25m, new DateOnly(2026, 12, 3));

        ChatMessage again = await scene.Press(anna, "Yes, take it");

        Assert.Contains("look at the terms as they are now", again.Text);
        Assert.Contains("It costs 25.00\u00A0kr.", again.Text);
        Assert.Equal(0, billing.Asks);
        Assert.Contains("Done", (await scene.Press(anna, "Yes, take it")).Text);
    }

    [Fact]
    public async Task An_old_yes_takes_nothing_although_the_terms_are_the_same_again()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        (int message, string yes) = Yes(await scene.Ask(anna, "/promise"));
        await scene.Press(anna, "No, leave it");
        time.Advance(TimeSpan.FromDays(1));

        ChatMessage again = await scene.Next(anna, () => scene.World.PersonPresses(anna, message, yes));

        Assert.Contains("look at the terms as they are now", again.Text);
        Assert.Equal(0, billing.Asks);
    }

    [Fact]
    public async Task A_yes_of_a_contract_that_is_not_linked_any_more_or_must_be_proved_again_takes_nothing()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        (int message, string yes) = Yes(await scene.Ask(anna, "/promise"));
        await Change(scene, "Bo Eksempel", "Somebody Else");

        ChatMessage suspended = await scene.Next(anna, () => scene.World.PersonPresses(anna, message, yes));
        Assert.Contains("prove again", suspended.Text);
        Assert.DoesNotContain("300", suspended.Text);
        await scene.Ask(anna, "/unlink");
        await scene.Press(anna, "Yes, unlink");
        ChatMessage gone = await scene.Next(anna, () => scene.World.PersonPresses(anna, message, yes));

        Assert.Contains("not linked", gone.Text);
        Assert.Equal(0, billing.Asks);
    }

    [Fact]
    public async Task Of_several_contracts_one_is_chosen()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Link(anna);

        ChatMessage choice = await scene.Ask(anna, "/promise");

        Assert.Contains("For which contract", choice.Text);
        Assert.Contains("700 123", (await scene.Press(anna, "700 123")).Text);
        Assert.Contains("Contract 700 123", (await scene.Press(anna, "Yes, take it")).Text);
        Assert.Equal(1, billing.Takes);
    }

    [Fact]
    public async Task A_low_balance_has_the_button_and_a_billing_without_promises_says_so()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/balance");
        Assert.Contains("300.00\u00A0kr", (await scene.Press(anna, "Promised payment")).Text);
        Assert.Contains("/promise", (await scene.Ask(anna, "/help")).Text);

        billing.Able = BillingAbilities.None;

        Assert.Contains("does not give promised payments", (await scene.Ask(anna, "/promise")).Text);
        Assert.DoesNotContain("/promise", (await scene.Ask(anna, "/help")).Text);
        Assert.DoesNotContain(
            (await scene.Ask(anna, "/balance")).Buttons.SelectMany(row => row),
            button => button.Text == "Promised payment"
        );
    }

    [Fact]
    public async Task A_billing_that_is_away_is_told_and_nothing_is_asked_in_a_group()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        billing.Away = true;
        long group = scene.World.AddGroup("Neighbours");

        Assert.Contains("not answering", (await scene.Ask(anna, "/promise")).Text);
        ChatMessage told = await scene.Next(group, () => scene.World.PersonSays(group, "/promise", from: anna));

        Assert.Contains("only in a private chat", told.Text);
        Assert.Equal(0, billing.Asks);
    }

    private Task<Scene> Begin() =>
        Scene.Begin(time, replace: services => services.AddSingleton<IBilling>(sp => billing.Around(sp)));

    /// <summary>To the contract that is blocked for debt.</summary>
    private static async Task<long> Linked(Scene scene, string name = "Anna")
    {
        long person = scene.Person(name);
        await scene.Link(person, "700 124", "4511 654321");
        return person;
    }

    /// <summary>A notice of a new chat may come before them.</summary>
    private async Task<ChatMessage> Terms(Scene scene, long chat)
    {
        scene.World.PersonSays(chat, "/promise");
        await AdvanceUntil(scene, w => Said(w, chat, "You can get") == 1);
        return scene.World.BotMessages(chat).Last(message => message.Text.Contains("You can get"));
    }

    /// <summary>Until the billing is asked, which then does <paramref name="way"/>. Gives the button that was pressed.</summary>
    private async Task<(int Message, string Data)> SayYes(Scene scene, long chat, Taking way)
    {
        billing.Way = way;
        (int message, string yes) = Yes(await scene.Ask(chat, "/promise"));
        scene.World.PersonPresses(chat, message, yes);
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return (message, yes);
    }

    private static (int Message, string Data) Yes(ChatMessage message) =>
        (message.Id, message.Buttons.SelectMany(row => row).First(button => button.Text == "Yes, take it").Data!);

    private static int Said(TelegramWorld world, long chat, string words) =>
        world.BotMessages(chat).Count(message => message.Text.Contains(words));

    private async Task AdvanceUntil(Scene scene, Func<TelegramWorld, bool> holds, TimeSpan? step = null)
    {
        Task came = scene.When(holds);
        while (!came.IsCompleted)
        {
            await Task.WhenAny(came, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            time.Advance(came.IsCompleted ? TimeSpan.Zero : step ?? TimeSpan.FromSeconds(1));
        }

        await came;
    }

    private static async Task Change(Scene scene, string before, string after)
    {
        await scene.StopBot();
        string file = Path.Combine(scene.Folder, "billing.csv");
        await File.WriteAllTextAsync(file, Scene.Contracts.Replace(before, after, StringComparison.Ordinal));
        await scene.StartBot();
    }

    private static async Task<AuditKind[]> Audit(Scene scene, long chat) =>
        [.. (await scene.Bot.Part<OpenStore>().Audit.AuditOf(new ChatId(chat), 100)).Select(entry => entry.Kind)];

    private static async Task<AskedPromise?> Open(Scene scene, long chat) =>
        (await scene.Bot.Part<OpenStore>().Turns.Load(new ChatId(chat))).Subscriber.Links[0].Promise;
}
