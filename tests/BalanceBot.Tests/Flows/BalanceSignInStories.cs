using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static BalanceBot.Tests.Flows.SignInStories;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// A billing that tells a balance only to who signs in for it: the password is asked for each time, one contract is told for
/// it, and nobody is ever asked about or warned without.
/// </summary>
public sealed class BalanceSignInStories
{
    private const string Right = "Cabinet-Horse-5";
    private const string Wrong = "wrong-cabinet-password";
    private const string Question = "Please send the password of the cabinet";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly GivingBilling billing = new() { Able = BillingAbilities.SnapshotBySignIn };

    [Theory]
    [InlineData("/balance")]
    [InlineData("/start")]
    [InlineData("balance")]
    public async Task A_password_is_asked_for_the_balance_is_told_once_and_nothing_of_it_is_kept(string asked)
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);

        ChatMessage question = await scene.Ask(anna, asked);
        Assert.Contains("Contract 700 124", question.Text);
        Assert.Contains(Question, question.Text);
        ChatMessage told = await Send(scene, anna, Right);

        Assert.Contains("28.00", told.Text);
        Session session = await SessionOf(scene, anna);
        Assert.Equal((State.Idle, null), (session.State, session.Draft));
        Assert.Contains(Question, (await scene.Press(anna, "Refresh")).Text);
        Assert.Equal(1, billing.SignIns);
    }

    [Fact]
    public async Task Whoever_links_is_told_that_the_password_will_be_asked_for_and_nobody_warned()
    {
        await using Scene scene = await Begin();
        long anna = scene.Person();

        string linked = (await scene.Link(anna, "700 124", "4511 654321")).Text;

        Assert.Contains("is linked to this chat", linked);
        Assert.Contains("/balance asks for the password of the web cabinet each time, and I cannot warn you", linked);
    }

    [Fact]
    public async Task Of_several_contracts_one_is_chosen_and_only_this_one_is_told()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Link(anna);
        Assert.Contains("Of which contract", (await scene.Ask(anna, "/start")).Text);
        Assert.Contains("Of which contract", (await scene.Ask(anna, "/balance")).Text);

        Assert.Contains("Contract 700 123", (await scene.Press(anna, "700 123")).Text);
        ChatMessage told = await Send(scene, anna, Right);

        Assert.Contains("149.99", told.Text);
        Assert.DoesNotContain("700 124", told.Text);
        Assert.Equal(1, billing.SignIns);
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_and_at_the_limit_the_right_one_is_not_told_either()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long bo = await Linked(scene, "Bo");
        await scene.Ask(bo, "/balance");
        string wrong = "";
        for (int guess = 1; guess <= 5; guess++)
        {
            wrong = (await Send(scene, bo, $"{Wrong}-{guess}")).Text;
            Assert.Contains("could not sign in", wrong);
            Assert.Contains(Question, (await scene.Press(bo, "Try again")).Text);
        }

        await scene.When(w => Said(w, anna, "several wrong passwords") == 1);
        Assert.Equal(wrong, (await Send(scene, bo, Right)).Text);
        await scene.Ask(anna, "/balance");
        Assert.Equal(wrong, (await Send(scene, anna, Right)).Text);

        Assert.Equal(7, billing.SignIns);
        Assert.All((await Audit(scene, bo)).Skip(1), entry => Assert.Equal("to sign in", entry.Detail));
        time.Advance(TimeSpan.FromMinutes(16));
        await scene.Ask(anna, "/balance");
        Assert.Contains("28.00", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task A_stranger_s_guesses_keep_nobody_who_is_linked_from_signing_in()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long stranger = scene.Person("Cy");
        for (int guess = 1; guess <= 5; guess++)
        {
            await scene.Link(stranger, "700 124", $"0000 00000{guess}");
        }

        await scene.When(w => Said(w, anna, "Nothing changes for you") == 1);
        await scene.Ask(anna, "/balance");

        Assert.Contains("28.00", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task A_billing_that_is_away_costs_no_attempt()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        billing.Gone = true;
        for (int guess = 1; guess <= 7; guess++)
        {
            await scene.Ask(anna, "/balance");
            Assert.Contains("not answering", (await Send(scene, anna, Right)).Text);
        }

        billing.Gone = false;
        time.Advance(TimeSpan.FromMinutes(2));
        await scene.Ask(anna, "/balance");

        Assert.Contains("28.00", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task A_double_tap_asks_twice_and_one_password_tells_one_balance()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Link(anna);
        ChatMessage choice = await scene.Ask(anna, "/balance");
        string one = choice.Buttons.SelectMany(row => row).First(button => button.Text == "700 123").Data!;
        scene.World.PersonPresses(anna, choice.Id, one);
        scene.World.PersonPresses(anna, choice.Id, one);
        await AdvanceUntil(time, scene, w => Said(w, anna, Question) == 2);

        await Send(scene, anna, Right);
        await scene.Settled();

        Assert.Equal((1, 1), (billing.SignIns, Said(scene.World, anna, "149.99")));
    }

    [Fact]
    public async Task Cancel_and_time_end_the_question_and_the_no_to_an_earlier_promise_is_no_answer_to_it()
    {
        billing.Able = BillingAbilities.Promise | BillingAbilities.PromiseBySignIn;
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        ChatMessage terms = await Send(scene, anna, Right);
        string no = terms.Buttons.SelectMany(row => row).First(button => button.Text == "No, leave it").Data!;
        // As with another billing in the settings: what was shown before stays in the chat.
        billing.Able = BillingAbilities.SnapshotBySignIn;
        await scene.Ask(anna, "/balance");

        ChatMessage stale = await scene.Next(anna, () => scene.World.PersonPresses(anna, terms.Id, no));
        Assert.DoesNotContain("promised payment", stale.Text);
        Assert.Equal(State.AwaitingSignIn, (await SessionOf(scene, anna)).State);
        await scene.Press(anna, "Cancel");
        Assert.Equal(State.Idle, (await SessionOf(scene, anna)).State);

        await scene.Ask(anna, "/balance");
        Assert.Contains(
            "stopped asking for the password",
            (await scene.Next(anna, () => time.Advance(TimeSpan.FromMinutes(11)))).Text
        );
        await scene.Ask(anna, "/balance");
        await scene.StopBot();
        time.Advance(TimeSpan.FromMinutes(11));
        int late = scene.World.PersonSays(anna, Right);
        await scene.StartBot();
        await AdvanceUntil(time, scene, w => w.History(anna).All(message => message.Id != late));

        // For the terms alone.
        Assert.Equal((0, 1), (billing.Balances, billing.SignIns));
    }

    [Fact]
    public async Task A_password_is_in_no_log_no_file_and_no_answer_whatever_comes_of_it()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/balance");
        await Send(scene, anna, Wrong);
        await scene.Press(anna, "Try again");
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "deleteMessage") { Times = 1 });
        await scene.Ask(anna, Right);
        billing.Gone = true;
        await scene.Ask(anna, "/balance");
        await Send(scene, anna, Right);
        await scene.Ask(anna, "/export");
        await scene.StopBot();

        byte[][] places =
        [
            .. Directory.GetFiles(scene.Folder, "bot*").Select(File.ReadAllBytes),
            System.Text.Encoding.UTF8.GetBytes(string.Join('\n', scene.Log)),
            System.Text.Encoding.UTF8.GetBytes(
                string.Join('\n', scene.World.BotMessages(anna).Select(message => message.Text))
            ),
        ];
        Assert.True(places.Length > 2);
        Assert.All(
            places.SelectMany(place => new[] { Right, Wrong }.Select(secret => (place, secret))),
            one => Assert.False(SecretsTests.Holds(one.place, one.secret))
        );
    }

    [Fact]
    public async Task No_scan_asks_anything_nobody_is_warned_and_the_operator_is_told_so_once()
    {
        int port = Ports.Free();
        await using Scene scene = await Scene.Begin(
            time,
            settings: new Dictionary<string, string?>
            {
                ["Operators:Ids:0"] = "4242",
                ["Telemetry:Prometheus"] = "true",
                ["Health:Listen"] = $"http://127.0.0.1:{port}",
            },
            replace: Replace
        );
        long anna = await Linked(scene);
        int unsigned = billing.Unsigned;
        await Pass(TimeSpan.FromHours(26));

        Assert.Contains("I cannot warn you before the money runs out", (await scene.Ask(anna, "/warnings")).Text);
        Assert.Equal(unsigned, billing.Unsigned);
        Assert.DoesNotContain(scene.World.BotMessages(anna), message => message.Text.Contains("28.00"));
        Assert.DoesNotContain("scan", await Get(port, "/health/ready"), StringComparison.Ordinal);
        Assert.Matches("(?m)^balancebot_scan_last_complete_age_seconds[^ ]* 0( |$)", await Get(port, "/metrics"));
        Assert.Single(scene.Log, line => line.Contains("no scan runs, and nobody is warned"));
        Assert.DoesNotContain(scene.Log, line => line.Contains("Alarm"));
        Assert.DoesNotContain("/warnings", (await scene.Ask(anna, "/help")).Text);
    }

    [Fact]
    public async Task A_contract_that_changes_hands_is_seen_when_somebody_signs_in_and_told_no_more()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/balance");
        await Send(scene, anna, Right);
        await scene.StopBot();
        await File.WriteAllTextAsync(
            Path.Combine(scene.Folder, "billing.csv"),
            Scene.Contracts.Replace("Bo Eksempel", "Someone Else", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );
        await scene.StartBot();

        await scene.Ask(anna, "/balance");
        Assert.Contains("prove again", (await Send(scene, anna, Right)).Text);
        ChatMessage again = await scene.Ask(anna, "/balance");

        Assert.Contains("prove again", again.Text);
        Assert.Equal(2, billing.Balances);
    }

    private Task<Scene> Begin() => Scene.Begin(time, replace: Replace);

    private void Replace(IServiceCollection services) => services.AddSingleton<IBilling>(sp => billing.Around(sp));

    private static async Task<string> Get(int port, string path)
    {
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(
            new Uri($"http://127.0.0.1:{port}{path}"),
            TestContext.Current.CancellationToken
        );
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task Pass(TimeSpan span)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromMinutes(5))
        {
            time.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static async Task<long> Linked(Scene scene, string name = "Anna")
    {
        long person = scene.Person(name);
        await scene.Link(person, "700 124", "4511 654321");
        return person;
    }
}
