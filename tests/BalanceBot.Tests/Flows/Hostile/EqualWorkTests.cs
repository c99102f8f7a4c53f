using BalanceBot.Billing;
using BalanceBot.Hosting;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>
/// Nobody can tell from the work that is done why a guess was refused: the same questions to the billing, the same
/// reservations and the same calls to Telegram. How long it takes is measured by the benchmark "door".
/// </summary>
public sealed class EqualWorkTests
{
    private const string Contracts = """
        contract,login,password,document,balance,currency,state
        700 123,anna,Correct-Horse-9,4510 123456,149.99,NOK,active
        700 124,bo,Battery-Staple-8,,149.99,NOK,active
        700 125,,,4510 123457,149.99,NOK,active
        700 126,cid,Leading-Zeros-7,4510 123458,149.99,NOK,active
        555 001,twice,Two-Rows-6,4512 111111,1.00,NOK,active
        555 001,twice,Two-Rows-5,4512 222222,2.00,NOK,active

        """;

    private readonly CountingHashing hashing = new();
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Every_refusal_by_document_does_the_same_work_and_says_the_same()
    {
        await using Scene scene = await Begin();
        await Lock(scene, "Contract number and document", "700 126");
        long locked = await LockChat(scene, "Contract number and document");

        Dictionary<string, Work> works = new()
        {
            ["wrong document"] = await Try(scene, "Contract number and document", "700 123", "9999 000000"),
            ["too short to be one"] = await Try(scene, "Contract number and document", "700 123", "1"),
            ["no such contract"] = await Try(scene, "Contract number and document", "999 999", "4510 123456"),
            ["none on file"] = await Try(scene, "Contract number and document", "700 124", "4510 123456"),
            ["ambiguous"] = await Try(scene, "Contract number and document", "555 001", "4512 111111"),
            ["locked"] = await Try(scene, "Contract number and document", "700 126", "9999 000000"),
            ["locked, but right"] = await Try(scene, "Contract number and document", "700 126", "4510 123458"),
            ["chat locked"] = await Try(scene, "Contract number and document", "700 123", "9999 000000", locked),
            ["chat locked, but right"] = await Try(
                scene,
                "Contract number and document",
                "700 123",
                "4510 123456",
                locked
            ),
            ["chat locked, no such"] = await Try(scene, "Contract number and document", "999 998", "9999 0", locked),
        };

        AssertEqual(
            works,
            expected: "FindByNumber 1, VerifyDocument 1, reservations 1 of 2 keys and 1 of all, comparison x 8, digest x 1"
        );
    }

    [Fact]
    public async Task Every_refusal_by_password_does_the_same_work_and_says_the_same()
    {
        await using Scene scene = await Begin();
        await Lock(scene, "Login and password", "cid");
        long locked = await LockChat(scene, "Login and password");

        Dictionary<string, Work> works = new()
        {
            ["wrong password"] = await Try(scene, "Login and password", "anna", "wrong"),
            ["no such login"] = await Try(scene, "Login and password", "nobody", "Correct-Horse-9"),
            ["ambiguous"] = await Try(scene, "Login and password", "twice", "Two-Rows-6"),
            ["locked"] = await Try(scene, "Login and password", "cid", "wrong"),
            ["locked, but right"] = await Try(scene, "Login and password", "cid", "Leading-Zeros-7"),
            ["chat locked, but right"] = await Try(scene, "Login and password", "anna", "Correct-Horse-9", locked),
            ["chat locked, no such"] = await Try(scene, "Login and password", "nobody", "wrong", locked),
        };

        AssertEqual(
            works,
            expected: "FindByLogin 1, VerifyPassword 1, reservations 1 of 2 keys and 1 of all, comparison x 8, digest x 1"
        );
    }

    private static void AssertEqual(Dictionary<string, Work> works, string expected)
    {
        Assert.All(works, work => Assert.Equal(expected, work.Value.Done));
        Work first = works.Values.First();
        Assert.Contains("deleteMessage", first.Calls);
        Assert.All(works, work => Assert.Equal((work.Key, first), (work.Key, work.Value)));
    }

