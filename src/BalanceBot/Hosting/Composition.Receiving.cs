using System.Security.Cryptography;
using BalanceBot.Hosting.Settings;
using BalanceBot.Inbox;

namespace BalanceBot.Hosting;

/// <summary>How updates come in: polled by one process, or delivered to any.</summary>
internal static partial class Composition
{
    private const string Polling = "polling";
    private const string Speaking = "speaking";
    private const int SecretBytes = 32;

    /// <summary>With a shared store others leave something at any time; alone, only an earlier run can.</summary>
    private static readonly TimeSpan LookShared = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Updates that others left: of one that is gone they are free after 10 s, and whoever keeps one behind another's is told
    /// to look sooner. Each look of an idle process costs it processor time.
    /// </summary>
    private static readonly TimeSpan LookForUpdates = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAlone = TimeSpan.FromSeconds(30);

    private static void AddReceiving(IServiceCollection services, BotSettings settings, OpenStore store)
    {
        bool byWebhook = settings.Telegram.Mode == SettingsCheck.Webhook;
        if (byWebhook || store.Shared is not null)
        {
            services.AddHostedService(sp => new InboxWorker(
                sp.GetRequiredService<Intake>(),
                store.Shared is null ? LookAlone : LookForUpdates,
                sp.Time(),
                sp.Log<InboxWorker>()
            ));
        }

        if (byWebhook)
        {
            AddWebhook(services, settings);
        }
        else
        {
            AddOnDuty(services, store, Polling, sp => ReceiverOf(sp, settings, keepsFirst: store.Shared is not null));
        }
    }

    /// <summary>In this order: what comes in goes out last when stopping.</summary>
    private static void AddWebhook(IServiceCollection services, BotSettings settings) =>
        services
            .AddSingleton(sp => new WebhookDoor(
                sp.GetRequiredService<IUpdateReader>(),
                sp.GetRequiredService<Intake>(),
                sp.GetRequiredService<Lanes>(),
                sp.GetRequiredService<ReceiverStatus>(),
                settings.Inbox,
                sp.Time(),
                sp.Log<WebhookDoor>()
            ))
            .AddHostedService(sp => sp.GetRequiredService<WebhookDoor>())
            .AddSingleton(sp => new WebhookServer(
                sp.GetRequiredService<WebhookDoor>(),
                () => PlaceOf(settings, sp.GetRequiredService<IInboxStore>()),
                new Uri(settings.Webhook.Listen),
                settings.Inbox.LargestUpdateBytes
            ))
            .AddHostedService(sp => sp.GetRequiredService<WebhookServer>())
            .AddHostedService(sp => new WebhookWatch(
                sp.GetRequiredService<IWebhook>(),
                async () =>
                {
                    await sp.GetRequiredService<WebhookServer>().Listening;
                    return await PlaceOf(settings, sp.GetRequiredService<IInboxStore>());
                },
                sp.GetRequiredService<ReceiverStatus>(),
                sp.Time(),
                Chance,
                sp.Log<WebhookWatch>()
            ));

    private static async Task<WebhookPlace> PlaceOf(BotSettings settings, IInboxStore store) =>
        new(
            new Uri(settings.Webhook.Url),
            SettingsCheck.WebhookSecretOf(settings) is { Length: > 0 } set
                ? set
                : await store.WebhookSecret(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))),
            settings.Webhook.MostConnections
        );

    private static Receiver ReceiverOf(IServiceProvider sp, BotSettings settings, bool keepsFirst) =>
        new(
            sp.GetRequiredService<IUpdateSource>(),
            sp.GetRequiredService<IWebhook>(),
            sp.GetRequiredService<Intake>(),
            sp.GetRequiredService<Lanes>(),
            sp.GetRequiredService<ReceiverStatus>(),
            settings.Inbox,
            PollWait(settings),
            keepsFirst,
            sp.Time(),
            Chance,
            sp.Log<Receiver>()
        );

    /// <summary>Always, where this process has the store alone; else only while it has the duty.</summary>
    private static void AddOnDuty(
        IServiceCollection services,
        OpenStore store,
        string duty,
        params Func<IServiceProvider, BackgroundService>[] parts
    )
    {
        if (store.Shared is { } shared)
        {
            services.AddSingleton<IHostedService>(sp => new WhileOnDuty(
                shared,
                duty,
                [.. parts.Select(part => (Func<BackgroundService>)(() => part(sp)))],
                sp.Log<WhileOnDuty>()
            ));
            return;
        }

        foreach (Func<IServiceProvider, BackgroundService> part in parts)
        {
            services.AddSingleton<IHostedService>(part);
        }
    }
}
