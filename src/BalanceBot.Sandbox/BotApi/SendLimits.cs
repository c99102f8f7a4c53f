namespace BalanceBot.Sandbox.BotApi;

/// <summary>Telegram's limits on new messages, as sliding windows: how many seconds to wait, or 0.</summary>
internal sealed class SendLimits(Rules rules)
{
    private readonly Queue<DateTimeOffset> all = [];
    private readonly Dictionary<long, (double Tokens, DateTimeOffset At)> privates = [];
    private readonly Dictionary<long, Queue<DateTimeOffset>> groups = [];

    public int Take(long chat, DateTimeOffset now)
    {
        int wait = Math.Max(WaitOfAll(now), chat > 0 ? WaitOfPrivate(chat, now) : WaitOfGroup(chat, now));
        if (wait == 0)
        {
            Count(chat, now);
        }

        return wait;
    }

    private int WaitOfAll(DateTimeOffset now)
    {
        Drop(all, now - TimeSpan.FromSeconds(1));
        return rules.PerSecond is { } most && all.Count >= most ? 1 : 0;
    }

    private int WaitOfPrivate(long chat, DateTimeOffset now)
    {
        if (rules.PerChatBurst is not { } burst)
        {
            return 0;
        }

        return Tokens(chat, burst, now) >= 1 ? 0 : 1;
    }

    private int WaitOfGroup(long chat, DateTimeOffset now)
    {
        if (rules.PerGroupPerMinute is not { } most)
        {
            return 0;
        }

        Queue<DateTimeOffset> times = groups.TryGetValue(chat, out Queue<DateTimeOffset>? known)
            ? known
            : groups[chat] = [];
        Drop(times, now - TimeSpan.FromMinutes(1));
        return times.Count < most
            ? 0
            : (int)Math.Ceiling((times.Peek() + TimeSpan.FromMinutes(1) - now).TotalSeconds) + 1;
    }

    private void Count(long chat, DateTimeOffset now)
    {
        all.Enqueue(now);
        if (chat > 0 && rules.PerChatBurst is { } burst)
        {
            privates[chat] = (Tokens(chat, burst, now) - 1, now);
        }
        else if (groups.TryGetValue(chat, out Queue<DateTimeOffset>? times))
        {
            times.Enqueue(now);
        }
    }

    private double Tokens(long chat, int burst, DateTimeOffset now) =>
        privates.TryGetValue(chat, out (double Tokens, DateTimeOffset At) known)
            ? Math.Min(burst, known.Tokens + (now - known.At).TotalSeconds)
            : burst;

    private static void Drop(Queue<DateTimeOffset> times, DateTimeOffset upTo)
    {
        while (times.TryPeek(out DateTimeOffset first) && first <= upTo)
        {
            times.Dequeue();
        }
    }
}
