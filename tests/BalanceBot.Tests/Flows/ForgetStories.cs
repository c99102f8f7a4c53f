using System.Text;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>A person who asks to be forgotten, through the real host.</summary>
public sealed class ForgetStories
{
    private const long AnnaId = 7_654_321_987;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Everything_is_erased_after_a_yes_and_the_person_is_told_what_is_left_and_for_how_long()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);

        ChatMessage question = await scene.Ask(anna, "delete my data");
        Assert.Contains("Erase everything I keep", question.Text);
        ChatMessage goodbye = await scene.Press(anna, "Yes, erase everything");

        Assert.Contains("I have erased", goodbye.Text);
        Assert.Contains("for 365 days", goodbye.Text);
        Assert.Contains("none for 7 days", goodbye.Text);
        (Session session, Subscriber subscriber) = await scene.Bot.Part<ITurnStore>().Load(new ChatId(anna));
        Assert.Equal((0L, 0L), (session.RowVersion, subscriber.RowVersion));
        Assert.DoesNotContain("700 123", (await scene.Ask(anna, "/contracts")).Text);
        AuditEntry[] told = [.. await scene.Bot.Part<IAuditStore>().Audit(DateTimeOffset.MinValue, null, 10)];
        Assert.Equal([AuditKind.Linked, AuditKind.Forgotten], told.Select(entry => entry.Kind));
        Assert.All(told, entry => Assert.Equal((null, null), (entry.Chat, entry.ContractKey)));
    }

    [Fact]
    public async Task A_no_words_a_timeout_and_an_old_yes_erase_nothing()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Link(anna);

        await scene.Ask(anna, "/forget");
        Assert.Contains("Erase everything", (await scene.Ask(anna, "yes")).Text);
        Assert.Contains("Nothing was erased", (await scene.Press(anna, "No, keep it")).Text);
        Assert.Contains("no longer", (await scene.Press(anna, "Yes, erase everything")).Text);
        await scene.Ask(anna, "/forget");
        ChatMessage ended = await scene.Next(anna, () => time.Advance(TimeSpan.FromMinutes(11)));

        Assert.Contains("Nothing was erased", ended.Text);
        Assert.Contains("700 123", (await scene.Ask(anna, "/contracts")).Text);
    }

    [Fact]
    public async Task A_goodbye_that_telegram_does_not_take_at_once_is_sent_after_a_restart_and_nothing_else_of_the_chat_is_kept()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.Ask(anna, "/forget");
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "sendMessage") { Times = 2 });

        ChatMessage goodbye = await scene.Next(
            anna,
            () => scene.World.PersonPresses(anna, scene.World.BotMessages(anna)[^1].Id, "forget:yes"),
            async () =>
            {
                await scene.Settled();
                await scene.StopBot();
                await scene.StartBot();
            }
        );

        Assert.Contains("I have erased", goodbye.Text);
        Assert.Equal(0, (await scene.Bot.Part<ITurnStore>().Load(new ChatId(anna))).Subscriber.RowVersion);
    }

    /// <summary>What is deleted lies on in freed pages of many stores: here it is overwritten.</summary>
    [Fact]
    public async Task After_it_a_search_of_the_data_file_byte_for_byte_finds_neither_chat_nor_contract()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.World.AddPerson("Anna", "en", AnnaId).Id;
        long bo = scene.Person("Bo");
        await scene.Link(anna);
        await scene.Link(bo, "700 124", "4511 654321");
        await scene.Link(anna, "700 123", "0000 000000");
        string key = (await scene.Bot.Part<ITurnStore>().Load(new ChatId(anna))).Subscriber.Links[0].ContractKey;
        await scene.StopBot();
        Assert.True(
            Holds(scene, "700 123"u8) && Holds(scene, BitConverter.GetBytes(AnnaId)),
            "the search finds nothing"
        );
        await scene.StartBot();

        await scene.Ask(anna, "/forget");
        await scene.Press(anna, "Yes, erase everything");
        await scene.Settled();
        await scene.StopBot();

        Assert.False(Holds(scene, BitConverter.GetBytes(AnnaId)), "the chat's number is there");
        Assert.False(Holds(scene, Encoding.UTF8.GetBytes($"{AnnaId}")), "the chat's number is there as a text");
        Assert.False(Holds(scene, "700 123"u8), "the contract's number is there");
        Assert.False(Holds(scene, Encoding.UTF8.GetBytes(key)), "the contract's key is there");
        Assert.False(Holds(scene, Encoding.BigEndianUnicode.GetBytes(key)), "the contract's key is there in an id");
        Assert.True(Holds(scene, "700 124"u8), "somebody else's contract is gone");
    }

    private static bool Holds(Scene scene, ReadOnlySpan<byte> form)
    {
        foreach (string file in Directory.GetFiles(scene.Folder, "bot*"))
        {
            if (File.ReadAllBytes(file).AsSpan().IndexOf(form) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
