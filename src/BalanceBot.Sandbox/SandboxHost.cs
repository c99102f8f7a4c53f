using BalanceBot.Hosting;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Sandbox.ChatPage;
using BalanceBot.Sandbox.Clock;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox;

/// <param name="Data">Null: a temporary folder, removed at the end.</param>
/// <param name="Port">Null: the usual one, or a free one.</param>
/// <param name="BotApiPort">0: a free one.</param>
internal sealed record SandboxSettings(string? Data, int? Port, int BotApiPort, bool WithBot, bool Verbose)
{
    /// <summary>Further settings of the bot, under the product's names; they win over the sandbox's own.</summary>
    public IReadOnlyDictionary<string, string?>? More { get; init; }
}

/// <summary>The imitated Telegram, the page, the sample billing and the real bot, as one thing.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    /// <summary>Made up, and good for nothing but this imitation.</summary>
    public const string Token = "7000000001:sandbox-token-for-nobody-but-this-page";

    private const int UsualPort = 5080;
    private readonly string? temporary;
    private BotApiServer? server;
    private ChatPageServer? page;
    private BotHost? bot;
    private Hurry? hurry;

    private SandboxHost(string folder, bool isTemporary)
    {
        temporary = isTemporary ? folder : null;
        World = new TelegramWorld(Time, Token);
        Billing = new BillingFile(Path.Combine(folder, "billing.csv"), Time);
        Clock = new SandboxClock(Time, Billing, Path.Combine(folder, "clock.txt"));
    }

    /// <summary>One for all: what is moved for the billing is moved for the bot and for its Telegram.</summary>
    public MovableTime Time { get; } = new(TimeProvider.System);
    public TelegramWorld World { get; }
    public BillingFile Billing { get; }
    public SandboxClock Clock { get; }
    public Uri Page => page!.Address;
    public Uri BotApi => server!.Address;

    public static async Task<SandboxHost> Start(SandboxSettings settings, CancellationToken stop)
    {
        string folder = settings.Data ?? Directory.CreateTempSubdirectory("balancebot-sandbox-").FullName;
        Directory.CreateDirectory(folder);
        SandboxHost sandbox = new(folder, isTemporary: settings.Data is null);
        try
        {
            sandbox.Clock.Resume();
            sandbox.Billing.Prepare();
            sandbox.World.AddPerson("Anna", "en");
            sandbox.World.AddPerson("Bjørn", "nb");
            sandbox.server = await BotApiServer.Start(sandbox.World, sandbox.Time, settings.BotApiPort, stop);
            sandbox.page = await sandbox.StartPage(settings.Port, stop);
            if (settings.WithBot)
            {
                string store = Path.Combine(folder, "balancebot.db");
                sandbox.bot = await RealBot.Start(
                    new RealBotSettings(Token, sandbox.BotApi, sandbox.Billing.Path, store, settings.Verbose)
                    {
                        Zone = sandbox.Clock.Zone,
                        HistoryFile = sandbox.Billing.History.Path,
                        More = settings.More,
                    },
                    sandbox.Time,
                    stop
                );
                sandbox.hurry = new Hurry(sandbox.Billing, sandbox.Clock, TimeProvider.System);
            }

            return sandbox;
        }
        catch
        {
            await sandbox.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until asked to stop, or until the bot dies.</summary>
    public async Task<int> RunUntil(CancellationToken stop)
    {
        if (bot is not null)
        {
            return await bot.RunUntil(stop);
        }

        TaskCompletionSource asked = new();
        await using CancellationTokenRegistration registration = stop.Register(() => asked.TrySetResult());
        await asked.Task;
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        await (hurry?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (bot?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (page?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (server?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (temporary is not null)
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task<ChatPageServer> StartPage(int? port, CancellationToken stop)
    {
        TelegramChats chats = new(World);
        try
        {
            return await ChatPageServer.Start(chats, Billing, Clock, port ?? UsualPort, stop);
        }
        catch (IOException) when (port is null)
        {
            return await ChatPageServer.Start(chats, Billing, Clock, 0, stop);
        }
    }
}
