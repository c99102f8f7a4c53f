namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// What the agent told of whoever has proved a contract a moment ago: whose it is gets marked on the link, by which whoever
/// signs in later is seen to be the same.
/// </summary>
internal sealed class JustProved(TimeProvider time)
{
    private const int Most = 1000;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ContractKey, (ContractSnapshot Told, long At)> kept = [];
    private readonly Queue<(ContractKey Key, long At)> order = [];
    private readonly Lock gate = new();

    public void Keep(ContractSnapshot told)
    {
        lock (gate)
        {
            long now = time.GetTimestamp();
            kept[told.Key] = (told, now);
            order.Enqueue((told.Key, now));
            Forget();
        }
    }

    /// <summary>Null: nobody proved it within the last minute.</summary>
    public ContractSnapshot? Of(ContractKey key)
    {
        lock (gate)
        {
            Forget();
            return kept.TryGetValue(key, out (ContractSnapshot Told, long At) one) ? one.Told : null;
        }
    }

    private void Forget()
    {
        while (order.TryPeek(out (ContractKey Key, long At) oldest) && (order.Count > Most || IsOver(oldest.At)))
        {
            order.Dequeue();
            // It may have been proved again since.
            if (kept.TryGetValue(oldest.Key, out (ContractSnapshot Told, long At) one) && one.At == oldest.At)
            {
                kept.Remove(oldest.Key);
            }
        }
    }

    private bool IsOver(long at) => time.GetElapsedTime(at) >= Lasts;
}
