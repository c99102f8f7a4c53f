using BalanceBot.Hosting;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>One-time links as people meet them, through the real host in virtual time.</summary>
public sealed partial class InvitationStories
{
    private const string Yes = "Yes, link";
    private const string WellFormed = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_link_asks_first_shows_only_the_end_of_the_number_and_links_on_yes()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        string token = await Mint(scene);

        ChatMessage question = await scene.Ask(anna, $"/start {token}");

        Assert.Contains("Link contract …123 to this chat?", question.Text);
        Assert.DoesNotContain("700", question.Text);
        Assert.Empty(await Links(scene, anna));
        Assert.DoesNotContain(scene.World.History(anna), message => message.Text.Contains(token));
        Assert.Contains("700 123 is linked", (await scene.Press(anna, Yes)).Text);
        Link link = Assert.Single(await Links(scene, anna));
        Assert.Equal(("700 123", LinkWay.Token), (link.ContractNumber, link.Way));
        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
    }

    [Fact]
    public async Task No_and_cancel_link_nothing_and_the_token_stays_good()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        string token = await Mint(scene);
        await scene.Ask(anna, $"/start {token}");
        Assert.Contains("Nothing was linked", (await scene.Press(anna, "No, do not link")).Text);
        Assert.Contains("no longer valid", (await scene.Press(anna, Yes)).Text);
        await scene.Ask(anna, $"/start {token}");
        await scene.Ask(anna, "/cancel");
        Assert.Empty(await Links(scene, anna));

        await scene.Ask(anna, $"/start {token}");
        Assert.Contains("yes", (await scene.Ask(anna, "what?")).Text);

        Assert.Contains("is linked", (await scene.Press(anna, Yes)).Text);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_token_the_answer_is_byte_for_byte_the_same()
    {
        await using Scene scene = await Scene.Begin(time);
        string used = await Mint(scene);
        long owner = scene.Person("Owner");
        await scene.Ask(owner, $"/start {used}");
        await scene.Press(owner, Yes);
        string late = await Mint(scene);
        time.Advance(TimeSpan.FromMinutes(15));
        string good = await Mint(scene);
        long guesser = scene.Person("Guesser");
        for (int guess = 1; guess <= 5; guess++)
        {
            await scene.Ask(guesser, $"/start {WellFormed[..^1]}{guess}");
        }

        ChatMessage locked = await scene.Ask(guesser, $"/start {good}");
        List<ChatMessage> answers = [];
        string[] payloads =
        [
            used,
            late,
            WellFormed,
            "x",
            good.ToUpperInvariant(),
            $"{good}=",
            $"{good} {good}",
            "<b>%00' or 1=1",
            new string('å', 4000),
        ];
        foreach (string payload in payloads)
        {
            answers.Add(await scene.Ask(scene.Person(), $"/start {payload}"));
        }

        Assert.Contains("cannot be used", locked.Text);
        Assert.All(answers, answer => Assert.Equal(Said(locked), Said(answer)));
    }

    [Fact]
    public async Task A_token_that_ends_while_the_question_is_open_links_nothing()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:InvitationLasts"] = "00:05:00" }
        );
        long anna = scene.Person();
        string neutral = (await scene.Ask(anna, "/start x")).Text;
        await scene.Ask(anna, $"/start {await Mint(scene)}");
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(neutral, (await scene.Press(anna, Yes)).Text);
        Assert.Empty(await Links(scene, anna));
    }

    [Fact]
    public async Task Five_wrong_tokens_lock_the_chat_for_tokens_over_a_restart_and_for_nothing_else()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Linking:InvitationLasts"] = "01:00:00" }
        );
        long anna = scene.Person();
        string good = await Mint(scene);
        for (int guess = 1; guess <= 5; guess++)
        {
            await scene.Ask(anna, $"/start guess{guess}");
        }

        await scene.StopBot();
        await scene.StartBot();
        Assert.Contains("cannot be used", (await scene.Ask(anna, $"/start {good}")).Text);
        Assert.Contains("is linked", (await scene.Link(anna, "700 124", "4511 654321")).Text);
        time.Advance(TimeSpan.FromMinutes(16));

        await scene.Ask(anna, $"/start {good}");
        Assert.Contains("is linked", (await scene.Press(anna, Yes)).Text);
    }

    [Fact]
    public async Task Whoever_is_locked_by_wrong_documents_is_helped_by_a_link()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        for (int guess = 1; guess <= 5; guess++)
        {
            await scene.Link(anna, "700 123", $"000{guess} 000000");
        }

        await scene.Ask(anna, $"/start {await Mint(scene)}");

        Assert.Contains("is linked", (await scene.Press(anna, Yes)).Text);
    }

    [Fact]
    public async Task In_a_group_a_token_is_deleted_and_not_redeemed()
    {
        await using Scene scene = await Scene.Begin(time);
        long anna = scene.Person();
        long group = scene.World.AddGroup("Neighbours", botIsAdmin: true);
        string token = await Mint(scene);
        int sent = 0;

        ChatMessage said = await scene.Next(
            group,
            () => sent = scene.World.PersonSays(group, $"/start {token}", from: anna)
        );

        Assert.Contains("check nothing in a group", said.Text);
        Assert.DoesNotContain(scene.World.History(group), message => message.Id == sent);
        Assert.Contains("…123", (await scene.Ask(anna, $"/start {token}")).Text);
    }

    [Fact]
    public async Task Linked_already_and_full_are_said_in_words_and_use_nothing_up()
    {
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?> { ["Conversations:MostContractsPerChat"] = "1" }
        );
        long anna = scene.Person();
        long bo = scene.Person("Bo");
        await scene.Link(anna);
        string same = await Mint(scene);
        string other = await Mint(scene, "700 124");

        Assert.Contains("already linked", (await scene.Ask(anna, $"/start {same}")).Text);
        Assert.Contains("only one contract", (await scene.Ask(anna, $"/start {other}")).Text);
        await scene.Ask(bo, $"/start {other}");
        Assert.Contains("is linked", (await scene.Press(bo, Yes)).Text);
    }

    internal static async Task<string> Mint(Scene scene, string contract = "700 123")
    {
        Inviter inviter = scene.Bot.Part<Inviter>();
        while (true)
        {
            switch (await inviter.Invite(contract, "by a test", TestContext.Current.CancellationToken))
            {
                case InviteOutcome.Invited(_, var url, _):
                    return url.Split("?start=")[1];
                case InviteOutcome.NotReady:
                    // Until getMe has been answered, over a real socket.
                    await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
                    break;
                case var other:
                    throw new InvalidOperationException(other.GetType().Name);
            }
        }
    }

    private static async Task<IReadOnlyList<Link>> Links(Scene scene, long chat) =>
        (await scene.Bot.Part<OpenStore>().Turns.Load(new ChatId(chat))).Subscriber.Links;

    private static string Said(ChatMessage message) =>
        string.Join(
            '\n',
            [message.Text, .. message.Buttons.SelectMany(row => row).Select(b => $"{b.Text} {b.Data} {b.Url}")]
        );
}
