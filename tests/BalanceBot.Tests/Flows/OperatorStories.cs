using BalanceBot.Conversations;
using BalanceBot.Hosting;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>Who may ask for what, and what the audit is told of it.</summary>
public sealed class OperatorStories
{
    private const long Support = 4301;
    private const long Operator = 4302;
    private const long Admin = 4303;
    private const long Watcher = 4304;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<AuditEntry> audit = [];

    [Fact]
    public async Task Support_invites_with_a_link_and_a_picture_and_the_subscriber_links_with_it()
    {
        await using Scene scene = await Begin();
        await InvitationStories.Mint(scene);

        ChatMessage made = await scene.Ask(Support, "/invite № 700-123");

        string url = made.Text.Split('\n').Single(line => line.StartsWith("https://", StringComparison.Ordinal));
        Assert.StartsWith($"https://t.me/{TelegramWorld.BotUserName}?start=", url);
        Assert.Equal(QrCode.Png(url), made.Picture);
        Assert.Contains("Contract 700 123", made.Text);
        Assert.Contains("Tuesday 24 November, 12:15 (UTC)", made.Text);
        long anna = scene.Person();
        Assert.Contains("…123", (await scene.Ask(anna, $"/start {url.Split("start=")[1]}")).Text);
        Assert.Contains("is linked", (await scene.Press(anna, "Yes, link")).Text);
    }

    [Fact]
    public async Task What_cannot_be_invited_to_is_said_in_words()
    {
        await using Scene scene = await Begin();
        await InvitationStories.Mint(scene);

        Assert.Contains("behind the command", (await scene.Ask(Support, "/invite")).Text);
        Assert.Contains("no contract 999", (await scene.Ask(Support, "/invite 999")).Text);
        Assert.Contains("more than one contract 555 001", (await scene.Ask(Support, "/invite 555 001")).Text);
    }

    [Fact]
    public async Task Where_telegram_refuses_the_picture_the_words_come_alone()
    {
        await using Scene scene = await Begin();
        await InvitationStories.Mint(scene);
        scene.World.RefusePhotos = true;

        ChatMessage made = await scene.Ask(Support, "/invite 700 123");

        Assert.Null(made.Picture);
        Assert.Contains("?start=", made.Text);
    }

    [Theory]
    [InlineData(Support, "why invite")]
    [InlineData(Operator, "why invite dryrun")]
    [InlineData(Admin, "why invite dryrun")]
    [InlineData(Watcher, "why dryrun")]
    public async Task Each_role_may_what_its_table_says_is_told_so_by_help_and_is_else_answered_as_a_stranger(
        long who,
        string may
    )
    {
        await using Scene scene = await Begin();
        long stranger = scene.Person("Stranger");
        string unknown = (await scene.Ask(stranger, "/invite 700 123")).Text;
        string help = (await scene.Ask(who, "/help")).Text;

        foreach (string command in new[] { "why", "invite", "dryrun" })
        {
            bool allowed = may.Split(' ').Contains(command);
            string answer = (await scene.Ask(who, $"/{command} 700 123")).Text;
            Assert.Equal(!allowed, answer == unknown);
            Assert.Equal(allowed, help.Contains($"/{command} – "));
        }

        Assert.DoesNotContain("/invite", (await scene.Ask(stranger, "/help")).Text);
    }

    [Fact]
    public async Task Every_command_of_an_operator_is_audited_by_its_name_and_a_strangers_is_not()
    {
        await using Scene scene = await Begin();
        await scene.Ask(Operator, "/why 700 123");
        await scene.Ask(Operator, "/invite 700 123");
        await scene.Ask(Support, "/dryrun");
        await scene.Ask(Support, "hello");
        await scene.Ask(scene.Person(), "/why 700 123");

        Assert.Equal(
            [
                new AuditEntry(time.GetUtcNow(), AuditKind.OperatorCommand) { Chat = new(Operator), Detail = "/why" },
                new AuditEntry(time.GetUtcNow(), AuditKind.OperatorCommand)
                {
                    Chat = new(Operator),
                    Detail = "/invite",
                },
                new AuditEntry(time.GetUtcNow(), AuditKind.OperatorRefused) { Chat = new(Support), Detail = "/dryrun" },
            ],
            audit
                .Where(entry => entry.Kind is AuditKind.OperatorCommand or AuditKind.OperatorRefused)
                .Select(entry => entry with { At = time.GetUtcNow() })
        );
        Assert.DoesNotContain(audit, entry => entry.Detail?.Contains("700") == true);
    }

