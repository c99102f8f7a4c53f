using BalanceBot.Sandbox;

namespace BalanceBot.Tests.Sandbox;

public sealed class RealBotTests
{
    private static readonly RealBotSettings Plain = new("1:a", new("http://127.0.0.1:1/"), "b.csv", "s.db", false);

    [Fact]
    public void Further_settings_are_added_and_win_whatever_their_case()
    {
        RealBotSettings settings = Plain with
        {
            More = new Dictionary<string, string?> { ["billing:CSV:file"] = "other.csv", ["Some:Link"] = "x" },
        };

        IReadOnlyDictionary<string, string?> all = settings.AsConfiguration();

        Assert.Equal(Plain.AsConfiguration().Count + 1, all.Count);
        Assert.Equal("other.csv", all["Billing:Csv:File"]);
        Assert.Equal("x", all["Some:Link"]);
    }

    [Fact]
    public async Task The_sandbox_hands_them_to_its_bot()
    {
        SandboxSettings settings = new(null, 0, 0, WithBot: true, Verbose: false)
        {
            More = new Dictionary<string, string?> { ["Billing:Csv:File"] = "/nowhere/at/all.csv" },
        };

        Exception refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            SandboxHost.Start(settings, TestContext.Current.CancellationToken)
        );

        Assert.Contains("/nowhere/at/all.csv", refusal.Message);
    }

    [Fact]
    public async Task Telegram_and_billing_go_by_the_one_clock()
    {
        await using SandboxHost sandbox = await SandboxHost.Start(
            new SandboxSettings(null, 0, 0, WithBot: false, Verbose: false),
            TestContext.Current.CancellationToken
        );
        long anna = sandbox.World.People()[0].Id;

        sandbox.Clock.Forward(TimeSpan.FromDays(30));
        DateTimeOffset now = sandbox.Time.GetUtcNow();
        sandbox.World.PersonSays(anna, "hello");
        sandbox.Billing.Pay("700 123", "1");

        Assert.InRange(now - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(29), TimeSpan.FromDays(31));
        Assert.True(sandbox.World.History(anna)[^1].At >= now);
        Assert.True(File.GetLastWriteTimeUtc(sandbox.Billing.Path) >= now.UtcDateTime);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task The_bot_answers_after_a_move_as_before(int days)
    {
        await using SandboxHost sandbox = await SandboxHost.Start(
            new SandboxSettings(null, 0, 0, WithBot: true, Verbose: false),
            TestContext.Current.CancellationToken
        );
        long anna = sandbox.World.People()[0].Id;
        sandbox.World.PersonSays(anna, "/start");
        await Answers(1);

        sandbox.Clock.Forward(TimeSpan.FromDays(days));
        sandbox.World.PersonSays(anna, "/help");
        await Answers(2);

        Task Answers(int count) =>
            sandbox
                .World.When(world => world.BotMessages(anna).Count >= count)
                .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
