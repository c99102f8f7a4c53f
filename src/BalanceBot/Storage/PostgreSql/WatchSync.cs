using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Keeps the watches of a chat in step with its subscriber, within the transaction that writes the subscriber: who is
/// linked is watched, who is not is forgotten.
/// </summary>
internal static class WatchSync
{
    private const string Insert = """
        insert into watches (contract, chat, version, reachable, choices, terms, episode, unsure)
        values ($1, $2, 0, $3, $4, $5, $6, false)
        """;

    private const string Update = """
        update watches
        set version = version + 1, reachable = $3, due = case when $3 then due end, choices = $4, terms = $5, episode = $6,
            unsure = unsure and $7
        where contract = $1 and chat = $2
        """;

    private const string Unsure = """
        update watches w
        set unsure = true, version = version + 1
        from unnest($1::bigint[], $2::bytea[]) as m(chat, contract)
        where w.contract = m.contract and w.chat = m.chat
        """;

    private const string NotDue = "delete from due where contract = $1 and chat = $2";

    /// <param name="watches">All of the chat, as they are.</param>
    public static void Follow(
        NpgsqlBatch batch,
        Subscriber after,
        IReadOnlyList<Watch> watches,
        IReadOnlyDictionary<string, Reached> shown
    )
    {
        foreach (Watch gone in watches.Where(watch => after.LinkTo(watch.ContractKey) is null))
        {
            NpgsqlParameter[] Id() => [Values.Of(Values.Key(gone.ContractKey)), Values.Of(gone.Chat.Value)];
            batch
                .Then("delete from watches where contract = $1 and chat = $2", Id())
                .Then(NotDue, Id())
                .Then("delete from decisions where contract = $1 and chat = $2", Id());
        }

        foreach (Link link in after.Links)
        {
            Watch? watch = watches.FirstOrDefault(w => w.ContractKey == link.ContractKey);
            Keep(batch, after, link, watch, shown.TryGetValue(link.ContractKey, out Reached reached) ? reached : null);
        }
    }

    /// <summary>
    /// Messages about these contracts did not arrive, or nobody knows: what they told may be told once more. What is no
    /// longer linked is passed over.
    /// </summary>
    public static void MarkUnsure(NpgsqlBatch batch, IReadOnlyList<(long Chat, byte[] Contract)> about)
    {
        if (about.Count > 0)
        {
            batch.Then(
                Unsure,
                Values.Of([.. about.Select(one => one.Chat)]),
                Values.Of([.. about.Select(one => (byte[]?)one.Contract)])
            );
        }
    }

    private static void Keep(NpgsqlBatch batch, Subscriber subscriber, Link link, Watch? watch, Reached? shown)
    {
        Episode episode = watch?.Episode ?? Episode.Fresh;
        Watch kept = (watch ?? new Watch(subscriber.Chat, link.ContractKey)) with
        {
            Choices = subscriber.Warnings,
            Contract = link.Choices,
            Reachable = subscriber.Reachable && !link.IsSuspended,
            Episode = shown is { } reached ? episode.Shown(reached) : episode,
        };
        NpgsqlParameter[] values =
        [
            Values.Of(Values.Key(link.ContractKey)),
            Values.Of(subscriber.Chat.Value),
            Values.Of(kept.Reachable),
            Values.Of(Stored.Write(kept.Choices)),
            Values.Of(Stored.Write(kept.Contract)),
            Values.Of(Stored.Write(kept.Episode)),
        ];
        if (watch is null)
        {
            batch.Then(Insert, values);
        }
        else if (IsOther(watch, kept))
        {
            batch.Then(Update, [.. values, Values.Of(kept.Episode.Unsure)]);
        }

        if (watch is not null && !kept.Reachable)
        {
            // Nothing is due to whom nothing can be sent, or may be; the next scan after that finds what is.
            batch.Then(NotDue, Values.Of(Values.Key(link.ContractKey)), Values.Of(subscriber.Chat.Value));
        }
    }

    private static bool IsOther(Watch watch, Watch kept) =>
        watch.Choices != kept.Choices
        || watch.Contract != kept.Contract
        || watch.Reachable != kept.Reachable
        || (!kept.Reachable && watch.DueAt is not null)
        || watch.Episode.Unsure != kept.Episode.Unsure
        || Stored.Write(watch.Episode) != Stored.Write(kept.Episode);
}
