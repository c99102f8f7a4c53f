using BalanceBot.Hosting;
using BalanceBot.Hosting.Settings;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

/// <summary>The real bot against the imitated Telegram, in one process: what a story is told with.</summary>
internal sealed class Scene : IAsyncDisposable
{
    public const string Token = "7000000001:a-made-up-token-for-the-tests";

    public const string Contracts = """
        contract,login,password,document,phone,holder,balance,credit,currency,tariff,price,period,next_charge,state
        700 123,anna.k,Correct-Horse-9,4510 123456,+47 000 00 001,Anna Oppdiktet,149.99,0,NOK,Home 100,150.00,monthly,2026-12-01,active
        700 124,bo.s,Battery-Staple-8,4511 654321,+47 000 00 002,Bo Eksempel,-28.00,0,NOK,Home 50,99.00,monthly,2026-12-01,blocked
        007 001,zero.z,Leading-Zeros-7,AB 998877,+47 000 00 003,Null Nullsen,500.00,0,EUR,Mobile,1.00,daily,2026-11-25,active
        555 001,twice.a,Two-Rows-6,4512 111111,,First Same,1.00,0,NOK,,,,,active
        555 001,twice.b,Two-Rows-5,4512 222222,,Second Same,2.00,0,NOK,,,,,active

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly BotApiServer server;
    private readonly TimeProvider time;
    private readonly Dictionary<string, string?> settings;
    private readonly ILoggerProvider log;
    private BotHost? bot;

    private Scene(
        TelegramWorld world,
        BotApiServer server,
        TimeProvider time,
        string folder,
        IReadOnlyDictionary<string, string?>? more
    )
    {
        World = world;
        this.server = server;
        this.time = time;
        Folder = folder;
        log = new Lines(Log);
        settings = new()
        {
            ["Telegram:Token"] = Token,
            ["Telegram:BaseUrl"] = server.Address.ToString(),
            ["Billing:Csv:File"] = Path.Combine(folder, "billing.csv"),
            ["Storage:LiteDb:File"] = Path.Combine(folder, "bot.db"),
            ["Health:Listen"] = "",
        };
        foreach ((string key, string? value) in more ?? new Dictionary<string, string?>())
        {
            settings[key] = value;
        }
    }

    public Uri BotApi => server.Address;
    public TelegramWorld World { get; }
    public string Folder { get; }
    public List<string> Log { get; } = [];
    private Action<IServiceCollection>? Replace { get; init; }
    public BotHost Bot => bot!;

    public static async Task<Scene> Begin(
        TimeProvider? time = null,
        Rules? rules = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        string? contracts = null,
        Action<IServiceCollection>? replace = null
    )
    {
        TimeProvider clock = time ?? TimeProvider.System;
        TelegramWorld world = new(clock, Token, rules ?? Rules.WithoutLimits);
        BotApiServer server = await BotApiServer.Start(world, clock);
        Scene scene = new(world, server, clock, Directory.CreateTempSubdirectory("balancebot-test-").FullName, settings)
        {
            Replace = replace,
        };
        await File.WriteAllTextAsync(Path.Combine(scene.Folder, "billing.csv"), contracts ?? Contracts);
        await scene.StartBot();
        return scene;
    }

    /// <summary>From the next start on.</summary>
    public void Set(string key, string? value) => settings[key] = value;

    public async Task StartBot()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        SettingsReading reading = SettingsReader.Read(configuration);
        Assert.Empty(reading.Mistakes);
        bot = await BotHost.Start(
            reading.Settings,
            time,
            logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log),
            TestContext.Current.CancellationToken,
            Replace
        );
    }

    public async Task StopBot()
    {
        if (bot is not null)
        {
            Task stopped = bot.DisposeAsync().AsTask();
            while (time is FakeTimeProvider clock && !stopped.IsCompleted)
            {
                // Stopping waits here and there for a moment, which nobody else would let pass.
                clock.Advance(TimeSpan.FromSeconds(1));
                // What is on its way to Telegram goes by the real clock.
                await Task.WhenAny(stopped, Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System));
            }

            await stopped;
            bot = null;
        }
    }

    public long Person(string name = "Anna", string language = "en") => World.AddPerson(name, language).Id;

    /// <summary>Says something and waits for the bot's next message in that chat.</summary>
    public Task<ChatMessage> Ask(long chat, string text) => Next(chat, () => World.PersonSays(chat, text));

    /// <summary>Presses the newest button of that label and waits for the next message.</summary>
    public Task<ChatMessage> Press(long chat, string label) =>
        Next(
            chat,
            () =>
            {
                ChatMessage message = World
                    .BotMessages(chat)
                    .Last(m => m.Buttons.Any(row => row.Any(b => b.Text == label)));
                InlineButton button = message.Buttons.SelectMany(row => row).First(b => b.Text == label);
                Assert.NotNull(World.PersonPresses(chat, message.Id, button.Data!));
            }
        );

    /// <summary>Does something and waits for the bot's next message in that chat.</summary>
    public async Task<ChatMessage> Next(long chat, Action act, Func<Task>? then = null)
    {
        int last = World.BotMessages(chat).LastOrDefault()?.Id ?? 0;
        act();
        await (then?.Invoke() ?? Task.CompletedTask);
        Task came = When(w => w.BotMessages(chat).Any(m => m.Id > last));
        while (time is FakeTimeProvider clock && !came.IsCompleted)
        {
            // An answer may have to wait for the chat's pace: a virtual moment, now and then.
            await Task.WhenAny(came, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            clock.Advance(came.IsCompleted ? TimeSpan.Zero : TimeSpan.FromMilliseconds(200));
        }

        await came;
        return World.BotMessages(chat).First(m => m.Id > last);
    }

    public Task When(Func<TelegramWorld, bool> holds) =>
        World.When(holds).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>Until every update that people made is confirmed.</summary>
    public Task Settled() => When(w => w.Unconfirmed == 0);

    public async Task<ChatMessage> Link(long chat, string contract = "700 123", string document = "4510 123456")
    {
        await Ask(chat, "/link");
        await Press(chat, "Contract number and document");
        await Ask(chat, contract);
        return await Ask(chat, document);
    }

    public async ValueTask DisposeAsync()
    {
        await StopBot();
        await server.DisposeAsync();
        log.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
