using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using BalanceBot.Conversations;
using BalanceBot.Subscribers;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Chats as they were when an update of theirs was kept, read in the same round trip: its turn, which mostly begins at
/// once, need not ask for them again. Good for a moment, for one turn, and until anything of the chat is written here.
/// Nobody else has the turns of a chat of which we hold an update; what others write to it (a message, another chat's
/// unlinking) could as well have come that moment later.
/// </summary>
internal sealed class Arrivals(TimeProvider time)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMilliseconds(250);

    /// <summary>Chats that share a count only ask once too often.</summary>
    private const int Counts = 1024;

    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<long, Arrival> arrived = [];
    private readonly long[] writes = new long[Counts];

    /// <summary>To be taken before the chat is read.</summary>
    public Moment Now(long chat) => new(time.GetTimestamp(), Volatile.Read(ref CountOf(chat)));

    public void Add(long updateId, string owner, Loaded chat, Moment read)
    {
        if (arrived.Count >= MostKept)
        {
            Trim();
        }

        arrived[updateId] = new Arrival(chat, owner, read);
    }

    /// <summary>Null: ask.</summary>
    public Loaded? Take(long updateId, string owner) =>
        arrived.TryRemove(updateId, out Arrival? arrival)
        && arrival.Owner == owner
        && time.GetElapsedTime(arrival.Read.At) < FreshFor
        && Volatile.Read(ref CountOf(arrival.Chat.Session.Chat.Value)) == arrival.Read.Writes
            ? arrival.Chat
            : null;

    /// <summary>To be called before a chat is written and again after it: whoever reads in between must not be believed.</summary>
    public void Writes(ChatId chat) => Interlocked.Increment(ref CountOf(chat.Value));

    private ref long CountOf(long chat) => ref writes[(uint)chat.GetHashCode() % Counts];

    private void Trim()
    {
        foreach ((long id, Arrival arrival) in arrived)
        {
            if (time.GetElapsedTime(arrival.Read.At) >= FreshFor)
            {
                arrived.TryRemove(id, out _);
            }
        }
    }

    /// <param name="At">A time stamp.</param>
    /// <param name="Writes">How often chats of this count had been written.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Moment(long At, long Writes);

    private sealed record Arrival(Loaded Chat, string Owner, Moment Read);
}
