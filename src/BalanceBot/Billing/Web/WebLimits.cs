namespace BalanceBot.Billing.Web;

/// <summary>How patiently, and with how many at once, an API is asked.</summary>
internal sealed record WebLimits
{
    public const int LargestOne = 1024 * 1024;
    public const int LargestBulk = 16 * 1024 * 1024;

    /// <summary>A question, with its repetition.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1.4);

    /// <summary>One attempt of it, where it may be repeated: leaves time for another.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(0.9);

    /// <summary>A page of contracts.</summary>
    public TimeSpan BulkTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>Connections, and so questions, at the same time.</summary>
    public int MostConnections { get; init; } = 8;

    /// <summary>Null: directly.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>By an operator's settings: an attempt leaves time for another.</summary>
    /// <param name="proxy">Empty: directly.</param>
    public static WebLimits Of(TimeSpan timeout, TimeSpan bulkTimeout, int mostConnections, string proxy) =>
        new()
        {
            Timeout = timeout,
            AttemptTimeout = timeout * 0.65,
            BulkTimeout = bulkTimeout,
            MostConnections = mostConnections,
            Proxy = proxy.Length > 0 ? WebAddress.Of(proxy) : null,
        };
}
