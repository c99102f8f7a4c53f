using BalanceBot.Hosting;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>What a token is, what becomes of it, and of two that are used at once.</summary>
public sealed partial class InvitationStories
{
    [Fact]
    public async Task A_stop_between_question_and_yes_is_not_noticed()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        await scene.Ask(anna, $"/start {await Mint(scene)}");
        await scene.StopBot();
        await scene.StartBot();

        Assert.Contains("is linked", (await scene.Press(anna, Yes)).Text);
    }

    [Fact]
    public async Task Of_two_chats_that_say_yes_to_one_token_one_is_linked_and_one_gets_the_neutral_answer()
    {
        await using Scene scene = await Scene.Begin(time);
        long[] people = [scene.Person("Anna"), scene.Person("Bo")];
        string neutral = (await scene.Ask(scene.Person("Cy"), "/start x")).Text;
        string token = await Mint(scene);
        await scene.Ask(people[0], $"/start {token}");
        await scene.Ask(people[1], $"/start {token}");

        ChatMessage[] answers = await Task.WhenAll(people.Select(person => scene.Press(person, Yes)));

        Assert.Single(answers, answer => answer.Text.Contains("is linked"));
        Assert.Single(answers, answer => answer.Text == neutral);
        Assert.Single((await Links(scene, people[0])).Concat(await Links(scene, people[1])));
    }

    [Fact]
    public async Task A_yes_below_an_older_question_does_not_answer_the_newer_one()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        ChatMessage older = await scene.Ask(anna, $"/start {await Mint(scene)}");
        await scene.Ask(anna, $"/start {await Mint(scene, "700 124")}");

        ChatMessage said = await scene.Next(
            anna,
            () => scene.World.PersonPresses(anna, older.Id, older.Buttons[0][0].Data!)
        );

        Assert.Contains("no longer valid", said.Text);
        Assert.Empty(await Links(scene, anna));
    }

    [Fact]
    public async Task No_token_is_in_the_log_or_the_data_file_used_declined_or_open()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        string[] tokens = [await Mint(scene), await Mint(scene), await Mint(scene, "700 124")];
        await scene.Ask(anna, $"/start {tokens[0]}");
        await scene.Press(anna, Yes);
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "deleteMessage") { Times = 1 });
        scene.World.Faults.Add(new Fault(FaultKind.ReplyLost, "sendMessage") { Times = 1 });
        await scene.Ask(anna, $"/start {tokens[2]}");
        await scene.Settled();
        await scene.StopBot();

        byte[][] places = [.. Directory.GetFiles(scene.Folder, "bot*").Select(File.ReadAllBytes)];
        foreach (string token in tokens)
        {
            Assert.All(places, place => Assert.False(SecretsTests.Holds(place, token)));
            Assert.False(SecretsTests.Holds(string.Join('\n', scene.Log), token));
        }
    }

    [Fact]
    public async Task Every_token_differs_and_holds_at_least_128_bits_in_what_telegram_takes()
    {
        await using Scene scene = await Scene.Begin(time);
        HashSet<string> tokens = new(StringComparer.Ordinal);
        for (int i = 0; i < 50; i++)
        {
            string token = await Mint(scene);
            Assert.Matches("^[A-Za-z0-9_-]{22,64}$", token);
            Assert.True(tokens.Add(token));
        }
    }

    [Fact]
    public async Task Old_invitations_are_forgotten_by_the_hour()
    {
        await using Scene scene = await Scene.Begin(time);
        string token = await Mint(scene);
        OpenStore store = scene.Bot.Part<OpenStore>();
        string hash = Composition.TokenHash(scene.Bot.Part<BalanceBot.Hosting.Settings.BotSettings>())(token);
        Assert.NotNull(await store.Invitations.Find(hash));

        for (int hours = 0; await store.Invitations.Find(hash) is not null; hours++)
        {
            Assert.InRange(hours, 0, 1000);
            time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }
    }
}
