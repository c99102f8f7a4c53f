namespace BalanceBot.Billing.Abills;

/// <summary>ABillS, asked by its REST API: docs/billing-abills.md.</summary>
internal sealed class AbillsSettings
{
    /// <summary>Its api.cgi; https, or http on this machine. Required when Billing:Kind is Abills.</summary>
    public string Url { get; set; } = "";

    /// <summary>The API key of an operator of ABillS. A secret, never printed.</summary>
    public string Key { get; set; } = "";

    /// <summary>A file that holds it instead (a mounted secret).</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Currency (ISO 4217) of all balances.</summary>
    public string Currency { get; set; } = "NOK";

    /// <summary>Of the machine that ABillS runs on: its days and times name none.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>The day of the month on which monthly fees are taken: its START_PERIOD_DAY. Range 1-28.</summary>
    public int ChargeDay { get; set; } = 1;

    /// <summary>A question may take so long, its repetition included. Range 0.2 s - 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1.4);

    /// <summary>A page of contracts, or a login, may take so long. Range 1 s - 60 s.</summary>
    public TimeSpan BulkTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Connections, and so questions, at the same time. Range 1-100.</summary>
    public int MostConnections { get; set; } = 8;

    /// <summary>A proxy to go through; empty: directly.</summary>
    public string Proxy { get; set; } = "";

    /// <summary>Null: the file cannot be read.</summary>
    public string? Secret()
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
