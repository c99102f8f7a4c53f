using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Http;

/// <summary>What can be told of the settings without asking. No sentence holds the key.</summary>
internal static class HttpSettingsCheck
{
    private const int ShortestKey = 32;
    private static readonly WebSettingsCheck Common = new("Billing:Http");

    public static IEnumerable<string> Mistakes(HttpSettings settings) =>
        Common
            .Addresses(
                settings.Url,
                "the address at which your billing answers (docs/billing-http.md)",
                "https://billing.example.com/balancebot",
                settings.Proxy
            )
            .Concat(Key(settings))
            .Concat(
                Common
                    .Values(settings.Currency, settings.Timeout, settings.BulkTimeout, settings.MostConnections)
                    .OfType<string>()
            );

    private static IEnumerable<string> Key(HttpSettings settings)
    {
        if (settings.Key.Length == 0 == (settings.KeyFile.Length == 0))
        {
            yield return "Billing:Http needs either Key or KeyFile, and not both: what questions are signed with.";
        }
        else if (settings.Secret() is not { } key)
        {
            yield return $"Billing:Http:KeyFile: the file {settings.KeyFile} is not there or cannot be read.";
        }
        else if (!WebSettingsCheck.IsKey(key, ShortestKey))
        {
            yield return "Billing:Http:Key must be 32 to 512 letters, digits and signs without spaces; openssl rand -hex 32 makes one.";
        }
    }
}
