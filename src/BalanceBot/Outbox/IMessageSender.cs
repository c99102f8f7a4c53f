namespace BalanceBot.Outbox;

/// <summary>The wall to Telegram: one try, no retries, no waiting.</summary>
internal interface IMessageSender
{
    /// <summary>Never throws but for <see cref="OperationCanceledException"/> of <paramref name="stop"/>.</summary>
    Task<SendOutcome> Send(Outgoing message, CancellationToken stop);

    /// <summary>Stops the waiting sign on a pressed button, with a short text where given. Too old is no failure.</summary>
    Task<SendOutcome> AnswerPress(string callbackId, string? text, CancellationToken stop);
}

/// <summary>What became of one try: a closed family after the failure table. Reasons name error codes and kinds, never message text.</summary>
internal abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>Telegram has it. Also: 200 with an unreadable body, "message is not modified", "query is too old", a message already deleted.</summary>
    public sealed record Sent(int? MessageId) : SendOutcome;

    /// <summary>It never arrived (no connection, no name): try again.</summary>
    public sealed record NotDelivered(string Reason) : SendOutcome;

    /// <summary>It may have arrived (time-out, reset, 5xx, cut body).</summary>
    public sealed record Unknown(string Reason) : SendOutcome;

    /// <summary>429: it did not arrive; nothing in its scope before now + <paramref name="RetryAfter"/>.</summary>
    public sealed record TooMany(TimeSpan RetryAfter) : SendOutcome;

    /// <summary>403 blocked or deactivated, 400 chat not found: nothing until the person comes back.</summary>
    public sealed record Unreachable(string Reason) : SendOutcome;

    /// <summary>400 with migrate_to_chat_id.</summary>
    public sealed record Moved(long NewChat) : SendOutcome;

    /// <summary>400 otherwise: this message will never be taken.</summary>
    public sealed record Refused(string Reason) : SendOutcome;

    /// <summary>401: the token is not valid any more; stop and alarm.</summary>
    public sealed record Unauthorized : SendOutcome;
}
