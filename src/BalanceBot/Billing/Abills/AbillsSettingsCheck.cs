using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>What can be told of the settings without asking. No sentence holds the key.</summary>
internal static class AbillsSettingsCheck
{
    private static readonly WebSettingsCheck Common = new("Billing:Abills");

    public static IEnumerable<string> Mistakes(AbillsSettings settings) =>
        Common
            .Addresses(
                settings.Url,
                "the address of its api.cgi (docs/billing-abills.md)",
                "https://billing.example.com:9443/api.cgi",
                settings.Proxy
            )
            .Concat(Key(settings))
            .Concat(
                Common
                    .Values(settings.Currency, settings.Timeout, settings.BulkTimeout, settings.MostConnections)
                    .OfType<string>()
            )
            .Concat(Values(settings).OfType<string>());

    private static IEnumerable<string> Key(AbillsSettings settings)
    {
        if (settings.Key.Length == 0 == (settings.KeyFile.Length == 0))
        {
            yield return "Billing:Abills needs either Key or KeyFile, and not both: the API key of an operator of ABillS.";
        }
        else if (settings.Secret() is not { } key)
        {
            yield return $"Billing:Abills:KeyFile: the file {settings.KeyFile} is not there or cannot be read.";
        }
        else if (!WebSettingsCheck.IsKey(key))
        {
            yield return "Billing:Abills:Key must be letters, digits and signs without spaces, as ABillS shows it at its operator.";
        }
    }

    private static IEnumerable<string?> Values(AbillsSettings settings)
    {
        yield return Common.Zone(settings.TimeZone);
        yield return Common.Within("ChargeDay", settings.ChargeDay, 1, 28);
    }
}
