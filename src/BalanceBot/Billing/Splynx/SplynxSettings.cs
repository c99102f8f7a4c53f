namespace BalanceBot.Billing.Splynx;

/// <summary>Splynx, asked by its REST API 2.0: docs/billing-splynx.md.</summary>
internal sealed class SplynxSettings
{
    /// <summary>Where Splynx answers; https, or http on this machine. Required when Billing:Kind is Splynx.</summary>
    public string Url { get; set; } = "";

    /// <summary>The key of an API key of Splynx.</summary>
    public string Key { get; set; } = "";

    /// <summary>The secret that belongs to it. Never printed.</summary>
    public string Secret { get; set; } = "";

    /// <summary>A file that holds the secret instead (a mounted secret).</summary>
    public string SecretFile { get; set; } = "";

    /// <summary>What the contract number is: login, id, or the name of an additional field of customers.</summary>
    public string NumberField { get; set; } = "login";

    /// <summary>The additional field that holds the document; empty: nobody links by contract number and document.</summary>
    public string DocumentField { get; set; } = "";

    /// <summary>Currency (ISO 4217) of all balances.</summary>
    public string Currency { get; set; } = "NOK";

    /// <summary>Of Splynx: its days name none.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>A question may take so long, its repetition included. Range 0.2 s - 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1.4);

    /// <summary>A list, or a login, may take so long. Range 1 s - 60 s.</summary>
    public TimeSpan BulkTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Connections, and so questions, at the same time. Range 1-100.</summary>
    public int MostConnections { get; set; } = 8;

    /// <summary>A proxy to go through; empty: directly.</summary>
    public string Proxy { get; set; } = "";

    /// <summary>Null: the file cannot be read.</summary>
    public string? HeldSecret()
    {
        if (SecretFile.Length == 0)
        {
            return Secret;
        }

        try
        {
            return File.ReadAllText(SecretFile).Trim();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
