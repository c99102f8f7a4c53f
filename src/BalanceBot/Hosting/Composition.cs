using System.Security.Cryptography;
using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Settings;
using BalanceBot.Hosting.Telemetry;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Pictures;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Subscribers;
using BalanceBot.TelegramApi;

namespace BalanceBot.Hosting;

/// <summary>Puts the house together, from the store outwards.</summary>
internal static partial class Composition
{
    public static void Add(
        IServiceCollection services,
        BotSettings settings,
        Owner owner,
        TimeProvider time,
        OpenStore store
    )
    {
        string token = TokenOf(settings);
        services.AddSingleton(settings).AddSingleton(store.Shared?.Time ?? time).AddSingleton(owner);
        AddStore(services, store);
        AddBilling(services, settings);
        AddTelegram(services, settings);
        AddInvitations(services, settings, store);
        AddMiddle(services, settings, store, token);
        AddAnswers(services, settings);
        AddWarnings(services, settings);
        if (settings.Telemetry.IsOn)
        {
            Exporting.Add(services, settings.Telemetry, owner.Name);
        }

        AddWorkers(services, settings, store);
    }

    /// <summary>A name that no process had before.</summary>
    public static Owner NewOwner() => new($"{Environment.ProcessId}-{Guid.NewGuid():N}");

    /// <summary>The store is opened before: one that cannot be is told before anything else starts.</summary>
    private static void AddStore(IServiceCollection services, OpenStore store) =>
        services
            .AddSingleton(_ => store)
            .AddSingleton(store.Inbox)
            .AddSingleton(store.Turns)
            .AddSingleton(store.Outbox)
            .AddSingleton(store.Attempts)
            .AddSingleton(store.Scans)
            .AddSingleton(store.Audit);

    private static void AddTelegram(IServiceCollection services, BotSettings settings) =>
        services
            // The network's patience goes by the machine's clock, whatever clock the bot goes by.
            .AddSingleton(_ => ClientsOf(settings))
            .AddSingleton<IUpdateSource>(sp => new LongPoll(sp.GetRequiredService<Clients>().Poll))
            .AddSingleton<IMessageSender>(sp => new Gateway(
                sp.GetRequiredService<Clients>().Send,
                settings.Outbox.PaidBroadcast
            ))
            .AddSingleton<IWebhook>(sp => new Webhook(sp.GetRequiredService<Clients>().Ask, sp.Time()))
            .AddSingleton<IUpdateReader>(_ => new UpdateReader(settings.Inbox.LargestUpdateBytes))
            .AddSingleton(sp => new CommandMenu(sp.GetRequiredService<Clients>().Ask, sp.Log<CommandMenu>()));

    public static Clients ClientsOf(BotSettings settings) =>
        new(TokenOf(settings), new Uri(settings.Telegram.BaseUrl), PollWait(settings), TimeProvider.System);

