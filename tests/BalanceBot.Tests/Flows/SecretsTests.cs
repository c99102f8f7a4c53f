using System.Text;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>After a full run with everything that can go wrong, nothing secret is in the log or the data file.</summary>
public sealed class SecretsTests
{
    private static readonly string[] Secrets =
    [
        "4510 123456",
        "4510123456",
        "4510-999-000",
        "Correct-Horse-9",
        "wrong-password-typed-by-anna",
        "anna.k",
        "+47 000 00 001",
        "Oppdiktet",
        "Anna-the-first-name",
        Scene.Token,
        "a-made-up-token",
        "never-finished-draft-login",
    ];

    [Fact]
    public async Task No_secret_document_phone_name_or_token_is_in_the_log_or_the_data_file()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person("Anna-the-first-name");
        await scene.Link(anna, document: "4510-999-000");
        await scene.Link(anna);
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Login and password");
        await scene.Ask(anna, "anna.k");
        await scene.Ask(anna, "wrong-password-typed-by-anna");
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Login and password");
        await scene.Ask(anna, "anna.k");
        await scene.Ask(anna, "Correct-Horse-9");
        await scene.Next(anna, () => scene.World.PersonSendsContact(anna, "+47 000 00 001", anna));
        await scene.Ask(anna, "/balance");

        // Faults on the way, so that answers, deletions and stragglers are stored.
        scene.World.Faults.Add(new Fault(FaultKind.ServerError, "deleteMessage") { Times = 1 });
        scene.World.Faults.Add(new Fault(FaultKind.ReplyLost, "sendMessage") { Times = 1 });
        await scene.Ask(anna, "/link");
        await scene.Press(anna, "Contract number and document");
        await scene.Ask(anna, "700 123");
        await scene.Ask(anna, "4510 123456");
        scene.World.Faults.Add(new Fault(FaultKind.TooMany, "sendMessage", Seconds: 3) { Times = 1 });
        scene.World.PersonSays(anna, "4510 123456");
        scene.World.PersonSays(anna, "/link 700123 4510123456");
        await scene.Settled();
        long draft = scene.Person("Anna-the-first-name");
        await scene.Ask(draft, "/link");
        await scene.Press(draft, "Login and password");
        await scene.Ask(draft, "never-finished-draft-login");
        await scene.StopBot();

        byte[][] places =
        [
            .. Directory.GetFiles(scene.Folder, "bot*").Select(File.ReadAllBytes),
            Encoding.UTF8.GetBytes(string.Join('\n', scene.Log)),
        ];
        Assert.True(places.Sum(place => place.Length) > 10_000, "nothing was written: the scan would find nothing");
        foreach (string secret in Secrets)
        {
            Assert.All(places, place => Assert.False(Holds(place, secret), $"{secret} is there"));
        }
    }

    internal static bool Holds(string text, string secret) => Holds(Encoding.UTF8.GetBytes(text), secret);

    [Fact]
    public void The_scan_finds_what_is_there()
    {
        Assert.True(Holds(Encoding.UTF8.GetBytes("xx 4510 123456 yy"), "4510 123456"));
        Assert.True(Holds(Encoding.Unicode.GetBytes("xx 4510 123456 yy"), "4510 123456"));
        Assert.True(Holds(Encoding.UTF8.GetBytes(Convert.ToBase64String("4510 123456"u8)), "4510 123456"));
    }

    internal static bool Holds(byte[] place, string secret) =>
        new[]
        {
            Encoding.UTF8.GetBytes(secret),
            Encoding.Unicode.GetBytes(secret),
            Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')[..^1]),
        }.Any(form => place.AsSpan().IndexOf(form) >= 0);
}
