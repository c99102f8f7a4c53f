using BalanceBot.Subscribers;

namespace BalanceBot.Outbox;

/// <summary>
/// When the next message may go. Pure but for its own counts; not safe for concurrent use. Facts:
/// https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Answers are not held to the bulk
/// ceiling, but a 429 stops everything in its scope: all chats, or that group alone.
/// </summary>
internal sealed class Pace(OutboxSettings limits)
{
    private const int ForgetAbove = 10_000;
    private readonly Dictionary<ChatId, Bucket> chats = [];
    private readonly Dictionary<ChatId, DateTimeOffset> groupPauses = [];
    private readonly BulkPace bulk = new(limits.BulkPerSecond);
    private int forgetAbove = ForgetAbove;
    private DateTimeOffset pausedUntil;

    /// <summary>Messages a second that nobody asked for, as it is now.</summary>
    public double BulkPerSecond => bulk.PerSecond;

    /// <summary>Nothing goes to private chats before this time.</summary>
    public DateTimeOffset PausedUntil => pausedUntil;

    /// <summary>The earliest time at which this message may go; not after <paramref name="now"/> means now.</summary>
    public DateTimeOffset Earliest(Outgoing message, OutgoingClass urgency, DateTimeOffset now)
    {
        DateTimeOffset at = Max(now, PauseOf(message.Chat));
        if (!IsCounted(message.Body))
        {
            return at;
        }

        at = Max(at, BucketOf(message.Chat).Earliest(now));
        return urgency == OutgoingClass.Answer ? at : Max(at, bulk.Earliest(now));
    }

    /// <summary>It goes now.</summary>
    public void Take(Outgoing message, DateTimeOffset now)
    {
        if (!IsCounted(message.Body))
        {
            return;
        }

        BucketOf(message.Chat).Take(now);
        bulk.Take(message.Class, now);

        Forget(now);
    }

    /// <summary>Telegram said 429. Deadlines are merged by the later one: a shorter wait never cuts a longer one short.</summary>
    public void Pause(ChatId chat, DateTimeOffset until, DateTimeOffset now)
    {
        if (chat.IsPrivate)
        {
            // Those that were on their way together say it together: once is enough.
            if (pausedUntil <= now)
            {
                bulk.SlowDown();
            }

            pausedUntil = Max(pausedUntil, until);
            bulk.QuietFrom(pausedUntil);
        }
        else
        {
            groupPauses[chat] = Max(groupPauses.GetValueOrDefault(chat), until);
        }
    }

    public void Resume(DateTimeOffset until) => pausedUntil = Max(pausedUntil, until);

    /// <summary>A group has a limit of its own; what holds all chats holds it too.</summary>
    public DateTimeOffset PauseOf(ChatId chat) =>
        chat.IsPrivate ? pausedUntil : Max(pausedUntil, groupPauses.GetValueOrDefault(chat));

    // Only new messages count to the limits: an edit, a deletion or the answer to a press does not.
    private static bool IsCounted(Body body) => body is Body.Text or Body.Photo or Body.Document;

    private Bucket BucketOf(ChatId chat)
    {
        if (!chats.TryGetValue(chat, out Bucket? bucket))
        {
            chats[chat] = bucket = chat.IsPrivate
                ? new Bucket(limits.PerChatBurst, 1)
                : new Bucket(limits.PerGroupPerMinute, limits.PerGroupPerMinute / 60.0);
        }

        return bucket;
    }

    private void Forget(DateTimeOffset now)
    {
        if (chats.Count <= forgetAbove)
        {
            return;
        }

        foreach ((ChatId chat, Bucket bucket) in chats.ToList().Where(c => c.Value.IsFull(now)))
        {
            chats.Remove(chat);
        }

        foreach ((ChatId chat, DateTimeOffset until) in groupPauses.ToList().Where(p => p.Value <= now))
        {
            groupPauses.Remove(chat);
        }

        // Those that stay are as many as are spoken to: to look through them for each message would take longer than it.
        forgetAbove = Math.Max(ForgetAbove, 2 * chats.Count);
    }

    private static DateTimeOffset Max(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}

/// <summary>
/// The pace of what nobody asked for: 30 % down when Telegram has enough, one a second up in each quiet minute, never
/// above what is set. Answers do not wait for it; but what they take of Telegram's 30 a second, bulk leaves to them.
/// </summary>
internal sealed class BulkPace(int ceiling)
{
    // Together below 30 in any second, with one to spare for an answer that comes unexpected.
    private const double Overall = 27;
    private const double OverallBurst = 2.4;
    private const double Down = 0.7;
    private static readonly TimeSpan QuietMinute = TimeSpan.FromMinutes(1);
    private readonly Bucket own = new(BurstOf(ceiling), ceiling);
    private readonly Bucket all = new(OverallBurst, Math.Max(Overall, ceiling));
    private DateTimeOffset raisedAt;

    public double PerSecond { get; private set; } = ceiling;

    public DateTimeOffset Earliest(DateTimeOffset now)
    {
        SpeedUp(now);
        DateTimeOffset byOwn = own.Earliest(now);
        DateTimeOffset byAll = all.Earliest(now);
        return byOwn > byAll ? byOwn : byAll;
    }

    public void Take(OutgoingClass @class, DateTimeOffset now)
    {
        all.Take(now);
        if (@class != OutgoingClass.Answer)
        {
            own.Take(now);
        }
    }

    public void SlowDown() => Change(Math.Max(1, PerSecond * Down));

    /// <summary>The end of the pause: only from then on a minute can be quiet.</summary>
    public void QuietFrom(DateTimeOffset endOfPause) => raisedAt = endOfPause;

    private void SpeedUp(DateTimeOffset now)
    {
        while (PerSecond < ceiling && now - raisedAt >= QuietMinute)
        {
            Change(Math.Min(ceiling, PerSecond + 1));
            raisedAt += QuietMinute;
        }
    }

    private void Change(double perSecond)
    {
        PerSecond = perSecond;
        own.Change(BurstOf(perSecond), perSecond);
    }

    /// <summary>One, and what a timer that comes 50 ms late has missed; no burst that Telegram would see.</summary>
    private static double BurstOf(double perSecond) => 1 + (perSecond / 20);
}

/// <summary>A token bucket: so many at once, then so many a second.</summary>
internal sealed class Bucket(double capacity, double perSecond)
{
    private double capacity = capacity;
    private double perSecond = perSecond;
    private double missing;
    private DateTimeOffset at;

    public void Change(double newCapacity, double newPerSecond)
    {
        capacity = newCapacity;
        perSecond = newPerSecond;
    }

    public DateTimeOffset Earliest(DateTimeOffset now)
    {
        double there = TokensAt(now);
        return there >= 1 ? now : now + TimeSpan.FromSeconds((1 - there) / perSecond) + TimeSpan.FromTicks(1);
    }

    /// <summary>Who does not wait may take what is not there; more than a second's worth of it is not held against others.</summary>
    public void Take(DateTimeOffset now)
    {
        missing = Math.Min(capacity - TokensAt(now) + 1, capacity + perSecond);
        at = now;
    }

    public bool IsFull(DateTimeOffset now) => TokensAt(now) >= capacity;

    private double TokensAt(DateTimeOffset now) =>
        capacity - Math.Max(0, missing - (Math.Max(0, (now - at).TotalSeconds) * perSecond));
}
