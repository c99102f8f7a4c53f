using BalanceBot.Billing;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Settings;
using BalanceBot.Linking;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Warnings;

namespace BalanceBot.Hosting;

/// <summary>What answers operators: the same parts in the running bot and in a command beside a stopped one.</summary>
internal static partial class Composition
{
    public static ServiceProvider ForQuestions(
        BotSettings settings,
        IScanStore scans,
        IAuditStore audit,
        TimeProvider time
    )
    {
        ServiceCollection services = new();
        services
            .AddLogging()
            .AddSingleton(time)
            .AddSingleton(scans)
            .AddSingleton(audit)
            .AddSingleton(VoicesOf(settings));
        AddBilling(services, settings);
        AddAnswers(services, settings);
        return services.BuildServiceProvider();
    }

    /// <summary>Nothing but the billing, as the bot asks it.</summary>
    public static ServiceProvider ForBilling(BotSettings settings, TimeProvider time)
    {
        ServiceCollection services = new();
        services.AddLogging().AddSingleton(time).AddSingleton(settings);
        AddBilling(services, settings);
        return services.BuildServiceProvider();
    }

    public static Voices VoicesOf(BotSettings settings) =>
        new(
            settings.Conversations.DefaultLanguage,
            ZoneOf(settings),
            settings.Billing.TopUpUrl.Length == 0
                ? null
                : new TopUpLink(settings.Billing.TopUpUrl, settings.Billing.TopUpStep)
        );

    public static Seal StoreSeal(BotSettings settings) => Seal.From(TokenOf(settings), "store");

    private static void AddAnswers(IServiceCollection services, BotSettings settings)
    {
        WarningLimits limits = settings.Warnings.Limits(ZoneOf(settings));
        services
            .AddSingleton(limits)
            .AddSingleton(new Judge(limits))
            .AddSingleton(sp => new WatchJudge(sp.GetRequiredService<Judge>(), limits))
            .AddSingleton(sp => new Explainer(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<WatchJudge>(),
                sp.Time()
            ))
            .AddSingleton(sp => new DryRun(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<IScanStore>(),
                sp.GetRequiredService<WatchJudge>(),
                limits,
                settings.Scanning.PageSize,
                sp.Time()
            ))
            .AddSingleton(sp => new AuditReader(
                sp.GetRequiredService<IBilling>(),
                sp.GetRequiredService<IAuditStore>()
            ))
            .AddSingleton(sp => new OperatorAnswers(
                sp.GetRequiredService<Explainer>(),
                sp.GetRequiredService<DryRun>(),
                sp.GetRequiredService<AuditReader>(),
                sp.GetRequiredService<Voices>().For(null),
                sp.Time()
            ));
    }
}
