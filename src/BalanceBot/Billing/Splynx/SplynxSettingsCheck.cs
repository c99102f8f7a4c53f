using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>What can be told of the settings without asking. No sentence holds the key.</summary>
internal static class SplynxSettingsCheck
{
    private const int LongestKey = 512;

    public static IEnumerable<string> Mistakes(SplynxSettings settings) =>
        Addresses(settings).Concat(Key(settings)).Concat(Values(settings).OfType<string>());

    private static IEnumerable<string> Addresses(SplynxSettings settings)
    {
        if (settings.Url.Length == 0)
        {
            yield return "Billing:Splynx:Url is not set: give the address of Splynx (docs/billing-splynx.md).";
        }
        else if (WebAddress.Of(settings.Url) is not { } address)
        {
            yield return "Billing:Splynx:Url must be an address such as https://splynx.example.com, without a question mark and without a user.";
        }
        else if (!WebAddress.IsSafe(address))
        {
            yield return "Billing:Splynx:Url must begin with https: passwords of subscribers go there. Plain http is for an address on this machine only.";
        }

        if (settings.Proxy.Length > 0 && WebAddress.Of(settings.Proxy) is null)
        {
            yield return "Billing:Splynx:Proxy must be an address such as http://proxy.example.com:3128, or empty.";
        }
    }

    private static IEnumerable<string> Key(SplynxSettings settings)
    {
        if (!IsPlain(settings.Key))
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
        else if (!IsPlain(secret))
        {
            yield return "Billing:Splynx:Secret must be letters, digits and signs without spaces, as Splynx shows it.";
        }
    }

    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= LongestKey && text.All(letter => letter is > ' ' and <= '~');

    private static bool IsField(string name) =>
        name.Length <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static IEnumerable<string?> Values(SplynxSettings settings)
    {
        yield return settings.Currency.Length == 3 && settings.Currency.All(char.IsAsciiLetterUpper)
            ? null
            : "Billing:Splynx:Currency must be three capital letters, such as NOK.";
        yield return TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _)
            ? null
            : "Billing:Splynx:TimeZone must be a name such as Europe/Oslo or UTC.";
        yield return settings.NumberField.Length > 0 && IsField(settings.NumberField)
            ? null
            : "Billing:Splynx:NumberField must be login, id, or the name of an additional field of customers.";
        yield return IsField(settings.DocumentField)
            ? null
            : "Billing:Splynx:DocumentField must be the name of an additional field of customers, or empty.";
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
                $"Billing:Splynx:{name} is {value}; it must be from {least} to {most}."
            );
}
