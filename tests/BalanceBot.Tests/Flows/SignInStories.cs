using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Hosting;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// A billing that gives promised payments only to who signs in: the password is asked for, used for one question, deleted and
/// forgotten; it is guessed no better here than anywhere, and what is promised is taken once.
/// </summary>
public sealed partial class SignInStories
{
    private const string Right = "Cabinet-Horse-5";
    private const string Wrong = "wrong-cabinet-password";
    private const string Yes = "Yes, take it";

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private readonly GivingBilling billing = new()
    {
        Able = BillingAbilities.Promise | BillingAbilities.PromiseBySignIn,
        Stands = new PromisedPayment.Offered(300m, 10m, new DateOnly(2026, 12, 3)) { Recommended = 127m },
    };

    [Fact]
    public async Task The_terms_are_told_for_a_password_and_taking_them_asks_for_it_once_more()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);

        Assert.Contains("Please send the password of the cabinet", (await scene.Ask(anna, "/promise")).Text);
        ChatMessage terms = await Send(scene, anna, Right);
        Assert.Contains("300.00\u00A0kr until Thursday 3 December. It costs 10.00\u00A0kr.", terms.Text);
        Assert.Contains("recommends to pay 127.00\u00A0kr", terms.Text);
        Assert.Contains("once more, because I have not kept it", (await scene.Press(anna, Yes)).Text);
        Assert.Equal(0, billing.Asks);
        ChatMessage done = await Send(scene, anna, Right);

        Assert.Contains("Done: you have a promised payment of 300.00\u00A0kr", done.Text);
        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
        Assert.Equal(
            [AuditKind.Linked, AuditKind.PromiseAsked, AuditKind.PromiseTaken],
            (await Audit(scene, anna)).Select(entry => entry.Kind)
        );
        Assert.Equal(State.Idle, (await SessionOf(scene, anna)).State);
    }

    [Fact]
    public async Task A_password_is_in_no_log_no_file_and_no_answer_whatever_comes_of_it()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        await Send(scene, anna, Wrong);
        await scene.Press(anna, "Try again");
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "deleteMessage") { Times = 1 });
        await scene.Ask(anna, Right);
        await scene.Press(anna, Yes);
        billing.Way = Taking.NeverSaid;
        scene.World.PersonSays(anna, Right);
        await AdvanceUntil(scene, w => Said(w, anna, "Done: you have") == 1);
        await scene.Ask(anna, "/export");
        await scene.StopBot();

        string[] places =
        [
            .. Directory.GetFiles(scene.Folder, "bot*").Select(file => Convert.ToHexString(File.ReadAllBytes(file))),
            Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', scene.Log))),
            Convert.ToHexString(
                System.Text.Encoding.UTF8.GetBytes(
                    string.Join('\n', scene.World.BotMessages(anna).Select(message => message.Text))
                )
            ),
        ];
        Assert.All(
            places.SelectMany(place => new[] { Right, Wrong }.Select(secret => (place, secret))),
            one => Assert.False(SecretsTests.Holds(Convert.FromHexString(one.place), one.secret))
        );
    }

    [Fact]
    public async Task Wrong_passwords_are_counted_lock_signing_in_and_are_told_to_the_contract_s_other_chats()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        long bo = await Linked(scene, "Bo");
        string wrong = "";
        for (int guess = 1; guess <= 5; guess++)
        {
            await scene.Ask(bo, "/promise");
            wrong = (await Send(scene, bo, $"{Wrong}-{guess}")).Text;
            Assert.Contains("could not sign in", wrong);
        }

        await scene.When(w => Said(w, anna, "several wrong passwords") == 1);
        int tried = billing.SignIns;
        await scene.Ask(bo, "/promise");
        Assert.Equal(wrong, (await Send(scene, bo, Right)).Text);
        await scene.Ask(anna, "/promise");
        Assert.Equal(wrong, (await Send(scene, anna, Right)).Text);

        // The same work, and the result thrown away.
        Assert.Equal(tried + 2, billing.SignIns);
        IReadOnlyList<AuditEntry> audit = await Audit(scene, bo);
        Assert.Equal(
            (5, 1),
            (audit.Count(one => one.Kind == AuditKind.Refused), audit.Count(one => one.Kind == AuditKind.Locked))
        );
        Assert.All(audit.Skip(1), entry => Assert.Equal("to sign in", entry.Detail));
        // Who proves the contract otherwise is not kept from it.
        Assert.Contains("is linked", (await scene.Link(scene.Person("Cy"), "700 124", "4511 654321")).Text);
        time.Advance(TimeSpan.FromMinutes(16));
        // The notice keeps the chat's pace, and may come only now.
        await AdvanceUntil(scene, w => Said(w, anna, "just been linked to another chat") == 2);
        await scene.Ask(anna, "/promise");
        Assert.Contains("You can get", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task The_right_password_takes_back_only_its_own_attempt()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        foreach (string password in new[] { Wrong, Wrong, Wrong, Wrong, Right, Right, Right, Wrong })
        {
            await scene.Ask(anna, "/promise");
            await Send(scene, anna, password);
        }

        await scene.Ask(anna, "/promise");

        Assert.Contains("could not sign in", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task Cancel_no_and_time_take_nothing_and_the_password_that_comes_too_late_is_deleted_unread()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        await scene.Press(anna, "Cancel");
        await scene.Ask(anna, "/promise");
        Assert.Contains(
            "stopped asking for the password",
            (await scene.Next(anna, () => time.Advance(TimeSpan.FromMinutes(11)))).Text
        );
        await Terms(scene, anna);
        await scene.Press(anna, Yes);
        Assert.Contains("No promised payment", (await scene.Press(anna, "No, leave it")).Text);
        await Terms(scene, anna);
        await scene.Press(anna, Yes);
        await scene.StopBot();
        time.Advance(TimeSpan.FromMinutes(11));
        int late = scene.World.PersonSays(anna, Right);
        await scene.StartBot();
        await AdvanceUntil(scene, w => w.History(anna).All(message => message.Id != late));

        Assert.Equal((0, 2), (billing.Asks, billing.SignIns));
    }

    [Fact]
    public async Task A_double_tap_asks_for_one_password_and_two_passwords_take_one_payment()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        ChatMessage terms = await Terms(scene, anna);
        string yes = terms.Buttons.SelectMany(row => row).First(button => button.Text == Yes).Data!;
        scene.World.PersonPresses(anna, terms.Id, yes);
        scene.World.PersonPresses(anna, terms.Id, yes);
        await AdvanceUntil(scene, w => Said(w, anna, "once more, because") == 2);

        scene.World.PersonSays(anna, Right);
        scene.World.PersonSays(anna, Right);
        scene.World.PersonPresses(anna, terms.Id, yes);
        await AdvanceUntil(
            scene,
            w => Said(w, anna, "Done: you have") == 1 && Said(w, anna, "Please send the password") == 2
        );

        Assert.Equal((1, 1), (billing.Asks, billing.Takes));
    }

    [Fact]
    public async Task Terms_that_change_before_the_second_password_are_shown_and_not_taken()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await Terms(scene, anna);
        await scene.Press(anna, Yes);
        billing.Stands = new PromisedPayment.Offered(300m, 25m, new DateOnly(2026, 12, 3));

        ChatMessage again = await Send(scene, anna, Right);

        Assert.Contains("look at the terms as they are now", again.Text);
        Assert.Contains("It costs 25.00\u00A0kr.", again.Text);
        Assert.Equal(0, billing.Asks);
    }

    [Fact]
    public async Task What_is_recommended_may_change_and_is_no_part_of_what_was_agreed_to()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await Terms(scene, anna);
        await scene.Press(anna, Yes);
        billing.Stands = (PromisedPayment.Offered)billing.Stands with { Recommended = 1m };

        Assert.Contains("Done: you have", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task Whatever_else_comes_while_a_password_is_awaited_is_deleted_and_none_of_it_is_tried()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Ask(anna, "/promise");
        int[] sent = new int[4];
        Assert.Contains(
            "forwarded",
            (await scene.Next(anna, () => sent[0] = scene.World.PersonSays(anna, Right, forwarded: true))).Text
        );
        Assert.Contains(
            "does not prove",
            (await scene.Next(anna, () => sent[1] = scene.World.PersonSendsContact(anna, "+47 000 00 002", anna))).Text
        );
        Assert.Contains(
            "only text",
            (await scene.Next(anna, () => sent[2] = scene.World.PersonSendsKind(anna, "photo"))).Text
        );
        scene.World.PersonEdits(anna, sent[3] = scene.World.PersonSays(anna, "/help"), Right);
        await AdvanceUntil(scene, w => Said(w, anna, "do not read edited messages") == 1);

        Assert.All(sent, id => Assert.DoesNotContain(scene.World.History(anna), message => message.Id == id));
        Assert.Equal(0, billing.SignIns);
        Assert.Contains("You can get", (await Send(scene, anna, Right)).Text);
    }

    [Fact]
    public async Task Of_several_contracts_one_is_chosen_and_a_refusal_is_told_in_words()
    {
        await using Scene scene = await Begin();
        long anna = await Linked(scene);
        await scene.Link(anna);
        await scene.Ask(anna, "/promise");

        Assert.Contains("Contract 700 123", (await scene.Press(anna, "700 123")).Text);
        billing.Stands = new PromisedPayment.Denied(PromiseDenial.NotGiven);
        Assert.Contains("your provider gives no promised payments", (await Send(scene, anna, Right)).Text);
        Assert.Equal(State.Idle, (await SessionOf(scene, anna)).State);
    }

    private Task<Scene> Begin() =>
        Scene.Begin(time, replace: services => services.AddSingleton<IBilling>(sp => billing.Around(sp)));

    private static async Task<long> Linked(Scene scene, string name = "Anna")
    {
        long person = scene.Person(name);
        await scene.Link(person, "700 124", "4511 654321");
        return person;
    }

    /// <summary>/promise and the password: the terms.</summary>
    /// <summary>Until the billing is asked, which then does <paramref name="way"/>.</summary>
    private async Task SignToTake(Scene scene, long chat, Taking way)
    {
        billing.Way = way;
        await Terms(scene, chat);
        await scene.Press(chat, Yes);
        scene.World.PersonSays(chat, Right);
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static async Task<ChatMessage> Terms(Scene scene, long chat)
    {
        await scene.Ask(chat, "/promise");
        return await Send(scene, chat, Right);
    }

    /// <summary>A password, which is gone from the chat when the answer is there.</summary>
    internal static async Task<ChatMessage> Send(Scene scene, long chat, string password)
    {
        int sent = 0;
        ChatMessage answer = await scene.Next(chat, () => sent = scene.World.PersonSays(chat, password));
        Assert.DoesNotContain(scene.World.History(chat), message => message.Id == sent);
        return answer;
    }

    internal static int Said(TelegramWorld world, long chat, string words) =>
        world.BotMessages(chat).Count(message => message.Text.Contains(words));

    private Task AdvanceUntil(Scene scene, Func<TelegramWorld, bool> holds) => AdvanceUntil(time, scene, holds);

    internal static async Task AdvanceUntil(FakeTimeProvider time, Scene scene, Func<TelegramWorld, bool> holds)
    {
        Task came = scene.When(holds);
        while (!came.IsCompleted)
        {
            await Task.WhenAny(came, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            time.Advance(came.IsCompleted ? TimeSpan.Zero : TimeSpan.FromSeconds(1));
        }

        await came;
    }

    internal static async Task<IReadOnlyList<AuditEntry>> Audit(Scene scene, long chat) =>
        await scene.Bot.Part<OpenStore>().Audit.AuditOf(new ChatId(chat), 100);

    internal static async Task<Session> SessionOf(Scene scene, long chat) =>
        (await scene.Bot.Part<OpenStore>().Turns.Load(new ChatId(chat))).Session;
}