    private Task<Scene> Begin() =>
        Scene.Begin(
            time,
            contracts: Contracts,
            replace: services =>
                services
                    .AddSingleton<IHashing>(hashing)
                    .AddSingleton<IBilling>(CountingBilling.Around)
                    .AddSingleton<IAttemptStore>(sp => new CountingAttempts(
                        sp.GetRequiredService<OpenStore>().Attempts
                    ))
        );

    private async Task Lock(Scene scene, string way, string whose)
    {
        for (int guess = 1; guess <= new LinkingSettings().WrongAttempts; guess++)
        {
            await Try(scene, way, whose, $"000{guess} 000000");
        }
    }

    /// <summary>A chat that may not guess any more; nothing that the tests ask for is locked by it.</summary>
    private async Task<long> LockChat(Scene scene, string way)
    {
        long chat = scene.Person();
        for (int guess = 1; guess <= new LinkingSettings().WrongAttempts; guess++)
        {
            await Try(scene, way, $"80000{guess}", $"000{guess} 000000", chat);
        }

        return chat;
    }

    /// <param name="from">Null: a chat that never tried before, so that only the contract can be locked.</param>
    private async Task<Work> Try(Scene scene, string way, string whose, string proof, long? from = null)
    {
        CountingBilling billing = (CountingBilling)scene.Bot.Part<IBilling>();
        CountingAttempts attempts = (CountingAttempts)scene.Bot.Part<IAttemptStore>();
        long chat = from ?? scene.Person();
        await scene.Ask(chat, "/link");
        await scene.Press(chat, way);
        await scene.Ask(chat, whose);
        await Counted(scene, chat);
        string[] questions =
        [
            nameof(IBilling.FindByNumber),
            nameof(IBilling.FindByLogin),
            nameof(IBilling.VerifyDocument),
            nameof(IBilling.VerifyPassword),
        ];
        hashing.Taken();
        int[] before = [.. questions.Select(billing.Asked)];
        (int reserved, int keys, int all) = (attempts.Reservations, attempts.KeysReserved, attempts.OfAll);
        Dictionary<string, int> calls = Calls(scene);

        ChatMessage answer = await scene.Ask(chat, proof);
        await Counted(scene, chat);

        IEnumerable<string> asked = questions
            .Select((question, at) => (question, Times: billing.Asked(question) - before[at]))
            .Where(q => q.Times > 0)
            .Select(q => $"{q.question} {q.Times}");
        return new Work(
            $"{string.Join(", ", asked)}, reservations {attempts.Reservations - reserved} of {attempts.KeysReserved - keys} keys and {attempts.OfAll - all} of all, {hashing.Taken()}",
            string.Join(
                ", ",
                Calls(scene)
                    .Select(call => (Call: call.Key, Times: call.Value - calls.GetValueOrDefault(call.Key)))
                    .Where(call => call.Times > 0)
                    .Select(call => $"{call.Call} x {call.Times}")
                    .Order(StringComparer.Ordinal)
            ),
            $"{answer.Text} {string.Join(' ', answer.Entities)} {answer.Markup?.ToJsonString()}"
        );
    }

    /// <summary>A message is seen before its call is counted, and that of one chat must not be counted for the next.</summary>
    private static async Task Counted(Scene scene, long chat)
    {
        await scene.Settled();
        await scene
            .World.When(world =>
                world.Calls("sendMessage").Count(call => call.Chat == chat && call.Code == 200)
                >= world.BotMessages(chat).Count
            )
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, int> Calls(Scene scene) =>
        new[] { "sendMessage", "deleteMessage", "editMessageText" }
            .SelectMany(scene.World.Calls)
            .CountBy(call => $"{call.Method} {call.Code}")
            .ToDictionary(StringComparer.Ordinal);

    /// <summary>What an attempt cost, and what was seen of it.</summary>
    private sealed record Work(string Done, string Calls, string Answer);
}
