using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// What a person chooses of the warnings, through the real host in virtual time. Anna's 149.99 face a charge of 150.00
/// on 1 December, eleven days ahead: nothing is due yet.
/// </summary>
public sealed class WarningSettingsStories
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_choice_changes_the_page_where_it_stands_and_shows_when_the_next_warning_comes()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);

        ChatMessage page = await scene.Ask(anna, "/warnings");
        ChatMessage after = await Change(scene, page, "7 days: on");

        Assert.Contains("7, 3 and 1 days before", page.Text);
        Assert.Contains("you will be warned on Tuesday 24 November", page.Text);
        Assert.True(after.Edited);
        Assert.Contains("3 and 1 days before", after.Text);
        Assert.Contains("you will be warned on Saturday 28 November", after.Text);
        Assert.Contains("7 days: off", Labels(after));
        Assert.Equal(page.Id, scene.World.BotMessages(anna)[^1].Id);
    }

    [Fact]
    public async Task Quiet_hours_are_chosen_in_the_page_or_typed()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        ChatMessage page = await scene.Ask(anna, "/warnings");

        ChatMessage choices = await Change(scene, page, "Quiet: 21:00–08:00");
        Assert.Contains("When shall I be silent", choices.Text);
        Assert.Contains("Quiet: 21:00–08:00", Labels(await Change(scene, choices, "Back")));
        await Change(scene, Newest(scene, page), "Quiet: 21:00–08:00");
        Assert.Contains("Quiet: 22:00–07:00", Labels(await Change(scene, Newest(scene, page), "22:00–07:00")));

        await Change(scene, Newest(scene, page), "Quiet: 22:00–07:00");
        Assert.Contains("like this", (await scene.Press(anna, "Other times")).Text);
        Assert.Contains("did not understand these times", (await scene.Ask(anna, "at night")).Text);
        ChatMessage typed = await scene.Ask(anna, "23.30 til 6");

        Assert.Contains("From 23:30 to 06:00 (UTC) I am silent", typed.Text);
        Assert.Contains("did not understand that", (await scene.Ask(anna, "22-7")).Text);
    }

    [Fact]
    public async Task A_sum_is_set_by_typing_and_removed_by_the_button_below_its_question()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.Ask(anna, "/warnings");

        Assert.Contains("At which balance of contract 700 123", (await scene.Press(anna, "Warn at a sum")).Text);
        Assert.Contains("from 0.00 to 10,000.00", (await scene.Ask(anna, "10,000.01")).Text);
        ChatMessage set = await scene.Ask(anna, "100 kr");
        Assert.Contains("I also warn you at 100.00\u00A0kr or less", set.Text);

        ChatMessage question = await scene.Press(anna, "Warn at 100.00\u00A0kr");
        ChatMessage removed = await Change(scene, question, "Never");

        Assert.DoesNotContain("I also warn you", removed.Text);
        Assert.Contains("Warn at a sum", Labels(removed));
        // The question is answered: what looks like a sum is none any more.
        Assert.Contains("did not understand that", (await scene.Ask(anna, "200")).Text);
    }

    [Fact]
    public async Task A_question_can_be_cancelled_and_ends_by_itself_and_nothing_is_changed()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.Ask(anna, "/warnings");

        await scene.Press(anna, "Warn at a sum");
        Assert.Contains("Nothing was changed", (await scene.Press(anna, "Cancel")).Text);
        await scene.Press(anna, "Warn at a sum");
        ChatMessage ended = await scene.Next(anna, () => time.Advance(TimeSpan.FromMinutes(11)));

        Assert.Contains("Your settings are as they were", ended.Text);
        Assert.Contains("Warn at a sum", Labels(await scene.Press(anna, "Warnings")));
    }

    [Fact]
    public async Task A_contract_is_switched_off_and_stays_so_over_a_restart()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        ChatMessage page = await scene.Ask(anna, "/warnings");

        Assert.Contains("Warnings are off", (await Change(scene, page, "700 123: on")).Text);
        await scene.StopBot();
        await scene.StartBot();

        ChatMessage again = await scene.Ask(anna, "warnings");
        Assert.Contains("Warnings are off", again.Text);
        Assert.Contains("700 123: off", Labels(again));
    }

    [Fact]
    public async Task A_page_of_old_can_still_be_pressed_after_its_contract_was_unlinked()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.Link(anna, "007 001", "AB 998877");
        ChatMessage page = await scene.Ask(anna, "/warnings");
        await scene.Ask(anna, "/unlink");
        await scene.Press(anna, "700 123");
        await scene.Press(anna, "Yes, unlink");

        ChatMessage gone = await scene.Next(anna, () => Press(scene, page, "Warn at a sum"));
        ChatMessage after = await Change(scene, page, "700 123: on");
        await scene.Ask(anna, "/unlink");
        await scene.Press(anna, "Yes, unlink");
        ChatMessage nothing = await scene.Next(anna, () => Press(scene, after, "7 days: on"));

        Assert.Contains("not linked to this chat any more", gone.Text);
        Assert.DoesNotContain("700 123", after.Text);
        Assert.Contains("No contract is linked", nothing.Text);
    }

    [Fact]
    public async Task The_button_below_a_warning_opens_the_page_as_a_new_message_and_the_warning_stays()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        ChatMessage warning = await scene.Next(anna, () => time.Advance(TimeSpan.FromDays(4)));
        Assert.Contains("you lack 0.01", warning.Text);

        ChatMessage page = await scene.Press(anna, "Warnings");
        ChatMessage after = await Change(scene, page, "3 days: on");

        Assert.True(page.Id > warning.Id);
        Assert.Equal(page.Id, after.Id);
        Assert.Equal(warning, scene.World.BotMessages(anna).Single(message => message.Id == warning.Id));
    }

    [Fact]
    public async Task A_button_pressed_twice_in_a_hurry_does_what_it_says_once()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        ChatMessage page = await scene.Ask(anna, "/warnings");
        string data = page.Buttons[0][0].Data!;

        Task<ChatMessage> changing = Change(scene, page, "7 days: on");
        scene.World.PersonPresses(anna, page.Id, data);
        ChatMessage after = await changing;
        ChatMessage balance = await scene.Ask(anna, "/balance");

        Assert.Contains("7 days: off", Labels(after));
        Assert.Equal(after, Newest(scene, page));
        Assert.Equal([page.Id, balance.Id], scene.World.BotMessages(anna).Select(message => message.Id).TakeLast(2));
    }

    [Fact]
    public async Task A_group_never_gets_the_page()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        long group = scene.World.AddGroup("Neighbours");

        ChatMessage answer = await scene.Next(group, () => scene.World.PersonSays(group, "/warnings", from: anna));

        Assert.Contains("only in a private chat", answer.Text);
        Assert.DoesNotContain("700 123", answer.Text);
        Assert.DoesNotContain(Labels(answer), label => label.Contains("days"));
    }

    [Fact]
    public async Task An_operator_is_told_why_and_who_and_nobody_else_is()
    {
        const long boss = 4242;
        await using Scene scene = await Begin(boss);
        scene.World.AddPerson("Boss", "en", boss);
        long anna = scene.Person();
        await scene.Link(anna);

        Assert.Contains("behind the command", (await scene.Ask(boss, "/why")).Text);
        ChatMessage why = await scene.Ask(boss, "/why 700-123");
        Assert.Contains("Contract 700 123", why.Text);
        Assert.Contains($"Chat {anna}: silent: the money lasts", why.Text);
        Assert.Contains("no contract 999", (await scene.Ask(boss, "/why 999")).Text);
        Assert.Contains("no warning would go out, of 1 linked contracts", (await scene.Ask(boss, "/dryrun")).Text);
        Assert.Contains("/dryrun", (await scene.Ask(boss, "/help")).Text);

        Assert.Contains("did not understand", (await scene.Ask(anna, "/why 700 123")).Text);
        Assert.Contains("did not understand", (await scene.Ask(anna, "/dryrun")).Text);
        Assert.DoesNotContain("/dryrun", (await scene.Ask(anna, "/help")).Text);
    }

    [Fact]
    public async Task In_a_group_even_an_operator_is_not_answered()
    {
        const long boss = 4242;
        await using Scene scene = await Begin(boss);
        scene.World.AddPerson("Boss", "en", boss);
        long group = scene.World.AddGroup("Colleagues");

        scene.World.PersonSays(group, "/why 700 123", from: boss);
        scene.World.PersonSays(group, "/dryrun", from: boss);
        await scene.Settled();
        await scene.Next(group, () => scene.World.PersonSays(group, "/balance", from: boss));

        Assert.Contains("only in a private chat", Assert.Single(scene.World.BotMessages(group)).Text);
    }

    /// <summary>With data that is fresh whatever the real date is: its age is the file's.</summary>
    private async Task<Scene> Begin(long? boss = null)
    {
        Scene scene = await Scene.Begin(
            time,
            settings: boss is null ? null : new Dictionary<string, string?> { ["Operators:Ids:0"] = $"{boss}" }
        );
        File.SetLastWriteTimeUtc(Path.Combine(scene.Folder, "billing.csv"), time.GetUtcNow().UtcDateTime.AddDays(5));
        return scene;
    }

    /// <summary>Presses a button of a message and waits until that very message has changed.</summary>
    private async Task<ChatMessage> Change(Scene scene, ChatMessage message, string label)
    {
        ChatMessage before = Newest(scene, message);
        Press(scene, before, label);
        Task changed = scene.When(_ => Newest(scene, message) != before);
        while (!changed.IsCompleted)
        {
            // An answer may have to wait for the chat's pace: a virtual moment, now and then.
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            time.Advance(changed.IsCompleted ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200));
        }

        await changed;
        return Newest(scene, message);
    }

    private static void Press(Scene scene, ChatMessage message, string label)
    {
        InlineButton button = Newest(scene, message)
            .Buttons.SelectMany(row => row)
            .First(button => button.Text == label);
        Assert.NotNull(scene.World.PersonPresses(message.Chat, message.Id, button.Data!));
    }

    private static ChatMessage Newest(Scene scene, ChatMessage message) =>
        scene.World.BotMessages(message.Chat).Single(newest => newest.Id == message.Id);

    private static IEnumerable<string> Labels(ChatMessage message) =>
        message.Buttons.SelectMany(row => row).Select(button => button.Text);
}