    [Fact]
    public async Task The_audit_tells_who_invited_who_linked_and_who_was_refused()
    {
        await using Scene scene = await Begin();
        await InvitationStories.Mint(scene);
        audit.Clear();
        ChatMessage made = await scene.Ask(Support, "/invite 700 123");
        long anna = scene.Person();
        await scene.Ask(anna, "/start nonsense");
        await scene.Ask(anna, $"/start {made.Text.Split("?start=")[1].Split('\n')[0]}");
        await scene.Press(anna, "Yes, link");

        Assert.Equal(
            [AuditKind.OperatorCommand, AuditKind.Invited, AuditKind.InvitationRefused, AuditKind.Linked],
            audit.Select(entry => entry.Kind)
        );
        Assert.Equal($"by operator {Support}", audit[1].Detail);
        Assert.Null(audit[1].Chat);
        Assert.Equal((new ChatId(anna), null, LinkWay.Token), (audit[2].Chat, audit[2].ContractKey, audit[2].Way));
        Assert.Equal((new ChatId(anna), LinkWay.Token), (audit[3].Chat!.Value, audit[3].Way));
        Assert.Equal(audit[1].ContractKey, audit[3].ContractKey);
    }

    [Fact]
    public async Task In_a_group_no_command_of_an_operator_is_answered_or_audited()
    {
        await using Scene scene = await Begin();
        long group = scene.World.AddGroup("Colleagues");
        foreach (string command in new[] { "/why 700 123", "/invite 700 123", "/dryrun" })
        {
            scene.World.PersonSays(group, command, from: Admin);
        }

        await scene.Settled();
        await scene.Next(group, () => scene.World.PersonSays(group, "/balance", from: Admin));

        Assert.Single(scene.World.BotMessages(group));
        Assert.Empty(audit);
    }

    [Fact]
    public async Task A_forwarded_command_is_none()
    {
        await using Scene scene = await Begin();

        await scene.Next(Admin, () => scene.World.PersonSays(Admin, "/invite 700 123", forwarded: true));

        Assert.Empty(audit);
    }

    private async Task<Scene> Begin()
    {
        Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?>
            {
                ["Operators:Support:0"] = $"{Support}",
                ["Operators:Operator:0"] = $"{Operator}",
                ["Operators:Admin:0"] = $"{Admin}",
                ["Operators:Ids:0"] = $"{Watcher}",
            },
            replace: services =>
                services
                    .AddSingleton(
                        new Audit(entry =>
                        {
                            audit.Add(entry);
                            return Task.CompletedTask;
                        })
                    )
                    .AddSingleton<ITurnStore>(sp => new Noting(sp.GetRequiredService<OpenStore>().Turns, audit))
        );
        foreach (long one in new[] { Support, Operator, Admin, Watcher })
        {
            scene.World.AddPerson($"Operator {one}", "en", one);
        }

        return scene;
    }

    /// <summary>The real store, and what its commits are to tell the audit.</summary>
    private sealed class Noting(ITurnStore store, List<AuditEntry> audit) : ITurnStore
    {
        public Task<Loaded> Load(ChatId chat, string owner = "", long? updateId = null) =>
            store.Load(chat, owner, updateId);

        public async Task<CommitOutcome> Commit(TurnChanges changes)
        {
            CommitOutcome outcome = await store.Commit(changes);
            if (outcome is CommitOutcome.Committed)
            {
                audit.AddRange(changes.Audit);
            }

            return outcome;
        }

        public Task<IReadOnlyDictionary<string, Episode>> Episodes(Subscriber subscriber) => store.Episodes(subscriber);

        public Task<IReadOnlyList<Subscriber>> People(ChatId? after, int most) => store.People(after, most);

        public Task<IReadOnlyList<Subscriber>> LinkedTo(string contractKey) => store.LinkedTo(contractKey);

        public Task<IReadOnlyList<Session>> Ended(DateTimeOffset now, int most) => store.Ended(now, most);
    }
}
