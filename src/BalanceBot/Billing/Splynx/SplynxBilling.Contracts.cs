using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>
/// Contracts as they are now. Customers come in lists; what they have and owe Splynx tells of each alone, so a page is
/// small enough to be answered in time.
/// </summary>
internal sealed partial class SplynxBilling
{
    private const int MostOnPage = 50;

    private sealed record Account(JsonRow Customer, JsonRow? Billing);

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        api.Ask(
            "customers",
            async () =>
            {
                if (CustomerId.Of(key) is not { } id)
                {
                    return new BillingAnswer<ContractSnapshot>.NotFound();
                }

                DateTimeOffset asked = time.GetUtcNow();
                return await Accounts(SplynxQuestions.One(id), stop) switch
                {
                    WebOutcome<Account[]>.Failed failed => failed.As<ContractSnapshot>(),
                    WebOutcome<Account[]>.Said { Value: [{ Billing: { } billing } one] } => CustomerId.Of(one.Customer)
                    == id
                        ? new BillingAnswer<ContractSnapshot>.Found(reader.Contract(one.Customer, billing, asked))
                        : throw new BadCellException("id", "is another one than was asked for"),
                    WebOutcome<Account[]>.Said { Value: { Length: > 1 } } =>
                        new BillingAnswer<ContractSnapshot>.Ambiguous(),
                    _ => new BillingAnswer<ContractSnapshot>.NotFound(),
                };
            },
            stop
        );

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        api.Ask<IReadOnlyList<ContractSnapshot>>(
            "customers",
            async () =>
            {
                List<ContractSnapshot> all = [];
                foreach (
                    CustomerId[] some in keys.Select(CustomerId.Of).OfType<CustomerId>().Distinct().Chunk(MostOnPage)
                )
                {
                    DateTimeOffset asked = time.GetUtcNow();
                    switch (await Accounts(SplynxQuestions.Some(some, some.Length + 1), stop))
                    {
                        case WebOutcome<Account[]>.Failed failed:
                            return failed.As<IReadOnlyList<ContractSnapshot>>();
                        case WebOutcome<Account[]>.Said(var found):
                            all.AddRange(Those(some, found, asked));
                            break;
                    }
                }

                return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(all);
            },
            stop
        );

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        api.Ask(
            "customers",
            async () =>
            {
                CustomerId? above = after is { } key
                    ? CustomerId.Of(key) ?? throw new BadCellException("id", "is none that a page could begin after")
                    : null;
                int most = Math.Min(size, MostOnPage);
                DateTimeOffset asked = time.GetUtcNow();
                WebOutcome<IReadOnlyList<JsonRow>> listed = await List(SplynxQuestions.Above(above, most + 1), stop);
                if (listed is not WebOutcome<IReadOnlyList<JsonRow>>.Said(var rows))
                {
                    return ((WebOutcome<IReadOnlyList<JsonRow>>.Failed)listed).As<SnapshotPage>();
                }

                InOrder(rows, above);
                return await WithBilling([.. rows.Take(most)], isBulk: true, stop) switch
                {
                    WebOutcome<Account[]>.Failed failed => failed.As<SnapshotPage>(),
                    WebOutcome<Account[]>.Said(var found) => new BillingAnswer<SnapshotPage>.Found(
                        api.Page(
                            "customers",
                            found,
                            one => one.Billing is { } billing ? reader.Contract(one.Customer, billing, asked) : null,
                            rows.Count > most ? CustomerId.Of(found[^1].Customer).Key : null
                        )
                    ),
                    _ => throw new InvalidOperationException("An answer of no kind."),
                };
            },
            stop
        );

    private async Task<WebOutcome<Account[]>> Accounts(SplynxQuestion question, CancellationToken stop) =>
        await List(question, stop) switch
        {
            WebOutcome<IReadOnlyList<JsonRow>>.Said(var rows) => await WithBilling([.. rows], question.IsBulk, stop),
            WebOutcome<IReadOnlyList<JsonRow>>.Failed(var reason, _) => new WebOutcome<Account[]>.Failed(reason),
            _ => throw new InvalidOperationException("An answer of no kind."),
        };

    /// <summary>As many at once as there are connections.</summary>
    private async Task<WebOutcome<Account[]>> WithBilling(JsonRow[] customers, bool isBulk, CancellationToken stop)
    {
        SplynxReply[] replies = await Task.WhenAll(
            customers.Select(one =>
                line.Get(SplynxQuestions.BillingOf(CustomerId.Of(one)) with { IsBulk = isBulk }, stop)
            )
        );
        // Whoever went away since the list was made has no billing information any more.
        return replies.FirstOrDefault(reply => reply is not (SplynxReply.One or SplynxReply.Error(404))) is { } bad
            ? new WebOutcome<Account[]>.Failed(bad.Words("billing"))
            : new WebOutcome<Account[]>.Said([
                .. customers.Zip(replies, (customer, reply) => new Account(customer, (reply as SplynxReply.One)?.Row)),
            ]);
    }

    private IEnumerable<ContractSnapshot> Those(CustomerId[] wanted, Account[] found, DateTimeOffset asked)
    {
        CustomerId[] ids = [.. found.Select(one => CustomerId.Of(one.Customer))];
        return ids.Except(wanted).Any() || ids.Distinct().Count() != ids.Length
            ? throw new BadCellException("id", "is one that was not asked for, or comes twice")
            : found
                .Where(one => one.Billing is not null)
                .Select(one => reader.Contract(one.Customer, one.Billing!, asked));
    }

    /// <summary>A scan goes by the order of keys: out of it, contracts would be passed over or seen for ever.</summary>
    private static void InOrder(IReadOnlyList<JsonRow> rows, CustomerId? above)
    {
        long before = above?.Number ?? 0;
        foreach (CustomerId id in rows.Select(row => CustomerId.Of(row)))
        {
            before =
                id.Number > before
                    ? id.Number
                    : throw new BadCellException("id", "is not above the one before it, as was asked for");
        }
    }
}
