namespace BalanceBot.Inbox;

/// <summary>The wall through which Telegram is told where updates are to be delivered: one try, no waiting of its own.</summary>
internal interface IWebhook
{
    /// <summary>Updates that wait with Telegram stay there and come. Doing it again is harmless.</summary>
    Task<WebhookOutcome> Set(WebhookPlace place, CancellationToken stop);

    /// <summary>From then on updates can be polled. Nothing that waits is dropped.</summary>
    Task<WebhookOutcome> Delete(CancellationToken stop);

    /// <summary>How Telegram fares with it.</summary>
    Task<WebhookOutcome> Look(CancellationToken stop);
}

/// <param name="Secret">Telegram sends it with each update: a secret. 1-256 of A-Z, a-z, 0-9, _ and -.</param>
/// <param name="MostConnections">Deliveries at the same time, 1-100.</param>
internal sealed record WebhookPlace(Uri Address, string Secret, int MostConnections);

/// <summary>What became of one try: a closed family. Reasons name error codes and kinds, never the token or the secret.</summary>
internal abstract record WebhookOutcome
{
    private WebhookOutcome() { }

    public sealed record Done : WebhookOutcome;

    /// <param name="Address">Where updates go now; empty: nowhere.</param>
    /// <param name="Waiting">Updates that Telegram could not deliver yet.</param>
    /// <param name="Trouble">Telegram's words for the last failed delivery of the last minutes; null: none.</param>
    public sealed record Seen(string Address, int Waiting, string? Trouble) : WebhookOutcome;

    /// <summary>400: the address or a number is not allowed; Telegram's reason.</summary>
    public sealed record Refused(string Reason) : WebhookOutcome;

    public sealed record Failed(string Reason, TimeSpan? RetryAfter = null) : WebhookOutcome;

    public sealed record Unauthorized : WebhookOutcome;
}
