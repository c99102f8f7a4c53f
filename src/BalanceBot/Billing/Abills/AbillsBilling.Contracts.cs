using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>Contracts as they are now, alone and many: the same two lists for both.</summary>
internal sealed partial class AbillsBilling
{
    /// <summary>Their uids stand in the address.</summary>
    private const int KeysAtOnce = 200;

    /// <summary>Services of one subscriber, on average; a list that is longer is taken for cut.</summary>
    private const int MostServices = 8;

    private const int LeastServices = 100;

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        api.Ask(
            "users",
            async () =>
                Uid.Of(key) is not { } uid
                    ? new BillingAnswer<ContractSnapshot>.NotFound()
                    : await Some([uid], stop) switch
                    {
                        WebOutcome<Accounts>.Failed failed => failed.As<ContractSnapshot>(),
                        WebOutcome<Accounts>.Said { Value.Users: [var row] } said => Of(row, said.Value),
                        WebOutcome<Accounts>.Said { Value.Users: [] } => await Nobody(uid, stop),
                        _ => new BillingAnswer<ContractSnapshot>.Ambiguous(),
                    },
            stop
        );

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        api.Ask<IReadOnlyList<ContractSnapshot>>(
            "users",
            async () =>
            {
                List<ContractSnapshot> all = [];
                foreach (Uid[] some in keys.Select(Uid.Of).OfType<Uid>().Distinct().Chunk(KeysAtOnce))
                {
                    switch (await Some(some, stop))
                    {
                        case WebOutcome<Accounts>.Failed failed:
                            return failed.As<IReadOnlyList<ContractSnapshot>>();
                        case WebOutcome<Accounts>.Said(var found):
                            all.AddRange(found.Users.Select(row => reader.Contract(row, found.Of(row), found.Asked)));
                            break;
                    }
                }

                return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(all);
            },
            stop
        );

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        api.Ask(
            "users",
            async () =>
            {
                Uid? above = after is { } key
                    ? Uid.Of(key) ?? throw new BadCellException(Uid.Field, "is none that a page could begin after")
                    : null;
                return await Above(above, size, stop) switch
                {
                    WebOutcome<Accounts>.Said(var found) => new BillingAnswer<SnapshotPage>.Found(
                        api.Page(
                            "users",
                            [.. found.Users.Take(size)],
                            row => reader.Contract(row, found.Of(row), found.Asked),
                            found.Users.Count > size ? Uid.Of(found.Users[size - 1]).Key : null
                        )
                    ),
                    WebOutcome<Accounts>.Failed failed => failed.As<SnapshotPage>(),
                    _ => throw new InvalidOperationException("An answer of no kind."),
                };
            },
            stop
        );

    private sealed record Accounts(IReadOnlyList<JsonRow> Users, ILookup<Uid, Service> Services, DateTimeOffset Asked)
    {
        public IReadOnlyList<Service> Of(JsonRow user) => [.. Services[Uid.Of(user)]];
    }

    private BillingAnswer<ContractSnapshot> Of(JsonRow row, Accounts found) =>
        new BillingAnswer<ContractSnapshot>.Found(reader.Contract(row, found.Of(row), found.Asked));

    /// <summary>An empty list is no word that there is nobody; this question has one.</summary>
    private async Task<BillingAnswer<ContractSnapshot>> Nobody(Uid uid, CancellationToken stop) =>
        await line.Get(Account(uid), stop) switch
        {
            AbillsReply.Error { IsNobody: true } => new BillingAnswer<ContractSnapshot>.NotFound(),
            AbillsReply.One => new BillingAnswer<ContractSnapshot>.Unavailable(
                "user: there is one, and the list does not show them"
            ),
            var reply => new BillingAnswer<ContractSnapshot>.Unavailable(reply.Words("user")),
        };

