using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Ubilling's agent alone, for a bot without the database and without the remote API: it tells a subscriber's balance only
/// for the subscriber's own password. There is no list, and nothing to find anybody by.
/// </summary>
internal sealed class UbillingAgent : IBillingAdapter
{
    private readonly AgentQuestions questions;
    private readonly AgentRows rows;
    private readonly BillingReadiness readiness;
    private readonly WebWatch watch;
    private readonly JustProved proved;
    private readonly TimeProvider time;

    public UbillingAgent(WebLine line, UbillingSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        this.time = time;
        watch = new WebWatch(AgentQuestions.System, logs.CreateLogger<WebWatch>());
        questions = new AgentQuestions(line, settings.SecretKey() ?? "", watch);
        rows = new AgentRows(settings);
        proved = new JustProved(time);
        readiness = new BillingReadiness(
            AgentQuestions.System,
            questions.Check,
            time,
            logs.CreateLogger<BillingReadiness>()
        );
        Creditor = new AgentCreditor(questions);
    }

    public AgentCreditor Creditor { get; }

    /// <summary>No promises: what came of one whose answer was lost cannot be asked without the password.</summary>
    public BillingAbilities Abilities => BillingAbilities.VerifyPassword | BillingAbilities.SnapshotBySignIn;

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => readiness.Begin(stop);

    /// <summary>Null: it can be asked.</summary>
    public ValueTask<string?> Trouble(CancellationToken stop) => readiness.Trouble(stop);

    /// <summary>The agent is asked all the same: whether it answers is seen by this question too.</summary>
    public async Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        await Silence(stop) is { } why
            ? new BillingAnswer<ContractKey>.Unavailable(why)
            : Untold<ContractKey>("finds nobody by a contract number");

