using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Ubilling. With its database, all is asked there but promised payments; without, passwords are the agent's to check, and
/// balances the remote API's to tell.
/// </summary>
internal sealed class UbillingBilling : IBillingAdapter, IAsyncDisposable
{
    private readonly SqlBilling? database;
    private readonly StoredPasswords? passwords;
    private readonly UbillingApi? api;
    private readonly UbillingAgent? agent;
    private readonly UbillingPromises? promises;
    private readonly BillingReadiness? agentReadiness;
    private readonly List<WebLine> lines = [];
    private readonly FeeCalendar calendar;
    private readonly IBillingAdapter contracts;

    public UbillingBilling(
        UbillingSettings settings,
        WebLimits limits,
        TimeProvider time,
        ILoggerFactory logs,
        HolderMark? holders = null
    )
    {
        calendar = new FeeCalendar(settings, time);
        if (settings.HasDatabase())
        {
            database = new SqlBilling(UbillingQueries.Of(settings), time, logs, holders);
            passwords = new StoredPasswords(settings, time);
        }
        else
        {
            api = new UbillingApi(Line(ApiQuestions.System, settings.ApiUrl), settings, time, logs);
        }

        contracts = database ?? (IBillingAdapter)api!;
        if (settings.AgentUrl.Length > 0)
        {
            agent = new UbillingAgent(
                Line(UbillingAgent.System, settings.AgentUrl),
                settings.SecretKey() ?? "",
                new WebWatch(UbillingAgent.System, logs.CreateLogger<WebWatch>())
            );
            promises = new UbillingPromises(agent, PasswordOf, Snapshot);
            agentReadiness = new BillingReadiness(
                UbillingAgent.System,
                agent.Check,
                time,
                logs.CreateLogger<BillingReadiness>()
            );
        }

        WebLine Line(string system, string address)
        {
            WebLine line = new(system, new Uri(address), limits, time, logs.CreateLogger<WebLine>());
            lines.Add(line);
            return line;
        }
    }

    public BillingAbilities Abilities =>
        contracts.Abilities
        | (agent is null ? BillingAbilities.None : BillingAbilities.VerifyPassword)
        | (promises is null ? BillingAbilities.None : BillingAbilities.Promise);

    public async Task<IReadOnlyList<string>> Begin(CancellationToken stop) =>
        [.. await contracts.Begin(stop), .. agentReadiness is null ? [] : await agentReadiness.Begin(stop)];

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        contracts.FindByNumber(number, stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        contracts.FindByLogin(login, stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => contracts.VerifyDocument(number, document, stop);

    /// <summary>
    /// The agent compares as the database does, and mixes up those without an IP address of their own: where there is a
    /// database it is not asked.
    /// </summary>
    public async Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    )
    {
        if (database is not null)
        {
            return await database.VerifyPassword(login, password, stop);
        }

        string asked = Login.Normalise(login);
        if (agent is null || !AgentCredential.IsLogin(asked))
        {
            return new BillingAnswer<VerifiedContract>.NotFound();
        }

        if (!AgentCredential.IsPassword(password))
        {
            return new BillingAnswer<VerifiedContract>.Refused();
        }

        if (await agentReadiness!.Trouble(stop) is { } trouble)
        {
            return new BillingAnswer<VerifiedContract>.Unavailable(trouble);
        }

        return (await agent.Subscriber(new AgentCredential(asked, password), stop)).Map(found => new VerifiedContract(
            new ContractKey(found.Login),
            found.Contract ?? found.Login,
            found.Login
        ));
    }

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        (await contracts.Snapshot(key, stop)).Map(calendar.Dated);

    public async Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        (await contracts.SnapshotsOf(keys, stop)).Map<IReadOnlyList<ContractSnapshot>, IReadOnlyList<ContractSnapshot>>(
            some => [.. some.Select(calendar.Dated)]
        );

    public async Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        (await contracts.Snapshots(after, size, stop)).Map(page =>
            page with
            {
                Contracts = [.. page.Contracts.Select(calendar.Dated)],
            }
        );

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => contracts.Payments(key, period, stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => contracts.Charges(key, period, stop);

    public async Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        await NoPromises(stop) is { } why
            ? new BillingAnswer<PromisedPayment>.Unavailable(why)
            : await promises!.Promise(key, stop);

    public async Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) =>
        await NoPromises(stop) is { } why
            ? new BillingAnswer<PromisedPayment>.Unavailable(why)
            : await promises!.Take(key, offer, stop);

    public async ValueTask DisposeAsync()
    {
        lines.ForEach(line => line.Dispose());
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        if (passwords is not null)
        {
            await passwords.DisposeAsync();
        }

        api?.Dispose();
    }

    /// <summary>Null: the agent can be asked.</summary>
    private async ValueTask<string?> NoPromises(CancellationToken stop) =>
        agentReadiness is null
            ? "Billing:Ubilling:AgentUrl is not set: no payments can be promised"
            : await agentReadiness.Trouble(stop);

    private Task<BillingAnswer<string>> PasswordOf(ContractKey key, CancellationToken stop) =>
        passwords?.Of(key, stop) ?? api!.PasswordOf(key, stop);
}
