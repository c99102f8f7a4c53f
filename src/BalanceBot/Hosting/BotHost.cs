using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Hosting.Settings;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Storage;

namespace BalanceBot.Hosting;

/// <summary>The bot as one thing that is started and stopped: the executable and the sandbox run the same.</summary>
internal sealed partial class BotHost : IAsyncDisposable
{
    /// <summary>SIGTERM to the end of the process: what a container runtime allows by default.</summary>
    internal static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(8);

    private readonly IHost host;
    private readonly ILogger log;
    private Task? stopping;

    private BotHost(IHost host)
    {
        this.host = host;
        log = host.Services.GetRequiredService<ILogger<BotHost>>();
    }

    /// <summary>Ends when a part dies without which the bot only pretends to work.</summary>
    public Task<Exception> Failed { get; private set; } = new TaskCompletionSource<Exception>().Task;

    /// <param name="replace">Puts other parts in the place of ours, for tests.</param>
    /// <summary>Builds and starts; throws <see cref="UnusableException"/> with one sentence for the operator.</summary>
    public static async Task<BotHost> Start(
        BotSettings settings,
        TimeProvider time,
        Action<ILoggingBuilder> logging,
        CancellationToken stop,
        Action<IServiceCollection>? replace = null
    )
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        logging(builder.Logging);
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = StopAtMost;
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        // The host would log a dead part with the whole exception, whose message may quote a secret; we tell it ourselves.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        // Signals are the executable's business; the sandbox and the tests run the bot beside other things.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        Owner owner = Composition.NewOwner();
        OpenStore store = await OpenStore.Open(settings, owner, time, logging);
        Composition.Add(builder.Services, settings, owner, time, store);
        replace?.Invoke(builder.Services);
        BotHost bot = new(builder.Build());
        // Asked for once, so that it is the host's to close, however the start ends.
        bot.Part<OpenStore>();
        if (await Composition.BeginBilling(bot.host.Services, stop) is { } mistake)
        {
            await bot.DisposeAsync();
            throw new UnusableException(mistake);
        }

        foreach (string way in Composition.IdleWays(bot.host.Services))
        {
            Log.IdleWay(bot.log, way);
        }

        if (!Composition.IsScanned(bot.Part<IBilling>()))
        {
            Log.NobodyWarned(bot.log);
        }

        try
        {
            await bot.host.StartAsync(stop);
        }
        catch
        {
            // Else the data file would stay taken for as long as this process lives.
            await bot.DisposeAsync();
            throw;
        }

        bot.Failed = Vital.FirstFailure(bot.host.Services.GetServices<IHostedService>().OfType<BackgroundService>());
        return bot;
    }

    /// <summary>Until asked to stop, or until a part dies. 0 or 1, for the process.</summary>
    public async Task<int> RunUntil(CancellationToken stop)
    {
        TaskCompletionSource asked = new();
        await using CancellationTokenRegistration registration = stop.Register(() => asked.TrySetResult());
        int exit = 0;
        if (await Task.WhenAny(asked.Task, Failed) == Failed)
        {
            Log.Died(log, Told(await Failed));
            exit = 1;
        }

        await Stop();
        return exit;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        switch (host)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            default:
                host.Dispose();
                break;
        }
    }

    /// <summary>Once: a second time each part would wait for what the first has given up.</summary>
    private Task Stop() => stopping ??= host.StopAsync(CancellationToken.None);

    public T Part<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>A part that works beside the others.</summary>
    public T Hosted<T>()
        where T : IHostedService => host.Services.GetServices<IHostedService>().OfType<T>().Single();

    /// <summary>Our own sentences as they are; anything else by type and place, for its message may quote a secret.</summary>
    internal static string Told(Exception failure) =>
        failure
            is UnusableException
                or StoreUnusableException
                or TokenRefusedException
                or WebhookRefusedException
                or SendingRefusedException
            ? failure.Message
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{failure.GetType().FullName}{Environment.NewLine}{failure.StackTrace}"
            );

    private static partial class Log
    {
        [LoggerMessage(9000, LogLevel.Critical, "The bot stops: {Why}", EventName = "BotDied")]
        public static partial void Died(ILogger log, string why);

        [LoggerMessage(
            9001,
            LogLevel.Warning,
            "Linking:{Way} is on, and the billing cannot prove anybody so: whoever chooses it is refused. Switch it off, or give the billing what it needs",
            EventName = "WayWithoutProof"
        )]
        public static partial void IdleWay(ILogger log, string way);

        [LoggerMessage(
            9002,
            LogLevel.Warning,
            "The billing tells a balance only to who signs in for it: no scan runs, and nobody is warned",
            EventName = "NobodyWarned"
        )]
        public static partial void NobodyWarned(ILogger log);
    }
}