    private static void AddMiddle(IServiceCollection services, BotSettings settings, OpenStore store, string token)
    {
        KeyedHash attemptKeys = KeyedHash.From(token, "attempts");
        LinkingSettings linking = settings.Linking;
        services
            .AddSingleton(VoicesOf(settings))
            .AddSingleton(new BotIdentity())
            .AddSingleton(new ReceiverStatus())
            .AddSingleton(_ => new Lanes(settings.Inbox.MostAtOnce))
            .AddSingleton(sp => new Dispatcher(
                sp.GetRequiredService<IMessageSender>(),
                sp.GetRequiredService<IOutboxStore>(),
                settings.Outbox,
                Chance,
                sp.Time(),
                sp.Log<Dispatcher>()
            )
            {
                IsSure = store.Shared is { } shared ? shared.IsSureSince : _ => true,
            })
            .AddSingleton(sp => new Linker(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<IAttemptStore>(),
                PolicyOf(linking),
                AttemptPolicy.OverAll(linking.WrongAttemptsPerHour),
                attemptKeys.Of,
                sp.Time(),
                sp.Log<Linker>()
            ))
            .AddSingleton(sp => new TurnWork(
                new RememberingBilling(sp.GetRequiredService<IBilling>()),
                sp.GetRequiredService<Linker>(),
                sp.GetRequiredService<Dispatcher>(),
                sp.GetRequiredService<Voices>(),
                settings.Conversations,
                WaysOf(linking),
                () => sp.GetRequiredService<BotIdentity>().UserName,
                sp.Time()
            )
            {
                WarningPages = sp.GetRequiredService<WarningPages>(),
                Promises = new PromiseDesk(
                    sp.GetRequiredService<IBilling>(),
                    sp.GetRequiredService<ITurnStore>().LinkedTo,
                    sp.GetRequiredService<IAuditStore>().Audit,
                    sp.Time()
                ),
                Painter = new Painter(sp.Log<Painter>()),
                Operators = sp.GetRequiredService<IOperatorDesk>(),
                LinkedTo = sp.GetRequiredService<ITurnStore>().LinkedTo,
                MostChatsPerContract = linking.MostChatsPerContract,
                Redeemer = sp.GetRequiredService<Redeemer>(),
                Export = new ChatExport(
                    sp.GetRequiredService<ITurnStore>(),
                    sp.GetRequiredService<IScanStore>(),
                    sp.GetRequiredService<IOutboxStore>(),
                    sp.GetRequiredService<IAuditStore>(),
                    sp.Time()
                ),
                ExportLimit = new ExportLimit(
                    sp.GetRequiredService<IAttemptStore>(),
                    attemptKeys.Of,
                    linking.ExportEvery,
                    sp.Time()
                ),
                Retention = new Retention(linking.ForgetAfter, settings.Scanning.KeepDecisions, linking.KeepAudit),
            })
            .AddSingleton(sp => new Conversation(
                sp.GetRequiredService<ITurnStore>(),
                sp.GetRequiredService<TurnWork>(),
                sp.GetRequiredService<Owner>().Name
            ))
            .AddSingleton(sp => new Suspender(
                sp.GetRequiredService<ITurnStore>(),
                sp.GetRequiredService<TurnWork>(),
                sp.GetRequiredService<Owner>().Name
            ))
            .AddSingleton<ITurnTaker>(sp => sp.GetRequiredService<Conversation>())
            .AddSingleton(sp => new UpdateHandler(
                sp.GetRequiredService<ITurnTaker>(),
                sp.GetRequiredService<IInboxStore>(),
                settings.Inbox,
                sp.Time(),
                Chance,
                sp.Log<UpdateHandler>()
            ))
            .AddSingleton(sp => new Intake(
                sp.GetRequiredService<IUpdateReader>(),
                sp.GetRequiredService<IInboxStore>(),
                sp.GetRequiredService<ITurnTaker>(),
                sp.GetRequiredService<UpdateHandler>(),
                sp.GetRequiredService<Lanes>(),
                settings.Inbox,
                sp.GetRequiredService<Owner>().Name,
                sp.Time()
            ));
    }

    /// <summary>Stopped in reverse order: first nothing new is received, last what is under way is sent.</summary>
    private static void AddWorkers(IServiceCollection services, BotSettings settings, OpenStore store)
    {
        services
            .AddHostedService(sp => new StoreWatch(sp.GetRequiredService<OpenStore>()))
            .AddHostedService(sp => new OutboxWorker(
                sp.GetRequiredService<Dispatcher>(),
                sp.GetRequiredService<IOutboxStore>(),
                sp.GetRequiredService<Owner>().Name,
                store.Shared is null ? Sharing.Alone : new Sharing(LookShared, () => store.Shared.Has(Speaking)),
                sp.Time(),
                sp.Log<OutboxWorker>()
            ));
        if (SettingsCheck.HealthAddress(settings.Health.Listen) is { } listen)
        {
            services.AddHostedService(sp => new HealthServer(
                listen,
                CheckupOf(sp, settings, store),
                settings.Telemetry.Prometheus ? server => Exporting.Map(server, sp) : null
            ));
        }

        if (store.Shared is null)
        {
            services.AddHostedService(sp => new ControlServer(
                settings.LiteDb.File,
                sp.GetRequiredService<OperatorAnswers>(),
                sp.GetRequiredService<Inviter>(),
                sp.Time(),
                sp.Log<ControlServer>()
            ));
        }

        AddLinksApi(services, settings);
        AddOnDuty(services, store, Speaking, [.. WarningWorkers(settings), .. Keepers(settings)]);
        services.AddHostedService(sp => new Introduction(
            sp.GetRequiredService<IUpdateSource>(),
            sp.GetRequiredService<CommandMenu>(),
            sp.GetRequiredService<Voices>(),
            WaysOf(settings.Linking),
            () => sp.GetRequiredService<IBilling>().Abilities,
            sp.GetRequiredService<BotIdentity>(),
            Chance,
            sp.Time(),
            sp.Log<Introduction>()
        ));
        AddReceiving(services, settings, store);
    }

