using System.Diagnostics;
using BalanceBot.Subscribers;

namespace BalanceBot.Outbox;

/// <summary>A message on its way: stored and claimed (with a claim), or direct (with somebody who waits for its outcome).</summary>
internal sealed class Job(Outgoing message, Guid? claimId, TaskCompletionSource<DirectOutcome>? direct)
{
    public Outgoing Message { get; set; } = message;
    public Guid? ClaimId { get; set; } = claimId;

    /// <summary>When it came to the outbox of this process.</summary>
    public DateTimeOffset EnteredAt { get; init; }

    /// <summary>The trace in which it was written, if there is one.</summary>
    public Activity? WrittenIn { get; } = Activity.Current;

    /// <summary>It is over, but its row had been claimed anew meanwhile and is still to be settled.</summary>
    public Settlement? Ended { get; set; }
    public TaskCompletionSource<DirectOutcome>? Direct { get; } = direct;
    public DateTimeOffset NotBefore { get; set; } = message.NotBefore ?? default;
    public DateTimeOffset PatientUntil { get; init; }
    public int FailuresInARow { get; set; }

    /// <summary>It is on its way and takes one of the places that bulk may take.</summary>
    public bool IsBulkUnderWay { get; set; }
}

/// <summary>
/// The waiting messages by chat. Each chat with messages stands in exactly one of three places: ready by urgency, asleep
/// until a time, or out with its first message. A stamp makes an entry of an older place void.
/// </summary>
internal sealed class ChatQueues
{
    private readonly Dictionary<ChatId, Chat> chats = [];
    private readonly PriorityQueue<(Chat Chat, int Stamp), (int Urgency, long Order)> ready = new();
    private readonly PriorityQueue<(Chat Chat, int Stamp), (DateTimeOffset At, long Order)> asleep = new();
    private long order;

    public DateTimeOffset? NextWake => asleep.TryPeek(out _, out (DateTimeOffset At, long Order) next) ? next.At : null;

    public int Count => chats.Values.Sum(chat => chat.Jobs.Count);

    public void Add(Job job)
    {
        if (!chats.TryGetValue(job.Message.Chat, out Chat? chat))
        {
            chats[job.Message.Chat] = chat = new Chat { Order = order++ };
        }

        chat.Jobs.AddLast(job);
        if (!chat.IsOut)
        {
            // Also when it sleeps: what came may be more urgent than what it sleeps for.
            MakeReady(chat);
        }
    }

    /// <summary>The first message of the most urgent chat; its chat is out until it is finished, put to sleep or returned.</summary>
    public Job? Next()
    {
        while (ready.TryDequeue(out (Chat Chat, int Stamp) entry, out _))
        {
            if (entry.Stamp == entry.Chat.Stamp && entry.Chat.Jobs.First is { } first)
            {
                entry.Chat.IsOut = true;
                entry.Chat.Stamp++;
                return first.Value;
            }
        }

        return null;
    }

    public OutgoingClass UrgencyOf(Job job) => Urgency(chats[job.Message.Chat]);

    /// <summary>It stays the first of its chat, which is looked at again at this time.</summary>
    public void Sleep(Job job, DateTimeOffset until)
    {
        Chat chat = chats[job.Message.Chat];
        chat.IsOut = false;
        asleep.Enqueue((chat, ++chat.Stamp), (until, chat.Order));
    }

    /// <summary>The first message of its chat is done with.</summary>
    public void Finish(Job job)
    {
        Chat chat = chats[job.Message.Chat];
        chat.Jobs.Remove(job);
        chat.IsOut = false;
        if (chat.Jobs.Count == 0)
        {
            chats.Remove(job.Message.Chat);
        }
        else
        {
            // Behind the others: a chat with many messages does not go before those with one.
            chat.Order = order++;
            MakeReady(chat);
        }
    }

    /// <summary>Everything of the chat, in order; nothing of it waits any more.</summary>
    public IReadOnlyList<Job> TakeAll(ChatId id)
    {
        if (!chats.Remove(id, out Chat? chat))
        {
            return [];
        }

        chat.Stamp++;
        return [.. chat.Jobs];
    }

    /// <summary>The direct messages that are not out.</summary>
    public IReadOnlyList<Job> TakeAllDirect()
    {
        List<Job> taken = [];
        foreach (Chat chat in chats.Values)
        {
            IEnumerable<Job> waiting = chat.Jobs.Skip(chat.IsOut ? 1 : 0).Where(job => job.Direct is not null).ToList();
            foreach (Job job in waiting)
            {
                chat.Jobs.Remove(job);
                taken.Add(job);
            }
        }

        return taken;
    }

    public void Wake(DateTimeOffset now)
    {
        while (
            asleep.TryPeek(out (Chat Chat, int Stamp) entry, out (DateTimeOffset At, long Order) next)
            && (next.At <= now || entry.Stamp != entry.Chat.Stamp)
        )
        {
            asleep.Dequeue();
            if (entry.Stamp == entry.Chat.Stamp)
            {
                MakeReady(entry.Chat);
            }
        }
    }

    private void MakeReady(Chat chat) => ready.Enqueue((chat, ++chat.Stamp), ((int)Urgency(chat), chat.Order));

    /// <summary>A chat's order is kept, so it is as urgent as the most urgent message in it.</summary>
    private static OutgoingClass Urgency(Chat chat) =>
        chat.Jobs.Count == 0 ? OutgoingClass.Bulk : chat.Jobs.Min(job => job.Message.Class);

    private sealed class Chat
    {
        public LinkedList<Job> Jobs { get; } = [];
        public bool IsOut { get; set; }
        public int Stamp { get; set; }

        /// <summary>Its place among chats of the same urgency; kept while it sleeps, so that who came first goes first.</summary>
        public long Order { get; set; }
    }
}
