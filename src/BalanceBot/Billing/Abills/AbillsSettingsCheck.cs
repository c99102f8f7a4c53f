using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>What can be told of the settings without asking. No sentence holds the key.</summary>
internal static class AbillsSettingsCheck
{
    private const int LongestKey = 512;

    public static IEnumerable<string> Mistakes(AbillsSettings settings) =>
        Addresses(settings).Concat(Key(settings)).Concat(Values(settings).OfType<string>());

    private static IEnumerable<string> Addresses(AbillsSettings settings)
    {
        if (settings.Url.Length == 0)
        {
            yield return "Billing:Abills:Url is not set: give the address of its api.cgi (docs/billing-abills.md).";
        }
        else if (WebAddress.Of(settings.Url) is not { } address)
        {
            yield return "Billing:Abills:Url must be an address such as https://billing.example.com:9443/api.cgi, without a question mark and without a user.";
        }
        else if (!WebAddress.IsSafe(address))
        {
            yield return "Billing:Abills:Url must begin with https: passwords of subscribers go there. Plain http is for an address on this machine only.";
        }

        if (settings.Proxy.Length > 0 && WebAddress.Of(settings.Proxy) is null)
        {
            yield return "Billing:Abills:Proxy must be an address such as http://proxy.example.com:3128, or empty.";
        }
    }

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
        else if (key.Length is 0 or > LongestKey || !key.All(letter => letter is > ' ' and <= '~'))
        {
            yield return "Billing:Abills:Key must be letters, digits and signs without spaces, as ABillS shows it at its operator.";
        }
    }

    private static IEnumerable<string?> Values(AbillsSettings settings)
    {
        yield return settings.Currency.Length == 3 && settings.Currency.All(char.IsAsciiLetterUpper)
            ? null
            : "Billing:Abills:Currency must be three capital letters, such as NOK.";
        yield return TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _)
            ? null
            : "Billing:Abills:TimeZone must be a name such as Europe/Oslo or UTC.";
        yield return Within("ChargeDay", settings.ChargeDay, 1, 28);
        yield return Within("Timeout", settings.Timeout, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(10));
        yield return Within("BulkTimeout", settings.BulkTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        yield return Within("MostConnections", settings.MostConnections, 1, 100);
    }

    private static string? Within<T>(string name, T value, T least, T most)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Billing:Abills:{name} is {value}; it must be from {least} to {most}."
            );
}
