namespace BalanceBot.Billing.Sql;

/// <summary>What can be told of the settings without a database. No sentence holds a value that may be secret.</summary>
internal static class SqlSettingsCheck
{
    private static readonly string[] StateWords = ["active", "frozen", "blocked", "disabled", "closed"];

    public static IEnumerable<string> Mistakes(SqlSettings settings) =>
        Connection(settings)
            .Concat(Missing(settings))
            .Concat(SqlQuery.Of(settings).SelectMany(query => query.Mistakes()))
            .Concat(Words(settings));

    private static IEnumerable<string> Connection(SqlSettings settings)
    {
        if (settings.ConnectionString.Length == 0 == (settings.ConnectionStringFile.Length == 0))
        {
            yield return "Billing:Sql needs either ConnectionString or ConnectionStringFile, and not both: where the database is.";
        }
        else if (settings.SecretString() is not { } secret)
        {
            yield return $"Billing:Sql:ConnectionStringFile: the file {settings.ConnectionStringFile} is not there or cannot be read.";
        }
        else if (!SqlEngine.CanRead(settings.Engine, secret))
        {
            yield return $"Billing:Sql:ConnectionString cannot be read: write it like {SqlEngine.ExampleFor(settings.Engine)}";
        }
    }

    private static IEnumerable<string> Missing(SqlSettings settings)
    {
        if (settings.Snapshot.Count == 0)
        {
            yield return "Billing:Sql:Snapshot is not set: give the query for one contract (docs/billing-sql.md).";
        }

        if (settings.Snapshots.Count == 0)
        {
            yield return "Billing:Sql:Snapshots is not set: give the query for a page of contracts (docs/billing-sql.md).";
        }

        if (settings.VerifyDocument.Count == 0 && settings.VerifyPassword.Count == 0)
        {
            yield return "Billing:Sql: neither VerifyDocument nor VerifyPassword is set: nobody could link a contract.";
        }
    }

    private static IEnumerable<string> Words(SqlSettings settings)
    {
        if (settings.Currency.Length != 3 || !settings.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return "Billing:Sql:Currency must be three capital letters, such as NOK.";
        }

        if (settings.States.Any(pair => !WordMap.IsPair(pair, word => StateWords.Contains(word))))
        {
            yield return "Billing:Sql:States must be pairs such as \"0=active\", each with one of active, frozen, blocked, disabled and closed.";
        }

        if (settings.Periods.Any(pair => !WordMap.IsPair(pair, IsPeriod)))
        {
            yield return "Billing:Sql:Periods must be pairs such as \"month=monthly\", each with monthly, daily, spread or a number of days.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.TimeZone, out _))
        {
            yield return "Billing:Sql:TimeZone must be a name such as Europe/Oslo or UTC.";
        }

        if (settings.QueryTimeout < TimeSpan.FromSeconds(0.5) || settings.QueryTimeout > TimeSpan.FromMinutes(1))
        {
            yield return "Billing:Sql:QueryTimeout must be from 00:00:00.5 to 00:01:00.";
        }

        if (settings.MostConnections is < 1 or > 100)
        {
            yield return "Billing:Sql:MostConnections must be from 1 to 100.";
        }
    }

    private static bool IsPeriod(string word)
    {
        try
        {
            return Cells.Period("period", word) is not null;
        }
        catch (BadCellException)
        {
            return false;
        }
    }
}
