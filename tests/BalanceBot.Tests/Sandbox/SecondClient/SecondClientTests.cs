using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Sandbox.SecondClient;

/// <summary>
/// The imitation is trusted because a client that was not written against it works with it too: grammY, from npm.
/// </summary>
public sealed class SecondClientTests : IAsyncLifetime
{
    private const string Token = "7000000001:a-made-up-token-for-the-tests";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-grammy-").FullName;
    private readonly TelegramWorld world = new(TimeProvider.System, Token);
    private readonly List<JsonNode> seen = [];
    private readonly List<string> errors = [];
    private readonly List<(string What, TaskCompletionSource<JsonNode> Told)> awaited = [];
    private BotApiServer? server;
    private Process? client;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await BotApiServer.Start(world, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        if (client is { HasExited: false })
        {
            client.Kill(entireProcessTree: true);
        }

        client?.Dispose();
        await server!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_bot_on_another_library_greets_edits_deletes_is_refused_and_stops()
    {
        await Install();
        Start();
        JsonNode me = await Saw("me");
        Assert.Equal((TelegramWorld.BotUserName, 1), ((string?)me["name"], (int)me["commands"]!));
        await Saw("polling");

        long anna = world.AddPerson("Anna", "nb").Id;
        world.PersonSays(anna, "/start");
        JsonNode start = await Saw("start");
        Assert.Equal(
            ("Anna", "nb", "bold"),
            ((string?)start["from"], (string?)start["language"], (string?)start["bold"])
        );

        ChatMessage hello = Assert.Single(world.BotMessages(anna));
        Assert.Equal("Hello, choose", hello.Text);
        world.PersonPresses(anna, hello.Id, "y");
        JsonNode press = await Saw("press");
        Assert.Equal("Done", Assert.Single(world.BotMessages(anna)).Text);
        Assert.Equal(400, (int)press["again"]!["code"]!);

        int secret = world.PersonSays(anna, "secret");
        JsonNode deleted = await Saw("deleted");
        Assert.DoesNotContain(world.History(anna), message => message.Id == secret);
        Assert.Equal("Bad Request: message to delete not found", (string?)deleted["again"]!["words"]);

        world.PersonSendsContact(anna, "+47 000 00 001", anna);
        Assert.Equal(anna, (long)(await Saw("contact"))["owner"]!);
        world.PersonEdits(anna, world.PersonSays(anna, "typo"), "repaired");
        Assert.Equal("repaired", (string?)(await Saw("edited"))["words"]);

        world.PersonSays(anna, "flood");
        JsonNode flood = await Saw("flood");
        Assert.Equal(429, (int)flood["code"]!);
        Assert.InRange((int)flood["after"]!, 1, 60);

        world.PersonBlocks(anna, blocked: true);
        JsonNode member = await Saw("member");
        Assert.Equal("kicked", (string?)member["status"]);
        Assert.Equal("Forbidden: bot was blocked by the user", (string?)member["send"]!["words"]);

        using Process term = Process.Start("kill", ["-TERM", client!.Id.ToString(CultureInfo.InvariantCulture)]);
        await Saw("stopped");
        await client.WaitForExitAsync(Stop).WaitAsync(Patience, Stop);
        Assert.Equal(0, client.ExitCode);
        Assert.Equal(0, world.Unconfirmed);
    }

    private async Task Install()
    {
        string source = Path.Combine(Repository.Root, "tests", "BalanceBot.Tests", "Sandbox", "SecondClient");
        foreach (string file in new[] { "package.json", "package-lock.json", ".npmrc", "scenario.mjs" })
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
        }

        int exit = await Npm();
        bool ci = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipWhen(
            exit != 0 && !ci,
            "NOT TESTED: node and npm are not installed here, or npm cannot fetch grammY."
        );
        Assert.True(exit == 0, string.Join('\n', errors));
    }

    private async Task<int> Npm()
    {
        try
        {
            using Process npm = Begin("npm", "ci", "--no-audit", "--no-fund");
            await npm.WaitForExitAsync(Stop).WaitAsync(TimeSpan.FromMinutes(2), Stop);
            return npm.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }

    private void Start() => client = Begin("node", "scenario.mjs");

    private Process Begin(string command, params string[] arguments)
    {
        ProcessStartInfo start = new(command, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["BOT_TOKEN"] = Token;
        start.Environment["BOT_API"] = server!.Address.ToString().TrimEnd('/');
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Fail(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>The next thing of this kind that the client tells, or told already.</summary>
    private async Task<JsonNode> Saw(string what)
    {
        TaskCompletionSource<JsonNode> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (seen)
        {
            awaited.Add((what, told));
            Tell();
        }

        try
        {
            return await told.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The client never told of \"{what}\". {string.Join('\n', errors)}", late);
        }
    }

    private void Keep(string? line)
    {
        if (line is not ['{', ..])
        {
            return;
        }

        lock (seen)
        {
            seen.Add(JsonNode.Parse(line)!);
            Tell();
        }
    }

    private void Fail(string? line)
    {
        lock (seen)
        {
            errors.Add(line ?? "");
        }
    }

    private void Tell()
    {
        foreach ((string what, TaskCompletionSource<JsonNode> told) in awaited)
        {
            if (seen.FirstOrDefault(node => (string?)node["what"] == what) is { } node)
            {
                told.TrySetResult(node);
            }
        }
    }
}
