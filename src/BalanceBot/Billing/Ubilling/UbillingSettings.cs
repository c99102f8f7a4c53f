namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Ubilling: its database, or its agent for subscribers, alone or with its operators' API; docs/billing-ubilling.md tells
/// what works with which.
/// </summary>
internal sealed class UbillingSettings
{
    /// <summary>The database, as MySqlConnector reads it, with its password: a secret, never printed.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A file that holds it instead (a mounted secret).</summary>
    public string ConnectionStringFile { get; set; } = "";

    /// <summary>Where the subscribers' cabinet (userstats) is; empty: it is not asked.</summary>
    public string AgentUrl { get; set; } = "";

    /// <summary>Where the billing itself is, with its remote API; empty: it is not asked.</summary>
    public string ApiUrl { get; set; } = "";

    /// <summary>The billing's serial, the key of its remote API: a secret, never printed.</summary>
    public string Key { get; set; } = "";

    /// <summary>A file that holds it instead.</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Of all sums (ISO 4217).</summary>
    public string Currency { get; set; } = "UAH";

    /// <summary>Of the billing's clock.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Day of the month on which monthly fees are charged (DayFee of Stargazer). Range 1-28.</summary>
    public int FeeDay { get; set; } = 1;

    /// <summary>Monthly fees are charged in daily parts (SpreadFee of Stargazer).</summary>
    public bool SpreadFee { get; set; }

    /// <summary>One query may take so long. Range 0.5 s - 60 s.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections to the database, and so queries, at the same time. Range 1-100.</summary>
    public int MostConnections { get; set; } = 8;

    /// <summary>Only the agent: contracts are told to who signs in, and to nobody else.</summary>
    public bool IsAgentAlone() => AgentUrl.Length > 0 && !HasDatabase() && ApiUrl.Length == 0;

    public bool HasDatabase() => ConnectionString.Length > 0 || ConnectionStringFile.Length > 0;

    /// <summary>Empty: none. Null: its file cannot be read.</summary>
    public string? SecretKey()
    {
        if (KeyFile.Length == 0)
        {
            return Key;
        }

        try
        {
            return File.ReadAllText(KeyFile).Trim();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
