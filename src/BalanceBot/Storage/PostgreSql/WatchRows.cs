using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>A watch as a row.</summary>
internal static class WatchRows
{
    public const string Columns = "contract, chat, version, reachable, due, choices, terms, episode, unsure, last";

    /// <summary>Of one chat, and nobody changes them meanwhile.</summary>
    public const string OfChatLocked = $"select {Columns} from watches where chat = $1 order by contract for update";

    public static Watch Watch(NpgsqlDataReader row) =>
        new(new ChatId(row.GetInt64(1)), Values.Key(row.Bytes(0)))
        {
            RowVersion = row.GetInt64(2),
            Reachable = row.GetBoolean(3),
            DueAt = row.TimeOrNull(4),
            Choices = Stored.Choices(row.TextOrNull(5)),
            Contract = Stored.Terms(row.TextOrNull(6)),
            Episode = Stored.Episode(row.TextOrNull(7), row.GetBoolean(8)),
            Last = Stored.Decision(row.TextOrNull(9)),
        };
}
