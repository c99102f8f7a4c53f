using System.Diagnostics;
using System.Globalization;
using BalanceBot.Hosting;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Configuration;

namespace BalanceBot.Tests.Flows;

/// <summary>The executable as an operator runs it: a process with environment variables, and signals.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const string Prefix = "BALANCEBOT__";
    private readonly BotApiServer server;
    private readonly Dictionary<string, string> environment;
    private readonly bool isTwin;
    private Process? process;
    private int polls;

    private BotProcess(TelegramWorld world, BotApiServer server, string folder)
    {
        World = world;
        this.server = server;
        Folder = folder;
        environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["BALANCEBOT__TELEGRAM__TOKEN"] = Scene.Token,
            ["BALANCEBOT__TELEGRAM__BASEURL"] = server.Address.ToString(),
            ["BALANCEBOT__BILLING__KIND"] = "Csv",
            ["BALANCEBOT__BILLING__CSV__FILE"] = Path.Combine(folder, "billing.csv"),
            ["BALANCEBOT__STORAGE__LITEDB__FILE"] = Path.Combine(folder, "data", "bot.db"),
            ["BALANCEBOT__HEALTH__LISTEN"] = "",
        };
    }

    private BotProcess(BotProcess first)
    {
        (World, server, Folder, Output, isTwin) = (first.World, first.server, first.Folder, first.Output, true);
        environment = new Dictionary<string, string>(first.environment, StringComparer.Ordinal);
    }

    public TelegramWorld World { get; }
    public string Folder { get; }

    /// <summary>Where the Bot API answers.</summary>
    public Uri Api => server.Address;

    /// <summary>What the process wrote, over all its lives.</summary>
    public List<string> Output { get; } = [];

    public static async Task<BotProcess> Prepare(int contracts = 1000, Rules? rules = null)
    {
        TelegramWorld world = new(TimeProvider.System, Scene.Token, rules ?? Rules.WithoutLimits);
        BotApiServer server = await BotApiServer.Start(world, TimeProvider.System);
        string folder = Directory.CreateTempSubdirectory("balancebot-process-").FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "billing.csv"),
            [
                "contract,document,balance",
                .. Enumerable
                    .Range(1, contracts)
                    .Select(n => string.Create(CultureInfo.InvariantCulture, $"C{n:0000},D{n:0000}99,{n}.50")),
            ]
        );
        return new BotProcess(world, server, folder);
    }

    /// <summary>A second one beside it, of the same bot and with the settings so far.</summary>
    public BotProcess Twin() => new(this);

    /// <summary>Its settings, for a bot within this process.</summary>
    public IConfiguration Configuration =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                environment.ToDictionary(
                    one => one.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal),
                    one => (string?)one.Value,
                    StringComparer.Ordinal
                )
            )
            .Build();

    public void Set(string name, string value) => environment[name] = value;

    public void Start(params string[] arguments)
    {
        polls = World.Polls;
        process = Begin(arguments);
    }

    /// <summary>Another process with the same settings, to its end; its exit code.</summary>
    public async Task<int> RunBeside(params string[] arguments)
    {
        using Process beside = Begin(arguments);
        await beside.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        return beside.ExitCode;
    }

    private Process Begin(string[] arguments)
    {
        ProcessStartInfo start = new("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.ArgumentList.Add(typeof(BotHost).Assembly.Location);
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Process begun = Process.Start(start)!;
        begun.OutputDataReceived += Keep;
        begun.ErrorDataReceived += Keep;
        begun.BeginOutputReadLine();
        begun.BeginErrorReadLine();
        return begun;
    }

    public int Id => process!.Id;

    public bool HasExited => process!.HasExited;

    /// <summary>The child's memory that is in use, in bytes.</summary>
    public long WorkingSet()
    {
        process!.Refresh();
        return process.WorkingSet64;
    }

    /// <summary>Until the server has been called by this life of the process.</summary>
    public Task FirstPoll(CancellationToken enough) => World.When(w => w.Polls > polls).WaitAsync(Patience, enough);

    /// <summary>Until the world is so; a test that waits in vain fails instead of hanging.</summary>
    public Task When(Func<TelegramWorld, bool> holds) =>
        World.When(holds).WaitAsync(Patience, TestContext.Current.CancellationToken);

    public async Task Kill()
    {
        process!.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.Dispose();
        process = null;
    }

    /// <summary>SIGTERM; the exit code.</summary>
    public async Task<int> Stop()
    {
        using Process kill = Process.Start("kill", ["-TERM", process!.Id.ToString(CultureInfo.InvariantCulture)]);
        return await Exit();
    }

    public async Task<int> Exit()
    {
        await process!.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        int code = process.ExitCode;
        process.Dispose();
        process = null;
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            await Kill();
        }

        if (isTwin)
        {
            return;
        }

        await server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (Output)
        {
            if (line.Data is { } text)
            {
                Output.Add(text);
            }
        }
    }
}
