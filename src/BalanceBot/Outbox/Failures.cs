namespace BalanceBot.Outbox;

/// <summary>What is done after one try to send: a closed family.</summary>
internal abstract record Verdict
{
    private Verdict() { }

    /// <summary>It is over; <paramref name="Lost"/> tells why it was not delivered, or null.</summary>
    public sealed record Over(Settlement Settlement, string? Lost) : Verdict;

    /// <summary>The same message again, not before this time.</summary>
    public sealed record Again(DateTimeOffset NotBefore, int Attempts) : Verdict;

    /// <summary>401: nothing can be sent until the operator changes the token.</summary>
    public sealed record Stop : Verdict;
}

/// <summary>The failure table: what failed decides whether it arrived, and that decides what is done. Pure.</summary>
internal sealed class Failures(Func<double> chance)
{
    private const int MostUnknown = 1;
    private const int MostBackoffSteps = 6;

    public Verdict Judge(Outgoing message, SendOutcome outcome, int failuresInARow, DateTimeOffset now) =>
        outcome switch
        {
            SendOutcome.Sent => new Verdict.Over(new Settlement.Finished(), null),
            SendOutcome.NotDelivered => new Verdict.Again(now + Backoff(failuresInARow), message.Attempts),
            SendOutcome.TooMany(TimeSpan wait) => new Verdict.Again(now + wait, message.Attempts),
            SendOutcome.Unknown(string reason) => AfterUnknown(message, reason, failuresInARow, now),
            SendOutcome.Unreachable(string reason) => new Verdict.Over(new Settlement.ChatUnreachable(), reason),
            SendOutcome.Moved(long chat) => new Verdict.Over(new Settlement.ChatMoved(new(chat)), null),
            SendOutcome.Refused(string reason) => new Verdict.Over(new Settlement.Finished(FollowOf(message)), reason),
            SendOutcome.Unauthorized => new Verdict.Stop(),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "No such outcome"),
        };

    /// <summary>An answer is waited for and may come twice; deleting twice is no harm; what nobody asked for is not repeated.</summary>
    private Verdict AfterUnknown(Outgoing message, string reason, int failures, DateTimeOffset now) =>
        message is { Class: OutgoingClass.Answer, Attempts: < MostUnknown } or { Body: Body.Delete or Body.Edit }
            ? new Verdict.Again(now + Backoff(failures), message.Attempts + 1)
            : new Verdict.Over(new Settlement.Undelivered(), $"unknown whether it arrived ({reason})");

    /// <summary>Its id follows from the message's: however often this is judged, it is one row.</summary>
    private static Outgoing? FollowOf(Outgoing message) =>
        message.Body switch
        {
            Body.Delete { IfRefused: { } ask } => new Outgoing(Next(message.Id), message.Chat, message.Class, ask),
            Body.Photo { Caption: var words } => new Outgoing(Next(message.Id), message.Chat, message.Class, words),
            _ => null,
        };

    private TimeSpan Backoff(int failures) =>
        TimeSpan.FromSeconds(0.5 * Math.Pow(2, Math.Min(failures, MostBackoffSteps)) * (0.5 + (chance() / 2)));

    private static Guid Next(Guid id)
    {
        byte[] bytes = id.ToByteArray();
        bytes[^1] ^= 0xFF;
        return new Guid(bytes);
    }
}
