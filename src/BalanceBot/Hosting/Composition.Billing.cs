using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Billing.Csv;
using BalanceBot.Billing.Http;
using BalanceBot.Billing.Splynx;
using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Billing.Web;
using BalanceBot.Hosting.Settings;
using BalanceBot.Linking;
using BalanceBot.Storage;

namespace BalanceBot.Hosting;

/// <summary>The billing that the settings name, behind our patience with it.</summary>
internal static partial class Composition
{
    private static void AddBilling(IServiceCollection services, BotSettings settings) =>
        services
            .AddSingleton<IHashing>(Hashing.Plain)
            .AddSingleton(sp => new CsvBilling(
                settings.Csv,
                sp.Time(),
                sp.Log<CsvBilling>(),
                HoldersOf(settings),
                sp.GetRequiredService<IHashing>()
            ))
            .AddSingleton(sp => new SqlBilling(
                settings.Sql,
                sp.Time(),
                sp.GetRequiredService<ILoggerFactory>(),
                HoldersOf(settings),
                sp.GetRequiredService<IHashing>()
            ))
            .AddSingleton(sp => new HttpBilling(
                settings.Http,
                sp.Time(),
                sp.GetRequiredService<ILoggerFactory>(),
                HoldersOf(settings)
            ))
            .AddSingleton(sp => new UbillingBilling(
                settings.Ubilling,
                new WebLimits(),
                sp.Time(),
                sp.GetRequiredService<ILoggerFactory>(),
                HoldersOf(settings)
            ))
            .AddSingleton(sp => new AbillsBilling(
                settings.Abills,
                sp.Time(),
                sp.GetRequiredService<ILoggerFactory>(),
                HoldersOf(settings),
                sp.GetRequiredService<IHashing>()
            ))
            .AddSingleton(sp => new SplynxBilling(
                settings.Splynx,
                sp.Time(),
                sp.GetRequiredService<ILoggerFactory>(),
                HoldersOf(settings),
                sp.GetRequiredService<IHashing>()
            ))
            .AddSingleton<IBillingAdapter>(sp =>
                settings.Billing.Kind switch
                {
                    SettingsCheck.Sql => sp.GetRequiredService<SqlBilling>(),
                    SettingsCheck.Ubilling => sp.GetRequiredService<UbillingBilling>(),
                    SettingsCheck.Abills => sp.GetRequiredService<AbillsBilling>(),
                    SettingsCheck.Splynx => sp.GetRequiredService<SplynxBilling>(),
                    SettingsCheck.Http => sp.GetRequiredService<HttpBilling>(),
                    _ => sp.GetRequiredService<CsvBilling>(),
                }
            )
            .AddSingleton<IBilling>(sp => new PatientBilling(
                sp.GetRequiredService<IBillingAdapter>(),
                settings.Billing,
                sp.Time(),
                sp.Log<PatientBilling>()
            ));

    /// <summary>What the billing finds wrong before the first question, for the operator; null: nothing.</summary>
    public static async Task<string?> BeginBilling(IServiceProvider parts, CancellationToken stop) =>
        await parts.GetRequiredService<IBillingAdapter>().Begin(stop) is { Count: > 0 } mistakes
            ? string.Join(Environment.NewLine, mistakes)
            : null;

    /// <summary>For the operator: ways that are offered though nobody can be proved by them.</summary>
    public static IReadOnlyList<string> IdleWays(IServiceProvider parts)
    {
        BillingAbilities abilities = parts.GetRequiredService<IBillingAdapter>().Abilities;
        LinkingSettings linking = parts.GetRequiredService<BotSettings>().Linking;
        return
        [
            .. linking.ContractAndDocument && !abilities.HasFlag(BillingAbilities.VerifyDocument)
                ? [nameof(linking.ContractAndDocument)]
                : Array.Empty<string>(),
            .. linking.LoginAndPassword && !abilities.HasFlag(BillingAbilities.VerifyPassword)
                ? [nameof(linking.LoginAndPassword)]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>False: it tells a balance only to who signs in, so that no scan runs and nobody is warned.</summary>
    public static bool IsScanned(IBilling billing) => !billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn);

    /// <summary>The same before there is a billing to ask.</summary>
    public static bool IsScanned(BotSettings settings) =>
        settings.Billing.Kind != SettingsCheck.Ubilling || !settings.Ubilling.IsAgentAlone();

    /// <summary>Marks of another number are of another key: they are not compared, and made anew.</summary>
    private static HolderMark HoldersOf(BotSettings settings)
    {
        int number = settings.Linking.HolderMarks;
        string purpose = number == 1 ? "holders" : string.Create(CultureInfo.InvariantCulture, $"holders {number}");
        return new HolderMark(KeyedHash.From(TokenOf(settings), purpose).Of);
    }
}
