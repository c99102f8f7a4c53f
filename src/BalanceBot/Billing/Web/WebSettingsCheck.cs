using System.Globalization;

namespace BalanceBot.Billing.Web;

/// <summary>What is the same in the settings of every billing over HTTP. No sentence holds a secret.</summary>
/// <param name="section">Of the settings: "Billing:Http".</param>
internal sealed class WebSettingsCheck(string section)
{
    private const int LongestKey = 512;

    /// <param name="what">What to give when nothing is set.</param>
    public IEnumerable<string> Addresses(string url, string what, string example, string proxy)
    {
        if (url.Length == 0)
        {
            yield return $"{section}:Url is not set: give {what}.";
        }
        else if (WebAddress.Of(url) is not { } address)
        {
            yield return $"{section}:Url must be an address such as {example}, without a question mark and without a user.";
        }
        else if (!WebAddress.IsSafe(address))
        {
            yield return $"{section}:Url must begin with https: passwords of subscribers go there. Plain http is for an address on this machine only.";
        }

        if (proxy.Length > 0 && WebAddress.Of(proxy) is null)
        {
            yield return $"{section}:Proxy must be an address such as http://proxy.example.com:3128, or empty.";
        }
    }

    /// <summary>Letters, digits and signs without spaces, which may go into a header.</summary>
    public static bool IsKey(string key, int shortest = 1) =>
        key.Length >= shortest && key.Length <= LongestKey && key.All(letter => letter is > ' ' and <= '~');

    public IEnumerable<string?> Values(string currency, TimeSpan timeout, TimeSpan bulkTimeout, int mostConnections)
    {
        yield return currency.Length == 3 && currency.All(char.IsAsciiLetterUpper)
            ? null
            : $"{section}:Currency must be three capital letters, such as NOK.";
        yield return Within("Timeout", timeout, TimeSpan.FromSeconds(0.2), TimeSpan.FromSeconds(10));
        yield return Within("BulkTimeout", bulkTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        yield return Within("MostConnections", mostConnections, 1, 100);
    }

    public string? Zone(string timeZone) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _)
            ? null
            : $"{section}:TimeZone must be a name such as Europe/Oslo or UTC.";

    public string? Within<T>(string name, T value, T least, T most)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{section}:{name} is {value}; it must be from {least} to {most}."
            );
}
