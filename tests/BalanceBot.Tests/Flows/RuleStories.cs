using BalanceBot.Hosting;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>The rules of linking and talking, each as a story through the real host in virtual time.</summary>
public sealed class RuleStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Wrong_document_no_such_contract_two_rows_and_a_lock_get_the_same_answer_byte_for_byte()
    {
        await using Scene scene = await Scene.Begin(time);
        long[] people = [.. Enumerable.Range(1, 4).Select(n => scene.Person($"P{n}"))];

        string wrong = (await scene.Link(people[0], "700 123", "9999 000000")).Text;
        string none = (await scene.Link(people[1], "999 999", "9999 000000")).Text;
        string twice = (await scene.Link(people[2], "555 001", "4512 111111")).Text;
        for (int guess = 1; guess <= 4; guess++)
        {
            await scene.Link(people[3], "700 124", $"000{guess} 000000");
        }

        string fifth = (await scene.Link(people[3], "700 124", "0005 000000")).Text;
        string lockedButRight = (await scene.Link(people[3], "700 124", "4511 654321")).Text;

        Assert.All([none, twice, fifth, lockedButRight], answer => Assert.Equal(wrong, answer));
    }

    [Fact]
    public async Task A_lock_is_kept_over_a_restart_ends_in_time_and_holds_for_the_contract_from_any_chat()
    {
        await using Scene scene = await Scene.Begin(time);
        long guesser = scene.Person("Guesser");
        long owner = scene.Person("Owner");
        for (int guess = 1; guess <= 5; guess++)
        {
            await scene.Link(guesser, "700 123", $"000{guess} 000000");
        }

        await scene.StopBot();
        await scene.StartBot();
        Assert.Contains("could not confirm", (await scene.Link(owner)).Text);
        time.Advance(TimeSpan.FromMinutes(16));

        Assert.Contains("is linked", (await scene.Link(owner)).Text);
    }

    [Fact]
    public async Task A_dialogue_ends_by_itself_after_ten_minutes_and_says_so()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Contract number and document");
        await scene.Ask(anna, "700 123");

        ChatMessage said = await scene.Next(anna, () => time.Advance(TimeSpan.FromMinutes(11)));

        Assert.Contains("stopped asking", said.Text);
        Assert.Contains("did not understand", (await scene.Ask(anna, "4510 123456")).Text);
    }

    [Fact]
    public async Task A_secret_that_telegram_will_not_delete_is_asked_to_be_deleted_by_hand()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Contract number and document");
        await scene.Ask(anna, "700 123");
        time.Advance(TimeSpan.FromSeconds(30));
        scene.World.RefuseDeletes = true;

        ChatMessage answer = await scene.Ask(anna, "4510 123456");

        Assert.Contains("delete it yourself", answer.Text);
        await scene.When(w => w.BotMessages(anna)[^1].Text.Contains("is linked"));
    }

    [Theory]
    [InlineData("photo")]
    [InlineData("sticker")]
    [InlineData("voice")]
    [InlineData("document")]
    [InlineData("location")]
    public async Task What_is_not_text_gets_a_polite_answer_and_goes_from_the_chat_while_a_secret_is_awaited(
        string kind
    )
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        Assert.Contains("only text", (await scene.Next(anna, () => scene.World.PersonSendsKind(anna, kind))).Text);
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Contract number and document");
        await scene.Ask(anna, "700 123");

        int sent = 0;
        ChatMessage answer = await scene.Next(anna, () => sent = scene.World.PersonSendsKind(anna, kind));

        Assert.Contains("only text", answer.Text);
        Assert.DoesNotContain(scene.World.History(anna), message => message.Id == sent);
    }

    [Fact]
    public async Task A_forwarded_document_and_a_shared_contact_prove_nothing()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Contract number and document");
        await scene.Ask(anna, "700 123");

        Assert.Contains(
            "forwarded",
            (await scene.Next(anna, () => scene.World.PersonSays(anna, "4510 123456", forwarded: true))).Text
        );
        Assert.Contains(
            "does not prove",
            (await scene.Next(anna, () => scene.World.PersonSendsContact(anna, "+47 000 00 001", anna))).Text
        );
        Assert.Contains("is linked", (await scene.Ask(anna, "4510 123456")).Text);
    }

    [Fact]
    public async Task In_a_group_nothing_is_checked_no_balance_is_shown_and_credentials_are_deleted()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        long group = scene.World.AddGroup("Neighbours", botIsAdmin: true);

        ChatMessage balance = await scene.Next(group, () => scene.World.PersonSays(group, "/balance", from: anna));
        int sent = 0;
        ChatMessage link = await scene.Next(
            group,
            () => sent = scene.World.PersonSays(group, "/link 700123 4510123456", from: anna)
        );

        Assert.Contains("only in a private chat", balance.Text);
        Assert.Contains("check nothing in a group", link.Text);
        Assert.Contains(
            link.Buttons.SelectMany(row => row),
            button => button.Url == $"https://t.me/{TelegramWorld.BotUserName}"
        );
        Assert.DoesNotContain(scene.World.History(group), message => message.Id == sent);
    }

    [Fact]
    public async Task An_old_yes_button_unlinks_nothing()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.Ask(anna, "/unlink");
        await scene.Ask(anna, "/cancel");

        Assert.Contains("no longer valid", (await scene.Press(anna, "Yes, unlink")).Text);
        Assert.Contains("700 123", (await scene.Ask(anna, "/contracts")).Text);
    }

    [Fact]
    public async Task Who_blocks_the_bot_is_unreachable_until_the_next_start()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        scene.World.PersonBlocks(anna, blocked: true);
        await scene.Settled();
        Assert.False((await scene.Bot.Part<OpenStore>().Turns.Load(new ChatId(anna))).Subscriber.Reachable);

        scene.World.PersonBlocks(anna, blocked: false);

        Assert.Contains("149.99", (await scene.Ask(anna, "/start")).Text);
        Assert.True((await scene.Bot.Part<OpenStore>().Turns.Load(new ChatId(anna))).Subscriber.Reachable);
    }

    [Fact]
    public async Task While_Telegram_says_too_many_requests_nothing_is_sent_and_afterwards_every_answer_comes()
    {
        await using Scene scene = await Scene.Begin(time);
        long[] people = [.. Enumerable.Range(1, 10).Select(n => scene.Person($"P{n}"))];
        scene.World.Faults.Add(new Fault(FaultKind.TooMany, "sendMessage", Seconds: 30) { Times = 1 });
        scene.World.PersonSays(people[0], "/start");
        await scene.When(w => w.Calls("sendMessage").Count == 1);
        await scene.Settled();
        foreach (long person in people.Skip(1))
        {
            scene.World.PersonSays(person, "/start");
        }

        await scene.When(w => w.Unconfirmed == 0);
        Assert.Single(scene.World.Calls("sendMessage"));
        Task all = scene.When(w => people.All(person => w.BotMessages(person).Count == 1));
        time.Advance(TimeSpan.FromSeconds(31));

        await all;
    }

    [Fact]
    public async Task Marks_and_counts_that_nobody_can_need_any_more_are_forgotten_by_the_hour()
    {
        await using Scene scene = await Scene.Begin(time);
        await scene.Link(scene.Person(), "700 123", "9999 000000");
        OpenStore store = scene.Bot.Part<OpenStore>();
        Assert.NotEmpty(await store.Inbox.Known(time.GetUtcNow().AddDays(-1)));

        int hours = 0;
        while ((await store.Inbox.Known(DateTimeOffset.MinValue)).Count > 0)
        {
            Assert.InRange(++hours, 1, 10_000);
            time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }

        Assert.True(hours >= 48);
    }
}
