using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Hosting.Settings;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Warnings;

namespace BalanceBot.Hosting;

internal static partial class Composition
{
    /// <summary>The second sentence: scan, judge, tell.</summary>
    private static void AddWarnings(IServiceCollection services, BotSettings settings)
    {
        WarningLimits limits = settings.Warnings.Limits(ZoneOf(settings));
        services
            .AddSingleton(new Previewer(limits))
            .AddSingleton(new SuspensionBrake(settings.Linking.MostSuspendedPerScan))
            .AddSingleton(sp => new Composer(sp.GetRequiredService<Voices>(), limits))
            .AddSingleton(sp => new Scan(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<WatchJudge>(),
                sp.GetRequiredService<Suspender>(),
                sp.GetRequiredService<SuspensionBrake>(),
                settings.Scanning.PageSize,
                sp.Time(),
                sp.Log<Scan>()
            ))
            .AddSingleton(sp => new OperatorAlerts(
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<Dispatcher>(),
                sp.GetRequiredService<Voices>().For(null),
                settings.Operators.ToldOfAlarms(),
                settings.Scanning.AlarmAfter,
                sp.GetRequiredService<Owner>().Name,
                sp.Time(),
                sp.Log<OperatorAlerts>()
            ))
            .AddSingleton<IOperatorDesk>(sp => new OperatorDesk(
                settings.Operators,
                sp.GetRequiredService<Explainer>(),
                sp.GetRequiredService<DryRun>(),
                sp.GetRequiredService<Inviter>(),
                IsScanned(sp.GetRequiredService<IBilling>()),
                sp.GetRequiredService<Audit>().Add,
                () => sp.GetRequiredService<BotIdentity>().UserName,
                sp.Time()
            ))
            .AddSingleton(sp => new WarningPages(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<ITurnStore>().Episodes,
                sp.GetRequiredService<Judge>(),
                sp.GetRequiredService<Previewer>(),
                new WarningBounds(limits, ZonesOf(settings), settings.Warnings.LargestThreshold),
                sp.Time()
            ));
    }

    private static Func<IServiceProvider, BackgroundService>[] WarningWorkers(BotSettings settings) =>
        [
            sp => new Announcer(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<WatchJudge>(),
                sp.GetRequiredService<Composer>(),
                sp.GetRequiredService<Dispatcher>(),
                settings.Outbox.BulkPerSecond,
                sp.GetRequiredService<Owner>().Name,
                sp.Time(),
                sp.Log<Announcer>()
            ),
            sp => new LinkKeeper(
                sp.GetRequiredService<ITurnStore>(),
                sp.GetRequiredService<TurnWork>(),
                new LinkAge(settings.Linking.EndUnusedAfterMonths),
                sp.GetRequiredService<Owner>().Name,
                sp.Time()
            ),
            sp => new Scanner(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<Scan>(),
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<OperatorAlerts>(),
                sp.GetRequiredService<SuspensionBrake>(),
                settings.Scanning,
                sp.Time(),
                sp.Log<Scanner>()
            ),
        ];

    public static TimeZoneInfo ZoneOf(BotSettings settings) =>
        TimeZoneInfo.FindSystemTimeZoneById(settings.Conversations.TimeZone);

    private static IReadOnlyList<string> ZonesOf(BotSettings settings) =>
        [
            .. settings
                .Warnings.TimeZones.Prepend(settings.Conversations.TimeZone)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
}
