using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Whose turn has come. A mark waits for its time; then it has a rank, and the most urgent are found without looking at the rest.</summary>
internal static class DueRows
{
    /// <summary>Some at a time, for there may be a million: all must have a rank, since who stops soonest may have been marked last.</summary>
    private const string Wake = """
        update due d
        set rank = d.urgency, since = d.wake, wake = null
        from (select contract, chat from due where wake <= $1 limit $2 for update) w
        where d.contract = w.contract and d.chat = w.chat
        """;

    private const int MostWokenAtOnce = 5000;

    private const string PutOff = "update due set rank = null, since = null, wake = $2 where chat = any($1)";

    /// <summary>Who cannot be read has no turn until then, and stands in nobody's way.</summary>
    private static readonly TimeSpan BrokenRest = TimeSpan.FromHours(1);

    private const string Ranked = """
        select chat, count(*)
        from (
            select chat, row_number() over (order by rank, since) as place
            from (select chat, rank, since from due where rank is not null order by rank, since limit $1) front
        ) first
        group by chat
        order by min(place)
        """;

    private const string People = $"""
        select p.chat, {SubscriberRows.Columns} from subscribers p where p.chat = any($1)
        """;

    private const string Watched = $"select {WatchRows.Columns} from watches where chat = any($1)";

    private const string Next = """
        select case when exists (select from due where rank is not null) then 0
            else (select min(wake) from due where wake is not null) end
        """;

    public static async Task<IReadOnlyList<DueChat>> Of(
        Database database,
        SubscriberRows rows,
        DateTimeOffset now,
        int most
    )
    {
        while (await database.Write(Wake, Values.Of(now), Values.Of(MostWokenAtOnce)) == MostWokenAtOnce) { }

        long[] chats = await First(database, most);
        Dictionary<long, Subscriber?> people = (
            await database.Read(People, row => (Chat: row.GetInt64(0), Person: rows.OneOfMany(row)), Values.Of(chats))
        ).ToDictionary(found => found.Chat, found => found.Person);
        long[] broken = [.. people.Where(found => found.Value is null).Select(found => found.Key)];
        if (broken.Length > 0)
        {
            await database.Write(PutOff, Values.Of(broken), Values.Of(now + BrokenRest));
            chats = [.. chats.Except(broken)];
            if (chats.Length == 0)
            {
                return await Of(database, rows, now, most);
            }
        }

        ILookup<long, Watch> watches = (await database.Read(Watched, WatchRows.Watch, Values.Of(chats))).ToLookup(
            watch => watch.Chat.Value
        );
        return
        [
            .. chats.Select(chat =>
                Chat(people.GetValueOrDefault(chat) ?? new Subscriber(new ChatId(chat)), watches[chat])
            ),
        ];
    }

    public static async Task<DateTimeOffset?> NextOf(Database database) =>
        (await database.Read(Next, row => row.TimeOrNull(0)))[0];

    /// <summary>In the order of their links.</summary>
    private static DueChat Chat(Subscriber subscriber, IEnumerable<Watch> watches) =>
        new(
            subscriber,
            [
                .. subscriber
                    .Links.Select(link => watches.FirstOrDefault(watch => watch.ContractKey == link.ContractKey))
                    .OfType<Watch>(),
            ]
        );

    /// <summary>Chats by their most urgent contract; a chat has at most a few, so some more rows than chats are enough.</summary>
    private static async Task<long[]> First(Database database, int most)
    {
        for (int look = most; ; look *= 2)
        {
            List<(long Chat, long Rows)> found = await database.Read(
                Ranked,
                row => (row.GetInt64(0), row.GetInt64(1)),
                Values.Of(look)
            );
            if (found.Count >= most || found.Sum(chat => chat.Rows) < look)
            {
                return [.. found.Take(most).Select(chat => chat.Chat)];
            }
        }
    }
}
