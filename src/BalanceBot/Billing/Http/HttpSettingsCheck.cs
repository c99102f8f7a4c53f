using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Http;

/// <summary>What can be told of the settings without asking. No sentence holds the key.</summary>
internal static class HttpSettingsCheck
{
    private const int ShortestKey = 32;
    private const int LongestKey = 512;

    public static IEnumerable<string> Mistakes(HttpSettings settings) =>
        Url(settings).Concat(Key(settings)).Concat(Ranges(settings).OfType<string>());

    private static IEnumerable<string> Url(HttpSettings settings)
    {
        if (settings.Url.Length == 0)
        {
            yield return "Billing:Http:Url is not set: give the address at which your billing answers (docs/billing-http.md).";
        }
        else if (WebAddress.Of(settings.Url) is not { } address)
        {
            yield return "Billing:Http:Url must be an address such as https://billing.example.com/balancebot, without a question mark and without a user.";
        }
        else if (!WebAddress.IsSafe(address))
        {
            yield return "Billing:Http:Url must begin with https: passwords of subscribers go there. Plain http is for an address on this machine only.";
        }

        if (settings.Proxy.Length > 0 && WebAddress.Of(settings.Proxy) is null)
        {
            yield return "Billing:Http:Proxy must be an address such as http://proxy.example.com:3128, or empty.";
        }
    }

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
        else if (key.Length is < ShortestKey or > LongestKey || !key.All(letter => letter is > ' ' and <= '~'))
        {
            yield return "Billing:Http:Key must be 32 to 512 letters, digits and signs without spaces; openssl rand -hex 32 makes one.";
        }
    }

    private static IEnumerable<string?> Ranges(HttpSettings settings)
    {
        yield return settings.Currency.Length == 3 && settings.Currency.All(char.IsAsciiLetterUpper)
            ? null
            : "Billing:Http:Currency must be three capital letters, such as NOK.";
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
                $"Billing:Http:{name} is {value}; it must be from {least} to {most}."
            );
}