    private async Task<WebOutcome<Accounts>> Some(Uid[] uids, CancellationToken stop)
    {
        DateTimeOffset asked = time.GetUtcNow();
        bool isBulk = uids.Length > 1;
        string choice = string.Join(';', uids);
        Task<WebOutcome<IReadOnlyList<JsonRow>>> users = lists.Ask(
            AbillsLists.Users with
            {
                IsBulk = isBulk,
            },
            uids.Length + 1,
            stop,
            ("UID", choice)
        );
        Task<WebOutcome<IReadOnlyList<JsonRow>>> services = Services(choice, uids.Length, isBulk, stop);
        HashSet<Uid> wanted = [.. uids];
        return Together(await users, await services, asked) switch
        {
            WebOutcome<Accounts>.Said(var found)
                when found.Users.Select(Uid.Of).Any(uid => !wanted.Contains(uid))
                    || found.Users.Select(Uid.Of).Distinct().Count() != found.Users.Count => throw new BadCellException(
                Uid.Field,
                "is one that was not asked for, or comes twice"
            ),
            var answer => answer,
        };
    }

    /// <summary>One more than fits, to know whether there are more; then the services of all these, and of nobody else.</summary>
    private async Task<WebOutcome<Accounts>> Above(Uid? above, int size, CancellationToken stop)
    {
        DateTimeOffset asked = time.GetUtcNow();
        WebOutcome<IReadOnlyList<JsonRow>> users = await lists.Ask(
            AbillsLists.Users with
            {
                IsBulk = true,
            },
            size + 1,
            stop,
            ("UID", $">{above ?? new Uid(0)}")
        );
        if (users is not WebOutcome<IReadOnlyList<JsonRow>>.Said { Value: [_, ..] rows })
        {
            return Together(users, new WebOutcome<IReadOnlyList<JsonRow>>.Said([]), asked);
        }

        InOrder(rows, above);
        string range = $">={Uid.Of(rows[0])},<={Uid.Of(rows[^1])}";
        return Together(users, await Services(range, rows.Count, isBulk: true, stop), asked);
    }

    private async Task<WebOutcome<IReadOnlyList<JsonRow>>> Services(
        string choice,
        int users,
        bool isBulk,
        CancellationToken stop
    )
    {
        int most = Math.Max(LeastServices, users * MostServices);
        AbillsQuestion question = AbillsLists.Services with { IsBulk = isBulk };
        WebOutcome<IReadOnlyList<JsonRow>> answer = await lists.Ask(question, most, stop, ("UID", choice));
        return answer is WebOutcome<IReadOnlyList<JsonRow>>.Said(var rows) && rows.Count >= most
            ? new WebOutcome<IReadOnlyList<JsonRow>>.Failed($"services: more than {MostServices} for each subscriber")
            : answer;
    }

    private static WebOutcome<Accounts> Together(
        WebOutcome<IReadOnlyList<JsonRow>> users,
        WebOutcome<IReadOnlyList<JsonRow>> services,
        DateTimeOffset asked
    ) =>
        (users, services) switch
        {
            (WebOutcome<IReadOnlyList<JsonRow>>.Failed(var reason, _), _) => new WebOutcome<Accounts>.Failed(reason),
            (_, WebOutcome<IReadOnlyList<JsonRow>>.Failed(var reason, _)) => new WebOutcome<Accounts>.Failed(reason),
            (WebOutcome<IReadOnlyList<JsonRow>>.Said(var who), WebOutcome<IReadOnlyList<JsonRow>>.Said(var what)) =>
                new WebOutcome<Accounts>.Said(
                    new Accounts(who, what.Select(Service.Of).ToLookup(one => one.Uid), asked)
                ),
            _ => throw new InvalidOperationException("An answer of no kind."),
        };

    /// <summary>A scan goes by the order of keys: out of it, contracts would be passed over or seen for ever.</summary>
    private static void InOrder(IReadOnlyList<JsonRow> rows, Uid? above)
    {
        long before = above?.Number ?? 0;
        foreach (Uid uid in rows.Select(Uid.Of))
        {
            before =
                uid.Number > before
                    ? uid.Number
                    : throw new BadCellException(Uid.Field, "is not above the one before it, as was asked for");
        }
    }
}
