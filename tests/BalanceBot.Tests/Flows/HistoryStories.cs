using BalanceBot.Billing;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>What was paid and charged is told month by month, in one message that changes, and as a picture.</summary>
public sealed class HistoryStories
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(Noon);
    private readonly GivingBilling billing = new();

    public HistoryStories()
    {
        billing.Paid.Add(new Movement(Noon.AddDays(-2), 500m, "card <b>\u202Eterminal</b>"));
        billing.Charged.Add(new Movement(Noon.AddDays(-20), 150m, null));
        billing.Charged.Add(new Movement(Noon.AddDays(-50), 99m, "October"));
    }

    [Fact]
    public async Task A_month_is_summed_up_and_the_months_before_come_in_the_same_message()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);

        ChatMessage november = await scene.Ask(anna, "/history");

        Assert.Contains(
            "Paid 500.00\u00A0kr, charged 150.00\u00A0kr: the balance rose by 350.00\u00A0kr.",
            november.Text
        );
        Assert.Contains("Sunday 22 November: paid 500.00\u00A0kr – card <b>terminal</b>", november.Text);
        Assert.Contains("Wednesday 4 November: charged 150.00\u00A0kr", november.Text);
        Assert.Contains("October 2026", await Turned(scene, anna, november.Id, "◂ October 2026", "99.00"));
        Assert.Contains("no entries", await Turned(scene, anna, november.Id, "◂ September 2026", "September"));
        Assert.Contains("October 2026", await Turned(scene, anna, november.Id, "October 2026 ▸", "October"));
        Assert.Equal(november.Id, scene.World.BotMessages(anna)[^1].Id);
    }

    [Fact]
    public async Task Many_entries_of_a_month_are_paged()
    {
        billing.Paid.AddRange(Enumerable.Range(1, 20).Select(n => new Movement(Noon.AddHours(-n), n, null)));
        await using Scene scene = await Begin();
        long anna = await Linked(scene);

        ChatMessage first = await scene.Ask(anna, "/history");

        Assert.Contains("Page 1 of 3", first.Text);
        Assert.Contains("Page 2 of 3", await Turned(scene, anna, first.Id, "Earlier ones", "Page 2"));
        Assert.Contains("Page 1 of 3", await Turned(scene, anna, first.Id, "Later ones", "Page 1"));
    }

    [Fact]
    public async Task The_picture_comes_with_all_that_it_shows_in_words()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/history");

        ChatMessage picture = await scene.Press(anna, "Picture of 90 days");

        Assert.InRange(picture.Picture!.Length, 5_000, 200_000);
        Assert.Contains("Now: 149.99\u00A0kr", picture.Text);
        Assert.Contains("it no longer suffices on Tuesday 1 December", picture.Text);
        ChatMessage page = await scene.Press(anna, "Payments and charges");
        Assert.NotEqual(picture.Id, page.Id);
        Assert.Contains("Paid 500", page.Text);
    }

    [Fact]
    public async Task What_was_paid_today_counts_whatever_the_hour_that_the_billing_tells()
    {
        billing.Paid.Add(new Movement(Noon.AddHours(9), 100m, null));
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/history");

        ChatMessage picture = await scene.Press(anna, "Picture of 90 days");

        Assert.Contains("Lowest: 450.01\u00A0kr owed, on ", picture.Text);
    }

    [Fact]
    public async Task Where_Telegram_takes_no_picture_its_words_come_alone()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/history");
        scene.World.RefusePhotos = true;

        ChatMessage words = await scene.Press(anna, "Picture of 90 days");

        Assert.Null(words.Picture);
        Assert.Contains("Highest: 149.99\u00A0kr, on Sunday 22 November", words.Text);
        Assert.Contains("Lowest: 350.01\u00A0kr owed, on ", words.Text);
    }

    [Fact]
    public async Task Of_several_contracts_one_is_chosen()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Link(anna, "700 124", "4511 654321");

        ChatMessage choice = await scene.Ask(anna, "/history");

        Assert.Contains("Of which contract", choice.Text);
        Assert.Contains("Contract 700 124", await Turned(scene, anna, choice.Id, "700 124", "Paid"));
    }

    [Fact]
    public async Task A_billing_that_tells_only_payments_or_nothing_or_is_away_is_said_politely()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        billing.Able = BillingAbilities.Payments;
        ChatMessage half = await scene.Ask(anna, "/history");
        Assert.Contains("What was charged, your provider’s system does not tell me.", half.Text);
        Assert.DoesNotContain(half.Buttons.SelectMany(row => row), button => button.Text == "Picture of 90 days");

        billing.Able = BillingAbilities.None;
        Assert.Contains("does not tell me what was paid", (await scene.Ask(anna, "/history")).Text);
        Assert.DoesNotContain("/history", (await scene.Ask(anna, "/help")).Text);

        billing.Able = BillingAbilities.Payments | BillingAbilities.Charges;
        billing.Away = true;
        ChatMessage away = await scene.Ask(anna, "/history");
        Assert.Contains("not answering", away.Text);
        billing.Away = false;
        Assert.Contains("Paid 500", await Turned(scene, anna, away.Id, "Try again", "Paid"));
    }

    [Fact]
    public async Task A_former_link_and_one_that_must_be_proved_again_show_nothing()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        ChatMessage other = await scene.Ask(anna, "/history");
        ChatMessage page = await scene.Ask(anna, "/history");
        await scene.StopBot();
        await File.WriteAllTextAsync(
            Path.Combine(scene.Folder, "billing.csv"),
            Scene.Contracts.Replace("Anna Oppdiktet", "Somebody Else", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        await scene.StartBot();

        string suspended = await Turned(scene, anna, page.Id, "◂ October 2026", "prove again");
        Assert.DoesNotContain("500", suspended);
        string data = other.Buttons.SelectMany(row => row).First(button => button.Text == "Picture of 90 days").Data!;
        Assert.Contains(
            "prove again",
            (await scene.Next(anna, () => scene.World.PersonPresses(anna, other.Id, data))).Text
        );
        await scene.Ask(anna, "/unlink");
        await scene.Press(anna, "Yes, unlink");
        Assert.Contains(
            "not linked",
            (await scene.Next(anna, () => scene.World.PersonPresses(anna, other.Id, data))).Text
        );
        Assert.Empty(scene.World.Calls("sendPhoto"));
    }

    [Fact]
    public async Task In_a_group_nothing_is_shown()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long group = scene.World.AddGroup("Neighbours");

        ChatMessage told = await scene.Next(group, () => scene.World.PersonSays(group, "/history", from: anna));

        Assert.Contains("only in a private chat", told.Text);
    }

    private Task<Scene> Begin() =>
        Scene.Begin(time, replace: services => services.AddSingleton<IBilling>(sp => billing.Around(sp)));

    private static async Task<long> Linked(Scene scene)
    {
        long anna = scene.Person();
        await scene.Link(anna);
        return anna;
    }

    /// <summary>Presses below a page and waits until it has changed in its place.</summary>
    private async Task<string> Turned(Scene scene, long chat, int page, string label, string until)
    {
        string data = scene
            .World.BotMessages(chat)
            .Single(message => message.Id == page)
            .Buttons.SelectMany(row => row)
            .First(button => button.Text == label)
            .Data!;
        string before = Text(scene, chat, page);
        scene.World.PersonPresses(chat, page, data);
        Task turned = scene.When(w => Text(scene, chat, page) != before && Text(scene, chat, page).Contains(until));
        while (!turned.IsCompleted)
        {
            await Task.WhenAny(turned, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            time.Advance(turned.IsCompleted ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200));
        }

        await turned;
        return Text(scene, chat, page);
    }

    private static string Text(Scene scene, long chat, int page) =>
        scene.World.BotMessages(chat).Single(message => message.Id == page).Text;
}
