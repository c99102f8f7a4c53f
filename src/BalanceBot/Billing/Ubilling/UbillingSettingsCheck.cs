using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>What can be told of the settings without asking anybody. No sentence holds a value that may be secret.</summary>
internal static class UbillingSettingsCheck
{
    public static IEnumerable<string> Mistakes(UbillingSettings settings) =>
        Halves(settings).Concat(Database(settings)).Concat(Web(settings)).Concat(Values(settings));

    private static IEnumerable<string> Halves(UbillingSettings settings)
    {
        if (!settings.HasDatabase() && settings.AgentUrl.Length == 0)
        {
            yield return "Billing:Ubilling needs a ConnectionString (or ConnectionStringFile), or AgentUrl, alone or with ApiUrl: nobody could link a contract.";
        }

        if (settings.HasDatabase() && settings.ApiUrl.Length > 0)
        {
            yield return "Billing:Ubilling:ApiUrl and the database are both set: the database tells more, leave ApiUrl empty.";
        }
    }

    private static IEnumerable<string> Database(UbillingSettings settings)
    {
        if (!settings.HasDatabase())
        {
            yield break;
        }

        if (settings.ConnectionString.Length > 0 && settings.ConnectionStringFile.Length > 0)
        {
            yield return "Billing:Ubilling:ConnectionString and ConnectionStringFile are both set: keep one of them.";
        }
        else if (UbillingQueries.Of(settings).SecretString() is not { } secret)
        {
            yield return $"Billing:Ubilling:ConnectionStringFile: the file {settings.ConnectionStringFile} is not there or cannot be read.";
        }
        else if (!SqlEngine.CanRead(SqlEngineKind.MySql, secret))
        {
            yield return $"Billing:Ubilling:ConnectionString cannot be read: write it like {SqlEngine.ExampleFor(SqlEngineKind.MySql)}";
        }
    }

    private static IEnumerable<string> Web(UbillingSettings settings)
    {
        foreach (
            (string name, string text) in new[] { ("AgentUrl", settings.AgentUrl), ("ApiUrl", settings.ApiUrl) }.Where(
                one => one.Item2.Length > 0
            )
        )
        {
            if (WebAddress.Of(text) is not { } address)
            {
                yield return $"Billing:Ubilling:{name} must be an address such as https://billing.example.com/userstats/, without a question or a password in it.";
            }
            else if (!WebAddress.IsSafe(address))
            {
                yield return $"Billing:Ubilling:{name} must begin with https: passwords and keys go there.";
            }
        }

        if (settings.Key.Length > 0 && settings.KeyFile.Length > 0)
        {
            yield return "Billing:Ubilling:Key and Billing:Ubilling:KeyFile are both set: keep one of them.";
        }
        else if (settings.SecretKey() is not { } key)
        {
            yield return $"Billing:Ubilling:KeyFile: the file {settings.KeyFile} is not there or cannot be read.";
        }
        else if (settings.ApiUrl.Length > 0 && key.Length == 0)
        {
            yield return "Billing:Ubilling:Key is not set: the remote API at ApiUrl asks for the billing's serial.";
        }
    }

    private static IEnumerable<string> Values(UbillingSettings settings)
    {
        if (settings.Currency.Length != 3 || !settings.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return "Billing:Ubilling:Currency must be three capital letters, such as UAH.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
        {
            yield return "Billing:Ubilling:TimeZone must be a name such as Europe/Kyiv or UTC.";
        }

        if (settings.FeeDay is < 1 or > 28)
        {
            yield return "Billing:Ubilling:FeeDay must be from 1 to 28.";
        }

        if (settings.QueryTimeout < TimeSpan.FromSeconds(0.5) || settings.QueryTimeout > TimeSpan.FromMinutes(1))
        {
            yield return "Billing:Ubilling:QueryTimeout must be from 00:00:00.5 to 00:01:00.";
        }

        if (settings.MostConnections is < 1 or > 100)
        {
            yield return "Billing:Ubilling:MostConnections must be from 1 to 100.";
        }
    }
}
