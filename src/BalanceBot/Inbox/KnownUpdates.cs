namespace BalanceBot.Inbox;

/// <summary>
/// The ids taken lately. A set and not "id &lt;= last": after a quiet week the next update_id is random
/// (https://core.telegram.org/bots/api#update), and a redelivery may come out of order.
/// </summary>
internal sealed class KnownUpdates(int most)
{
    private readonly HashSet<long> ids = [];
    private readonly Queue<long> oldestFirst = [];

    /// <summary>False when the id was known already.</summary>
    public bool Add(long id)
    {
        if (!ids.Add(id))
        {
            return false;
        }

        oldestFirst.Enqueue(id);
        if (oldestFirst.Count > most)
        {
            ids.Remove(oldestFirst.Dequeue());
        }

        return true;
    }
}
