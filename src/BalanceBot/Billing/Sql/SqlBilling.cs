using BalanceBot.Billing.Sql.Secrets;

namespace BalanceBot.Billing.Sql;

/// <summary>
/// Any database, by the operator's own queries. What comes back is compared again here: a database may take "a" for "A",
/// "e" for "é" and blanks at the end for none, and a query may ask for more than it should.
/// </summary>
internal sealed partial class SqlBilling : IBillingAdapter, IAsyncDisposable
{
    /// <summary>More candidates for one number or login are no question any more.</summary>
    private const int MostCandidates = 1000;

    private readonly SqlSettings settings;
    private readonly TimeProvider time;
    private readonly SqlLine line;
    private readonly BillingReadiness readiness;
    private readonly SqlWatch watch;
    private readonly SqlKeys keys;
    private readonly SnapshotRows snapshots;
    private readonly SecretCheck secrets;
    private readonly DocumentCheck documents;
    private readonly SqlQuery findByNumber;
    private readonly SqlQuery findByLogin;
    private readonly SqlQuery verifyDocument;
    private readonly SqlQuery verifyPassword;

    /// <param name="holders">Null: a change of the holder is not noticed.</param>
    public SqlBilling(
        SqlSettings settings,
        TimeProvider time,
        ILoggerFactory logs,
        HolderMark? holders = null,
        IHashing? hashing = null
    )
    {
        this.settings = settings;
        this.time = time;
        line = new SqlLine(SqlEngine.Of(settings), settings, time);
        readiness = new BillingReadiness(
            "The billing's database",
            new SqlCheck(line, settings).Run,
            time,
            logs.CreateLogger<BillingReadiness>()
        );
        watch = new SqlWatch(time, logs.CreateLogger<SqlWatch>());
        keys = new SqlKeys(settings.KeyKind);
        snapshots = new SnapshotRows(settings, holders);
        secrets = new SecretCheck(settings.SecretKind, Environment.ProcessorCount, hashing ?? Hashing.Plain);
        documents = new DocumentCheck(hashing ?? Hashing.Plain);
        findByNumber = SqlQuery.FindByNumber(settings);
        findByLogin = SqlQuery.FindByLogin(settings);
        verifyDocument = SqlQuery.VerifyDocument(settings);
        verifyPassword = SqlQuery.VerifyPassword(settings);
        snapshot = SqlQuery.Snapshot(settings);
        page = SqlQuery.Snapshots(settings);
        many = SqlQuery.SnapshotsOf(settings);
        payments = SqlQuery.Payments(settings);
        charges = SqlQuery.Charges(settings);
    }

    /// <summary>By the queries that are set: known before the database has answered once.</summary>
    public BillingAbilities Abilities =>
        Able(verifyDocument, BillingAbilities.VerifyDocument)
        | Able(verifyPassword, BillingAbilities.VerifyPassword)
        | Able(payments, BillingAbilities.Payments)
        | Able(charges, BillingAbilities.Charges);

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => readiness.Begin(stop);

    public async Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        One(await Numbered(findByNumber, number, row => new Candidate(keys.Of(row), Number(row), ""), stop))
            .Map(found => found.Key);

    public async Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        One(await LoggedIn(findByLogin, login, row => new Candidate(keys.Of(row), "", LoginOf(row)), stop))
            .Map(found => found.Key);

    public async Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    )
    {
        BillingAnswer<Candidate> found = One(
            await Numbered(
                verifyDocument,
                number,
                row => new Candidate(keys.Of(row), Number(row), "") { Kept = row.Text("document") },
                stop
            )
        );
        bool proved = documents.Proves(document, (found as BillingAnswer<Candidate>.Found)?.Value.Kept);
        return found.If(proved, one => new VerifiedContract(one.Key, one.Number, one.Number));
    }

    public async Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    )
    {
        BillingAnswer<Candidate> found = One(
            await LoggedIn(
                verifyPassword,
                login,
                row => new Candidate(keys.Of(row), Number(row), LoginOf(row))
                {
                    Kept = row.Text("secret"),
                    Salt = row.Text("salt") ?? "",
                },
                stop
            )
        );
        Candidate? candidate = (found as BillingAnswer<Candidate>.Found)?.Value;
        StoredSecret? stored = candidate is { Kept.Length: > 0 }
            ? SecretReader.Read(settings.SecretKind, settings.SecretSalt, candidate.Kept, candidate.Salt)
            : null;
        bool proved = await secrets.Proves(password, stored, stop);
        if (candidate is { Kept.Length: > 0 } && stored is null)
        {
            const string Unknown =
                "the column 'secret' is kept in no way that Billing:Sql:SecretKind allows, or costs too much";
            watch.Failed(verifyPassword.Name, new SqlFailure(FailureKind.BadRow, Unknown));
            return new BillingAnswer<VerifiedContract>.Unavailable($"{verifyPassword.Name}: {Unknown}")
            {
                IsOfOne = true,
            };
        }

        return found.If(proved, one => new VerifiedContract(one.Key, one.Number, one.Login));
    }

    public async ValueTask DisposeAsync()
    {
        await line.DisposeAsync();
        secrets.Dispose();
    }

    private static string Number(SqlRow row) => row.Needed("number").Trim();

    private static string LoginOf(SqlRow row) => Login.Normalise(row.Needed("login"));

    private static BillingAbilities Able(SqlQuery query, BillingAbilities ability) =>
        query.IsSet ? ability : BillingAbilities.None;
}

/// <summary>Who a number or a login may be, and what they are to prove.</summary>
internal sealed record Candidate(ContractKey Key, string Number, string Login)
{
    /// <summary>The document on file, or the stored password.</summary>
    public string? Kept { get; init; }

    public string Salt { get; init; } = "";
}
