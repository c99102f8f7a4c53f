namespace BalanceBot.Billing.Http;

/// <summary>A billing that answers our own small contract: docs/billing-http.md and docs/billing-http.yaml.</summary>
internal sealed class HttpSettings
{
    /// <summary>Where its paths begin; https, or http on this machine. Required when Billing:Kind is Http.</summary>
    public string Url { get; set; } = "";

    /// <summary>Signs every question: 32 to 512 letters and digits. A secret, never printed.</summary>
    public string Key { get; set; } = "";

    /// <summary>A file that holds it instead (a mounted secret).</summary>
    public string KeyFile { get; set; } = "";

    /// <summary>Currency (ISO 4217) of contracts without one.</summary>
    public string Currency { get; set; } = "NOK";

    /// <summary>A question may take so long, its repetition included. Range 0.2 s - 10 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1.4);

    /// <summary>A page of contracts, or taking a promised payment, may take so long. Range 1 s - 60 s.</summary>
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