    /// <summary>
    /// Who does not exist is found like who does: nobody can tell without the password. The agent is asked whether it is
    /// there, so that no attempt is counted that it cannot check.
    /// </summary>
    public async Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop)
    {
        string asked = Login.Normalise(login);
        return !AgentCredential.IsLogin(asked) ? new BillingAnswer<ContractKey>.NotFound()
            : await Silence(stop) is { } why ? new BillingAnswer<ContractKey>.Unavailable(why)
            : new BillingAnswer<ContractKey>.Found(KeyOf(asked));
    }

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => Task.FromResult<BillingAnswer<VerifiedContract>>(Untold<VerifiedContract>("tells no documents"));

    public async Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    )
    {
        DateTimeOffset asked = time.GetUtcNow();
        BillingAnswer<AgentSubscriber> answer = await Prove(login, password, stop);
        if (
            answer is BillingAnswer<AgentSubscriber>.Found(var who)
            && Read(KeyOf(who.Login), answer, asked) is BillingAnswer<ContractSnapshot>.Found(var first)
        )
        {
            proved.Keep(first);
        }

        return answer.Map(found => new VerifiedContract(
            KeyOf(found.Login),
            found.Contract ?? found.Login,
            found.Login
        ));
    }

    /// <summary>Who a typed login and password are, by the one question that a guess is: a right one takes no second.</summary>
    public async Task<BillingAnswer<AgentSubscriber>> Prove(string login, string password, CancellationToken stop)
    {
        string asked = Login.Normalise(login);
        return !AgentCredential.IsLogin(asked) ? new BillingAnswer<AgentSubscriber>.NotFound()
            : !AgentCredential.IsPassword(password) ? new BillingAnswer<AgentSubscriber>.Refused()
            : await Trouble(stop) is { } trouble ? new BillingAnswer<AgentSubscriber>.Unavailable(trouble)
            : await questions.Subscriber(new AgentCredential(asked, password), stop);
    }

    /// <summary>For a minute after the contract was proved, without prices; nothing is asked.</summary>
    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<ContractSnapshot>>(
            proved.Of(key) is { } told
                ? new BillingAnswer<ContractSnapshot>.Found(told)
                : Untold<ContractSnapshot>("tells a balance only to who signs in for it")
        );

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, SignIn by, CancellationToken stop) =>
        As(key, by, who => Told(key, who, stop), stop);

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) =>
        Task.FromResult<BillingAnswer<IReadOnlyList<ContractSnapshot>>>(
            Untold<IReadOnlyList<ContractSnapshot>>("tells a balance only to who signs in for it")
        );

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Task.FromResult<BillingAnswer<SnapshotPage>>(Untold<SnapshotPage>("has no list of contracts"));

    /// <summary>
    /// The login in small letters: to the agent's base SUB1001 and sub1001 are one, so guesses at either are counted as one.
    /// </summary>
    private static ContractKey KeyOf(string login) => new(string.Concat(login.Select(char.ToLowerInvariant)));

    private static BillingAnswer<T>.Unavailable Untold<T>(string what) => new($"the agent {what}") { IsOfOne = true };

    /// <summary>Null: it is there.</summary>
    private async Task<string?> Silence(CancellationToken stop) =>
        await questions.Check(stop) switch
        {
            FirstLook.Away(var reason) => reason,
            FirstLook.Wrong(var mistakes) => mistakes[0],
            _ => null,
        };

    private async Task<BillingAnswer<T>> As<T>(
        ContractKey key,
        SignIn by,
        Func<AgentCredential, Task<BillingAnswer<T>>> act,
        CancellationToken stop
    ) =>
        !AgentCredential.IsLogin(key.Value) ? new BillingAnswer<T>.NotFound()
        : !AgentCredential.IsPassword(by.Password) ? new BillingAnswer<T>.Refused()
        : await Trouble(stop) is { } trouble ? new BillingAnswer<T>.Unavailable(trouble)
        : await act(AgentCredential.Of(key, by));

    /// <summary>Balance, credit and state; that the prices are not told does not hide them.</summary>
    private async Task<BillingAnswer<ContractSnapshot>> Told(
        ContractKey key,
        AgentCredential who,
        CancellationToken stop
    )
    {
        DateTimeOffset asked = time.GetUtcNow();
        BillingAnswer<AgentSubscriber> answer = await questions.Subscriber(who, stop);
        BillingAnswer<ContractSnapshot> contract = Read(key, answer, asked);
        return
            contract is BillingAnswer<ContractSnapshot>.Found(var told)
            && answer is BillingAnswer<AgentSubscriber>.Found(var subscriber)
            ? new BillingAnswer<ContractSnapshot>.Found(await Priced(told, AgentRows.NextTariff(subscriber), who, stop))
            : contract;
    }

    private BillingAnswer<ContractSnapshot> Read(
        ContractKey key,
        BillingAnswer<AgentSubscriber> answer,
        DateTimeOffset asked
    )
    {
        try
        {
            return answer.Map(who => rows.Of(key, who, asked));
        }
        catch (BadCellException bad)
        {
            watch.Wrong("subscriber", $"'{bad.Column}' {bad.Message}");
            return new BillingAnswer<ContractSnapshot>.Unavailable($"the agent: '{bad.Column}' {bad.Message}")
            {
                IsOfOne = true,
            };
        }
    }

    private async Task<ContractSnapshot> Priced(
        ContractSnapshot contract,
        string? nextTariff,
        AgentCredential who,
        CancellationToken stop
    )
    {
        IReadOnlyList<JsonRow>?[] told = await Task.WhenAll(
            questions.Prices(who, stop),
            nextTariff is null ? Task.FromResult<IReadOnlyList<JsonRow>?>(null) : questions.AllPrices(who, stop)
        );
        try
        {
            ContractSnapshot priced = told[0] is { } own ? rows.Priced(contract, own) : contract;
            return priced.Price is not null && nextTariff is not null && told[1] is { } all
                ? rows.Changed(priced, nextTariff, all)
                : priced;
        }
        catch (BadCellException bad)
        {
            watch.Wrong("prices", $"'{bad.Column}' {bad.Message}");
            return contract;
        }
    }
}
