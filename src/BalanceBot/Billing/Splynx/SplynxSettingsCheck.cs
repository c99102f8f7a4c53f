using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>What can be told of the settings without asking. No sentence holds the key.</summary>
internal static class SplynxSettingsCheck
{
    private static readonly WebSettingsCheck Common = new("Billing:Splynx");

    public static IEnumerable<string> Mistakes(SplynxSettings settings) =>
        Common
            .Addresses(
                settings.Url,
                "the address of Splynx (docs/billing-splynx.md)",
                "https://splynx.example.com",
                settings.Proxy
            )
            .Concat(Key(settings))
            .Concat(
                Common
                    .Values(settings.Currency, settings.Timeout, settings.BulkTimeout, settings.MostConnections)
                    .OfType<string>()
            )
            .Concat(Values(settings).OfType<string>());

    private static IEnumerable<string> Key(SplynxSettings settings)
    {
        if (!WebSettingsCheck.IsKey(settings.Key))
        {
            yield return "Billing:Splynx:Key must be the key of an API key of Splynx, without spaces.";
        }

        if (settings.Secret.Length == 0 == (settings.SecretFile.Length == 0))
        {
            yield return "Billing:Splynx needs either Secret or SecretFile, and not both: the secret of the API key.";
        }
        else if (settings.HeldSecret() is not { } secret)
        {
            yield return $"Billing:Splynx:SecretFile: the file {settings.SecretFile} is not there or cannot be read.";
        }
        else if (!WebSettingsCheck.IsKey(secret))
        {
            yield return "Billing:Splynx:Secret must be letters, digits and signs without spaces, as Splynx shows it.";
        }
    }

    private static bool IsField(string name) =>
        name.Length <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static IEnumerable<string?> Values(SplynxSettings settings)
    {
        yield return Common.Zone(settings.TimeZone);
        yield return settings.NumberField.Length > 0 && IsField(settings.NumberField)
            ? null
            : "Billing:Splynx:NumberField must be login, id, or the name of an additional field of customers.";
        yield return IsField(settings.DocumentField)
            ? null
            : "Billing:Splynx:DocumentField must be the name of an additional field of customers, or empty.";
    }
}
