using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>Chats of one contract: each sees the others, hears of new ones, and can end any of them.</summary>
public sealed class DeviceStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_new_link_is_told_to_the_other_chats_who_can_end_it_there()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long thief = scene.Person("Thief");
        await scene.Link(anna);

        ChatMessage told = await scene.Next(anna, () => { }, () => scene.Link(thief));

        Assert.Contains(
            "Contract 700 123 has just been linked to another chat, by contract number and document",
            told.Text
        );
        Assert.DoesNotContain("Thief", told.Text);
        ChatMessage ended = await scene.Next(thief, () => Press(scene, anna, "Unlink that chat"));
        Assert.Contains("has been unlinked from this chat", ended.Text);
        Assert.Contains("No contract is linked", (await scene.Ask(thief, "/balance")).Text);
        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
    }

    [Fact]
    public async Task The_page_shows_every_chat_by_day_and_way_and_names_nobody()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long son = scene.Person("Son");
        Assert.Contains("No contract is linked", (await scene.Ask(anna, "/devices")).Text);
        await scene.Link(anna);
        time.Advance(TimeSpan.FromDays(3));
        await scene.Next(
            anna,
            () => { },
            async () =>
            {
                await scene.Ask(son, "/link");
                await scene.Press(son, "Login and password");
                await scene.Ask(son, "anna.k");
                await scene.Ask(son, "Correct-Horse-9");
            }
        );

        ChatMessage page = await scene.Ask(anna, "/devices");

        Assert.Matches("– this chat, since [^\n]*24 November, by contract number and document", page.Text);
        Assert.Matches("– chat 2, since .*27 November, by login and password", page.Text);
        Assert.DoesNotContain("Son", page.Text);
        Assert.DoesNotContain(son.ToString(System.Globalization.CultureInfo.InvariantCulture), Data(page));
        await scene.Next(son, () => Press(scene, anna, "Unlink chat 2 from 700 123"));
        await scene.When(w => w.BotMessages(anna).Any(m => m.Id == page.Id && m.Text.Contains("not linked any more")));
        Assert.DoesNotContain("chat 2", scene.World.BotMessages(anna).Single(m => m.Id == page.Id).Text);
        Assert.Contains("No contract is linked", (await scene.Ask(son, "/balance")).Text);
    }

    [Fact]
    public async Task A_button_of_a_link_that_is_over_does_not_end_the_link_that_came_after_it()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long bo = scene.Person("Bo");
        await scene.Link(anna);
        await scene.Next(anna, () => { }, () => scene.Link(bo));
        ChatMessage old = await scene.Ask(anna, "/devices");
        await scene.Next(bo, () => Press(scene, anna, "Unlink that chat"));
        time.Advance(TimeSpan.FromMinutes(1));
        await scene.Next(anna, () => { }, () => scene.Link(bo));

        InlineButton button = old.Buttons.SelectMany(row => row).First(b => b.Text == "Unlink chat 2 from 700 123");
        Assert.NotNull(scene.World.PersonPresses(anna, old.Id, button.Data!));
        await scene.When(w => w.BotMessages(anna).Any(m => m.Id == old.Id && m.Text.Contains("not linked any more")));

        Assert.Contains("149.99", (await scene.Ask(bo, "/balance")).Text);
    }

    [Fact]
    public async Task A_contract_takes_only_so_many_chats()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:MostChatsPerContract"] = "2" }
        );
        long[] chats = [scene.Person("A"), scene.Person("B"), scene.Person("C")];
        await scene.Link(chats[0]);
        await scene.Link(chats[1]);

        ChatMessage third = await scene.Link(chats[2]);

        Assert.Contains("at most 2 chats", third.Text);
        Assert.Contains("No contract is linked", (await scene.Ask(chats[2], "/balance")).Text);
        Assert.Contains("is already linked", (await scene.Link(chats[1])).Text);
    }

    [Fact]
    public async Task Who_guesses_until_the_contract_is_locked_is_told_to_its_chats_once_and_nothing_changes_for_them()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);
        List<string> answers = [];
        ChatMessage notice = await scene.Next(
            anna,
            () => { },
            async () =>
            {
                for (int guess = 0; guess < 12; guess++)
                {
                    answers.Add((await scene.Link(scene.Person(), "700 123", $"0000 00000{guess % 10}")).Text);
                }
            }
        );

        Assert.Contains("Somebody has tried several times to link contract 700 123", notice.Text);
        Assert.Single(answers.Distinct());
        ChatMessage balance = await scene.Ask(anna, "/balance");
        Assert.Contains("149.99", balance.Text);
        Assert.Equal(notice.Id, scene.World.BotMessages(anna).Last(m => m.Id < balance.Id).Id);
        Assert.Equal(answers[0], (await scene.Link(scene.Person())).Text);
    }

    [Fact]
    public async Task After_too_many_wrong_attempts_of_all_chats_nobody_is_linked_until_the_next_hour()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:WrongAttemptsPerHour"] = "20" }
        );
        string refusal = "";
        for (int guess = 0; guess < 20; guess++)
        {
            refusal = (await scene.Link(scene.Person(), $"900 {guess:000}", "0000 000000")).Text;
        }

        Assert.Equal(refusal, (await scene.Link(scene.Person())).Text);
        Assert.Contains(scene.Log, line => line.Contains("nobody is linked until the next", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Contains("is linked", (await scene.Link(scene.Person())).Text);
    }

    [Fact]
    public async Task One_chat_that_goes_on_guessing_does_not_lock_the_others()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:WrongAttemptsPerHour"] = "20" }
        );
        long guesser = scene.Person("Guesser");
        for (int guess = 0; guess < 30; guess++)
        {
            await scene.Link(guesser, $"900 {guess:000}", "0000 000000");
        }

        Assert.Contains("is linked", (await scene.Link(scene.Person())).Text);
    }

    [Fact]
    public async Task Who_links_a_contract_of_their_own_between_guesses_at_others_is_locked_all_the_same()
    {
        await using Scene scene = await Scene.Begin(time);
        long guesser = scene.Person("Guesser");
        for (int guess = 0; guess < 4; guess++)
        {
            await scene.Link(guesser, $"900 {guess:000}", "0000 000000");
        }

        Assert.Contains("is linked", (await scene.Link(guesser)).Text);
        string refusal = (await scene.Link(guesser, "900 005", "0000 000000")).Text;

        Assert.Equal(refusal, (await scene.Link(guesser)).Text);
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.Contains("is already linked", (await scene.Link(guesser)).Text);
    }

    [Fact]
    public async Task One_chat_that_is_locked_locks_no_contract_by_going_on()
    {
        await using Scene scene = await Scene.Begin(time);
        long guesser = scene.Person("Guesser");
        for (int guess = 0; guess < 5; guess++)
        {
            await scene.Link(guesser, $"900 {guess:000}", "0000 000000");
        }

        for (int guess = 0; guess < 10; guess++)
        {
            await scene.Link(guesser, "700 123", $"0000 00000{guess}");
        }

        Assert.Contains("is linked", (await scene.Link(scene.Person())).Text);
    }

    private static void Press(Scene scene, long chat, string label)
    {
        ChatMessage message = scene
            .World.BotMessages(chat)
            .Last(m => m.Buttons.Any(row => row.Any(b => b.Text == label)));
        InlineButton button = message.Buttons.SelectMany(row => row).First(b => b.Text == label);
        Assert.NotNull(scene.World.PersonPresses(chat, message.Id, button.Data!));
    }

    private static string Data(ChatMessage message) =>
        string.Join(' ', message.Buttons.SelectMany(row => row).Select(button => button.Data));
}