    private static Func<IServiceProvider, BackgroundService>[] Keepers(BotSettings settings) =>
        [
            sp => new DialogueClock(
                sp.GetRequiredService<ITurnStore>(),
                sp.GetRequiredService<Conversation>(),
                sp.GetRequiredService<Lanes>(),
                sp.Time(),
                sp.Log<DialogueClock>()
            ),
            sp => new Housekeeping(
                sp.GetRequiredService<Intake>(),
                sp.GetRequiredService<IAttemptStore>(),
                sp.GetRequiredService<IInvitationStore>(),
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<IAuditStore>(),
                new Keeping(settings.Linking.ForgetAfter, settings.Scanning.KeepDecisions, settings.Linking.KeepAudit),
                sp.Time(),
                sp.Log<Housekeeping>()
            ),
        ];

    private static Checkup CheckupOf(IServiceProvider sp, BotSettings settings, OpenStore store) =>
        new(
            sp.GetRequiredService<ReceiverStatus>(),
            store.Inbox,
            store.Scans,
            sp.GetRequiredService<Dispatcher>(),
            // A data file that cannot be written ends the process: it is never only away.
            storeTrouble: () => store.Inbox.Away is null ? null : "the database does not answer",
            () => sp.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested,
            () =>
                new ReadinessLimits(
                    TelegramLimit(settings, store),
                    IsScanned(sp.GetRequiredService<IBilling>()) ? settings.Scanning.AlarmAfter : null
                ),
            sp.Time()
        );

    /// <summary>Null: whether Telegram answers is for another process to say, which has the duty of asking.</summary>
    private static TimeSpan? TelegramLimit(BotSettings settings, OpenStore store) =>
        settings.Telegram.Mode == SettingsCheck.Webhook ? TimeSpan.FromMinutes(3)
        : store.Shared is { } shared && !shared.Has(Polling) ? null
        : PollWait(settings) + TimeSpan.FromSeconds(30);

    private static string TokenOf(BotSettings settings) =>
        SettingsCheck.TokenOf(settings) ?? throw new UnusableException("The token cannot be read.");

    private static TimeSpan PollWait(BotSettings settings) => TimeSpan.FromSeconds(settings.Telegram.PollSeconds);

    private static IReadOnlyList<LinkWay> WaysOf(LinkingSettings linking) =>
        [
            .. linking.ContractAndDocument ? [LinkWay.ContractAndDocument] : Array.Empty<LinkWay>(),
            .. linking.LoginAndPassword ? [LinkWay.LoginAndPassword] : Array.Empty<LinkWay>(),
        ];

    public static double Chance() => RandomNumberGenerator.GetInt32(1_000_000) / 1_000_000.0;

    private static TimeProvider Time(this IServiceProvider services) => services.GetRequiredService<TimeProvider>();

    private static ILogger<T> Log<T>(this IServiceProvider services) => services.GetRequiredService<ILogger<T>>();
}

/// <summary>Who holds the leases of this process.</summary>
internal sealed record Owner(string Name);
