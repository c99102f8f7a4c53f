namespace BalanceBot.Inbox;

/// <summary>The wall through which updates come in by long polling: one try, no retries, no waiting of its own.</summary>
internal interface IUpdateSource
{
    /// <summary>
    /// Asks for updates from <paramref name="offset"/> on; Telegram forgets everything below it. Waits up to
    /// <paramref name="wait"/> for the first one (Telegram allows 0 to 50 s).
    /// Never throws but for <see cref="OperationCanceledException"/> of <paramref name="stop"/>.
    /// </summary>
    Task<PollOutcome> Poll(long offset, int most, TimeSpan wait, CancellationToken stop);

    /// <summary>Who the bot is: proves the token before the first poll.</summary>
    Task<IdentityOutcome> WhoAmI(CancellationToken stop);
}

/// <summary>What became of one poll: a closed family. Reasons name error codes and kinds, never the token or content.</summary>
internal abstract record PollOutcome
{
    private PollOutcome() { }

    /// <summary>In the order of Telegram; may be empty.</summary>
    public sealed record Batch(IReadOnlyList<RawUpdate> Updates) : PollOutcome;

    /// <summary>No answer to rely on: the network, 5xx, a cut or foreign body.</summary>
    public sealed record Failed(string Reason) : PollOutcome;

    public sealed record TooMany(TimeSpan RetryAfter) : PollOutcome;

    /// <summary>409: another poller works with this token, or a webhook is set.</summary>
    public sealed record Conflict(bool WebhookIsSet) : PollOutcome;

    /// <summary>401 or 404: the token is not valid.</summary>
    public sealed record Unauthorized : PollOutcome;
}

internal abstract record IdentityOutcome
{
    private IdentityOutcome() { }

    public sealed record Known(long BotId, string UserName) : IdentityOutcome;

    public sealed record Unauthorized : IdentityOutcome;

    public sealed record Failed(string Reason) : IdentityOutcome;
}
