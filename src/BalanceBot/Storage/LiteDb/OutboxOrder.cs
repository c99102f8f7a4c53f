using BalanceBot.Outbox;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>Which rows of the outbox are due, and in which order.</summary>
internal static class OutboxOrder
{
    /// <summary>By class, then in order of writing; a row behind an earlier one of its chat that stays where it is waits too.</summary>
    public static IEnumerable<BsonDocument> Due(LiteDatabase db, DateTimeOffset now, bool bulk)
    {
        HashSet<long> held = [];
        List<BsonDocument> due = [];
        foreach (BsonDocument row in db.Outbox().Find(Query.All("seq")).ToList())
        {
            bool free =
                row["begun"].IsNull
                && (bulk || row["class"].AsInt32 < (int)OutgoingClass.Bulk)
                && row["until"].AsInt64 <= now.UtcTicks
                && !(Tables.TimeOrNull(row["notBefore"]) > now);
            if (!free || held.Contains(row["chat"]))
            {
                held.Add(row["chat"]);
                continue;
            }

            due.Add(row);
        }

        return InOrder(due);
    }

    /// <summary>A chat's rows are sent in their order whatever their class: each is as urgent as the most urgent behind it.</summary>
    private static IEnumerable<BsonDocument> InOrder(List<BsonDocument> due)
    {
        Dictionary<long, int> urgency = [];
        List<(int Class, long Seq, BsonDocument Row)> order = [];
        for (int i = due.Count - 1; i >= 0; i--)
        {
            long chat = due[i]["chat"];
            int best = Math.Min(due[i]["class"].AsInt32, urgency.GetValueOrDefault(chat, int.MaxValue));
            urgency[chat] = best;
            order.Add((best, due[i]["seq"], due[i]));
        }

        return order.OrderBy(o => o.Class).ThenBy(o => o.Seq).Select(o => o.Row);
    }
}
