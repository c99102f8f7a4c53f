using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Http.Names;

namespace BalanceBot.Billing.Http;

/// <summary>Contracts as they are now, alone and many.</summary>
internal sealed partial class HttpBilling
{
    private const int KeysAtOnce = 1000;

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
    {
        if (!Askable.Is(key.Value))
        {
            return new BillingAnswer<ContractSnapshot>.NotFound();
        }

        DateTimeOffset asked = time.GetUtcNow();
        return await Ask(Paths.One, Of(key), HttpPatience.Soon, One, stop) switch
        {
            HttpReply<ContractSnapshot?>.Said { Value: { } contract } => new BillingAnswer<ContractSnapshot>.Found(
                contract
            ),
            HttpReply<ContractSnapshot?>.Failed failed => failed.As<ContractSnapshot>(),
            _ => new BillingAnswer<ContractSnapshot>.NotFound(),
        };

        ContractSnapshot? One(JsonRow reply)
        {
            // No contract is said so: an answer that lacks it is something else, such as an error.
            JsonRow? row = reply.Has(Fields.Contract)
                ? reply.Row(Fields.Contract)
                : throw new BadCellException(Fields.Contract, "is missing");
            if (row is not null)
            {
                Held.Key(row.Needed(Fields.Key), key);
            }

            return row is null ? null : reader.Contract(row, asked);
        }
    }

    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    )
    {
        List<ContractSnapshot> all = [];
        foreach (ContractKey[] some in keys.Distinct().Where(key => Askable.Is(key.Value)).Chunk(KeysAtOnce))
        {
            switch (await Some(some, stop))
            {
                case HttpReply<ContractSnapshot[]>.Said(var found):
                    all.AddRange(found);
                    break;
                case HttpReply<ContractSnapshot[]>.Failed failed:
                    return failed.As<IReadOnlyList<ContractSnapshot>>();
            }
        }

        return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(all);
    }

    public async Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop)
    {
        DateTimeOffset asked = time.GetUtcNow();
        JsonObject question = new() { [Fields.After] = after?.Value, [Fields.Size] = size };
        return await Ask(Paths.Page, question, HttpPatience.Bulk, Page, stop) switch
        {
            HttpReply<SnapshotPage>.Said(var page) => new BillingAnswer<SnapshotPage>.Found(page),
            HttpReply<SnapshotPage>.Failed failed => failed.As<SnapshotPage>(),
            _ => throw new InvalidOperationException("A reply of no kind."),
        };

        SnapshotPage Page(JsonRow reply)
        {
            IReadOnlyList<JsonRow> rows = List(reply, Fields.Contracts);
            InOrder(rows, after, size);
            bool more = reply.Word(Fields.More) is null
                ? throw new BadCellException(Fields.More, "is missing")
                : reply.YesOrNo(Fields.More);
            return more && rows.Count == 0
                ? throw new WrongReplyException("the page is empty, and says that there are more")
                : api.Page(
                    Paths.Page,
                    rows,
                    row => reader.Contract(row, asked),
                    more ? new ContractKey(rows[^1].Needed(Fields.Key)) : null
                );
        }
    }

    private Task<HttpReply<ContractSnapshot[]>> Some(ContractKey[] keys, CancellationToken stop)
    {
        DateTimeOffset asked = time.GetUtcNow();
        HashSet<ContractKey> wanted = [.. keys];
        JsonObject question = new() { [Fields.Keys] = new JsonArray([.. keys.Select(key => (JsonNode)key.Value)]) };
        return Ask(Paths.Many, question, HttpPatience.Bulk, Read, stop);

        ContractSnapshot[] Read(JsonRow reply)
        {
            ContractSnapshot[] found = [.. List(reply, Fields.Contracts).Select(row => reader.Contract(row, asked))];
            return found.FirstOrDefault(contract => !wanted.Contains(contract.Key)) is not null
                ? throw new WrongReplyException("the answer holds a contract that was not asked for")
                // Two of one key are no contract.
                :
                [
                    .. found
                        .GroupBy(contract => contract.Key)
                        .Where(same => same.Count() == 1)
                        .SelectMany(same => same),
                ];
        }
    }

    /// <summary>A scan goes by the order of keys: out of it, contracts would be passed over or seen for ever.</summary>
    private static void InOrder(IReadOnlyList<JsonRow> rows, ContractKey? after, int size)
    {
        if (rows.Count > size)
        {
            throw new WrongReplyException($"the page holds more contracts than '{Fields.Size}'");
        }

        string? before = after?.Value;
        foreach (string key in rows.Select(row => row.Needed(Fields.Key)))
        {
            if (before is not null && string.CompareOrdinal(key, before) <= 0)
            {
                throw new WrongReplyException(
                    $"the contracts are not in the order of '{Fields.Key}' above '{Fields.After}', each once: order them by their bytes"
                );
            }

            before = key;
        }
    }

    private static JsonObject Of(ContractKey key) => new() { [Fields.Key] = key.Value };

    private static IReadOnlyList<JsonRow> List(JsonRow reply, string name) =>
        reply.Has(name) ? reply.Rows(name) : throw new BadCellException(name, "is missing");

    private HttpReply<T>.Failed Wrong<T>(string path, string what)
    {
        api.Tell(path, what);
        return new HttpReply<T>.Failed($"{path}: {what}", IsOfOne: true);
    }
}
