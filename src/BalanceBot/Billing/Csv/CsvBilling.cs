namespace BalanceBot.Billing.Csv;

/// <summary>
/// The smallest billing: one file, replaced now and then. Looked at once a second when somebody asks (a watcher of the
/// operating system sees nothing through many container mounts). A new file is taken as a whole, when it has not changed
/// between two looks; until then, and when it is no good, the last good one answers.
/// </summary>
internal sealed partial class CsvBilling : IBillingAdapter, IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly CsvSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger<CsvBilling> log;
    private readonly CsvLoader loader;
    private readonly CsvHistory? history;
    private readonly ITimer again;
    private readonly SemaphoreSlim loading = new(1, 1);
    private volatile CsvIndex? index;
    private Stamp? taken;
    private Stamp? seen;
    private readonly IHashing hashing;
    private long lastLook;

    /// <param name="holders">Null: a change of the holder is not noticed.</param>
    public CsvBilling(
        CsvSettings settings,
        TimeProvider time,
        ILogger<CsvBilling> log,
        HolderMark? holders = null,
        IHashing? hashing = null
    )
    {
        this.hashing = hashing ?? Hashing.Plain;
        this.settings = settings;
        this.time = time;
        this.log = log;
        loader = new CsvLoader(settings.Currency, holders, this.hashing);
        history = settings.HistoryFile.Length > 0 ? new CsvHistory(settings.HistoryFile, log) : null;
        again = time.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        again.Dispose();
        loading.Dispose();
    }

    public BillingAbilities Abilities =>
        (index?.Abilities ?? BillingAbilities.None)
        | (history is null ? BillingAbilities.None : BillingAbilities.Payments | BillingAbilities.Charges);

    /// <summary>The first load, at start: a sentence for the operator, or null when it went well.</summary>
    public string? Begin()
    {
        if (StampOfFile() is not { } stamp)
        {
            return $"The billing file {settings.File} (Billing:Csv:File) is not there or cannot be read.";
        }

        return Load(stamp) is { } reason ? $"The billing file {settings.File} {reason}." : null;
    }

    Task<IReadOnlyList<string>> IBillingAdapter.Begin(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<string>>(Begin() is { } mistake ? [mistake] : []);

    public async Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Key((await Current(stop)).ByKey(ContractNumber.Normalise(number)));

    public async Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        Key((await Current(stop)).ByLogin(Login.Normalise(login)));

    public async Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    )
    {
        CsvIndex contracts = await Current(stop);
        BillingAnswer<CsvContract> answer = contracts.ByKey(ContractNumber.Normalise(number));
        CsvContract? row = (answer as BillingAnswer<CsvContract>.Found)?.Value;
        bool proved = contracts.Proves(Document.Typed(document), row?.Documents ?? []);
        return Verified(answer, proved, row?.Snapshot.Number);
    }

    public async Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    )
    {
        CsvIndex contracts = await Current(stop);
        BillingAnswer<CsvContract> answer = contracts.ByLogin(Login.Normalise(login));
        CsvContract? row = (answer as BillingAnswer<CsvContract>.Found)?.Value;
        bool proved = contracts.Proves(password, row?.Password is { } digest ? [digest] : []);
        return Verified(answer, proved, row?.Login);
    }

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        (await Current(stop)).ByKey(key.Value) switch
        {
            BillingAnswer<CsvContract>.Found(CsvContract row) => new BillingAnswer<ContractSnapshot>.Found(
                row.Snapshot
            ),
            BillingAnswer<CsvContract>.Ambiguous => new BillingAnswer<ContractSnapshot>.Ambiguous(),
            _ => new BillingAnswer<ContractSnapshot>.NotFound(),
        };

    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) => new BillingAnswer<IReadOnlyList<ContractSnapshot>>.Found((await Current(stop)).Of(keys));

    public async Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        new BillingAnswer<SnapshotPage>.Found((await Current(stop)).Page(after, size));

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Movements(key, period, payments: true, stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Movements(key, period, payments: false, stop);

    private async Task<BillingAnswer<IReadOnlyList<Movement>>> Movements(
        ContractKey key,
        Period period,
        bool payments,
        CancellationToken stop
    ) =>
        history is null
            ? new BillingAnswer<IReadOnlyList<Movement>>.Unavailable("Billing:Csv:HistoryFile is not set")
            : await history.Of(key, period, payments, stop);

    private async Task<CsvIndex> Current(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (IsTimeToLook() && await loading.WaitAsync(TimeSpan.Zero, stop))
        {
            // Whoever asks is answered from the load that is there; the next one sees the new file.
            _ = Task.Run(Look, CancellationToken.None);
        }

        return index ?? new CsvIndex([], [], [], hashing);
    }

    private static BillingAnswer<ContractKey> Key(BillingAnswer<CsvContract> answer) =>
        answer switch
        {
            BillingAnswer<CsvContract>.Found(CsvContract row) => new BillingAnswer<ContractKey>.Found(row.Snapshot.Key),
            BillingAnswer<CsvContract>.Ambiguous => new BillingAnswer<ContractKey>.Ambiguous(),
            _ => new BillingAnswer<ContractKey>.NotFound(),
        };

    private static BillingAnswer<VerifiedContract> Verified(
        BillingAnswer<CsvContract> answer,
        bool proved,
        string? provedBy
    ) =>
        answer switch
        {
            BillingAnswer<CsvContract>.Found(CsvContract row) when proved => new BillingAnswer<VerifiedContract>.Found(
                new VerifiedContract(row.Snapshot.Key, row.Snapshot.Number, provedBy!)
            ),
            BillingAnswer<CsvContract>.Found => new BillingAnswer<VerifiedContract>.Refused(),
            BillingAnswer<CsvContract>.Ambiguous => new BillingAnswer<VerifiedContract>.Ambiguous(),
            _ => new BillingAnswer<VerifiedContract>.NotFound(),
        };
}
