using BalanceBot.Hosting.Inviting;
using BalanceBot.Hosting.Settings;
using BalanceBot.Linking;
using BalanceBot.Storage;

namespace BalanceBot.Hosting;

/// <summary>The provider's cabinet's way in: off until it has a key.</summary>
internal static partial class Composition
{
    private static void AddLinksApi(IServiceCollection services, BotSettings settings)
    {
        if (!settings.LinksApi.IsOn())
        {
            return;
        }

        services
            .AddSingleton(sp => new LinksServer(
                settings.LinksApi,
                new Uri(settings.LinksApi.Listen),
                LinksApiCheck.KeyOf(settings.LinksApi)
                    ?? throw new UnusableException("LinksApi:KeyFile cannot be read."),
                sp.GetRequiredService<Inviter>(),
                new SharedWindow(
                    sp.GetRequiredService<IAttemptStore>(),
                    KeyedHash.From(TokenOf(settings), "attempts").Of,
                    settings.LinksApi.MostPerMinute,
                    sp.Time()
                ),
                sp.Time(),
                sp.Log<LinksServer>()
            ))
            .AddHostedService(sp => sp.GetRequiredService<LinksServer>());
    }
}
