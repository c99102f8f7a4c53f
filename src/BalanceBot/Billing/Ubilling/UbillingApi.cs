using System.Text.Json;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Ubilling's remote API, by its list for UserSide: what there is to ask for balances without a database and without a
/// password. It makes the whole list for each question, so many are told from one.
/// </summary>
internal sealed class UbillingApi : IBillingAdapter, IDisposable
{
    /// <summary>More than so many are asked for all together.</summary>
    private const int MostAlone = 3;

    /// <summary>A list is as good as new for so long: the pages of a scan are cut from one.</summary>
    private static readonly TimeSpan ListLasts = TimeSpan.FromMinutes(1);

    private readonly ApiQuestions questions;
    private readonly BillingReadiness readiness;
    private readonly SemaphoreSlim one = new(1, 1);
    private readonly TimeProvider time;
    private IReadOnlyList<ContractSnapshot> list = [];
    private DateTimeOffset? listedAt;

    public UbillingApi(WebLine line, UbillingSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        this.time = time;
        questions = new ApiQuestions(
            line,
            settings,
            time,
            new WebWatch(ApiQuestions.System, logs.CreateLogger<WebWatch>())
        );
        readiness = new BillingReadiness(
            ApiQuestions.System,
            questions.Check,
            time,
            logs.CreateLogger<BillingReadiness>()
        );
    }

    /// <summary>It tells no document and checks no password.</summary>
    public BillingAbilities Abilities => BillingAbilities.None;

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => readiness.Begin(stop);

    public async Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop)
    {
        string asked = ContractNumber.Normalise(number);
        if (asked.Length == 0)
        {
            return new BillingAnswer<ContractKey>.NotFound();
        }

        BillingAnswer<ContractKey[]> found = (await All(stop)).Map<IReadOnlyList<ContractSnapshot>, ContractKey[]>(
            all => [.. all.Where(one => ContractNumber.Normalise(one.Number) == asked).Select(one => one.Key).Take(2)]
        );
        return found switch
        {
            BillingAnswer<ContractKey[]>.Found([]) => new BillingAnswer<ContractKey>.NotFound(),
            BillingAnswer<ContractKey[]>.Found([_, _]) => new BillingAnswer<ContractKey>.Ambiguous(),
            _ => found.Map(keys => keys[0]),
        };
    }

    public async Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        await One(
            new ContractKey(Login.Normalise(login)),
            (element, _) => new ContractKey(ApiRows.LoginOf(element)),
            stop
        );

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) =>
        Task.FromResult<BillingAnswer<VerifiedContract>>(
            new BillingAnswer<VerifiedContract>.Unavailable("the remote API tells no documents")
        );

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) =>
        Task.FromResult<BillingAnswer<VerifiedContract>>(
            new BillingAnswer<VerifiedContract>.Unavailable("the remote API checks no passwords")
        );

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        One(key, questions.Read, stop);

    /// <summary>As the billing has it now: for one question to its agent.</summary>
    public Task<BillingAnswer<string>> PasswordOf(ContractKey key, CancellationToken stop) =>
        One(key, (element, _) => JsonRow.Of(element)?.Text("password") ?? "", stop);

    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    )
    {
        HashSet<ContractKey> asked = [.. keys];
        if (asked.Count > MostAlone)
        {
            return (await All(stop)).Map<IReadOnlyList<ContractSnapshot>, IReadOnlyList<ContractSnapshot>>(all =>
                [.. all.Where(one => asked.Contains(one.Key))]
            );
        }

        List<ContractSnapshot> found = [];
        foreach (ContractKey key in asked)
        {
            switch (await Snapshot(key, stop))
            {
                case BillingAnswer<ContractSnapshot>.Found(var contract):
                    found.Add(contract);
                    break;
                case BillingAnswer<ContractSnapshot>.Unavailable(var reason):
                    return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable(reason);
            }
        }

        return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(found);
    }

    public async Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop)
    {
        return (await All(stop)).Map(all =>
        {
            ContractSnapshot[] page =
            [
                .. all.Where(one => after is null || string.CompareOrdinal(one.Key.Value, after.Value.Value) > 0)
                    .Take(size + 1),
            ];
            return page.Length > size
                ? new SnapshotPage(page[..size], page[size - 1].Key)
                : new SnapshotPage(page, Next: null);
        });
    }

    public void Dispose() => one.Dispose();

    /// <summary>By login in ascending order; one list for all who ask within a minute.</summary>
    private async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> All(CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            if (listedAt is not { } at || time.GetUtcNow() - at >= ListLasts)
            {
                if (await readiness.Trouble(stop) is { } trouble)
                {
                    return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable(trouble);
                }

                BillingAnswer<IReadOnlyList<ContractSnapshot>> fresh = await questions.All(stop);
                if (fresh is not BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(var all))
                {
                    return fresh;
                }

                (list, listedAt) = (all, time.GetUtcNow());
            }

            return new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found(list);
        }
        finally
        {
            one.Release();
        }
    }

    private async Task<BillingAnswer<T>> One<T>(
        ContractKey key,
        Func<JsonElement, ApiLists, T> read,
        CancellationToken stop
    ) =>
        !AgentCredential.IsLogin(key.Value) ? new BillingAnswer<T>.NotFound()
        : await readiness.Trouble(stop) is { } trouble ? new BillingAnswer<T>.Unavailable(trouble)
        : await questions.One(key, read, stop);
}
