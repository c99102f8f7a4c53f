namespace BalanceBot.Billing;

/// <summary>
/// Any billing, with a limit to our patience: a time-out for each question, so many at once, a bug or a broken connection
/// answered as <see cref="BillingAnswer{T}.Unavailable"/>, and a breaker before what people ask. Scans go around it: they
/// wait longer, come seldom, and stop by themselves.
/// </summary>
internal sealed partial class PatientBilling(
    IBilling inner,
    BillingSettings settings,
    TimeProvider time,
    ILogger<PatientBilling> log
) : IBilling, IDisposable
{
    private readonly SemaphoreSlim places = new(settings.MostAtOnce, settings.MostAtOnce);
    private readonly BillingBreaker breaker = new(time, log);
    private volatile string? unanswered;

    public BillingAbilities Abilities => inner.Abilities;

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        People("find_by_number", settings.Timeout, enough => inner.FindByNumber(number, enough), stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        People("find_by_login", settings.Timeout, enough => inner.FindByLogin(login, enough), stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => People("verify_document", settings.Timeout, enough => inner.VerifyDocument(number, document, enough), stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => People("verify_password", settings.Timeout, enough => inner.VerifyPassword(login, password, enough), stop);

    public async Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop)
    {
        // Nobody has signed in: that it tells nothing is no failure of it, and no reason to leave it alone.
        if (Abilities.HasFlag(BillingAbilities.SnapshotBySignIn))
        {
            return await Ask("snapshot", settings.AnswerWithin, enough => inner.Snapshot(key, enough), stop);
        }

        BillingAnswer<ContractSnapshot> answer = await People(
            "snapshot",
            settings.AnswerWithin,
            enough => inner.Snapshot(key, enough),
            stop
        );
        unanswered = answer is BillingAnswer<ContractSnapshot>.Unavailable { IsOfOne: false } ? key.Value : unanswered;
        return answer;
    }

    /// <summary>Nobody else may ask for hours: by what was not answered it is seen whether it is now.</summary>
    public async Task<bool> IsAway(CancellationToken stop)
    {
        if (breaker.IsOpen)
        {
            await (unanswered is { } key ? Snapshot(new ContractKey(key), stop) : FindByNumber("0", stop) as Task);
        }

        return breaker.IsOpen;
    }

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) => Ask("snapshots_of", settings.Timeout, enough => inner.SnapshotsOf(keys, enough), stop);

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Ask("snapshots", settings.Timeout, enough => inner.Snapshots(after, size, enough), stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => People("payments", settings.AnswerWithin, enough => inner.Payments(key, period, enough), stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => People("charges", settings.AnswerWithin, enough => inner.Charges(key, period, enough), stop);

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        People("promise", settings.AnswerWithin, enough => inner.Promise(key, enough), stop);

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) => People("take_promise", settings.Timeout, enough => inner.TakePromise(key, offer, enough), stop);

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, SignIn by, CancellationToken stop) =>
        People("snapshot_by_sign_in", settings.AnswerWithin, enough => inner.Snapshot(key, by, enough), stop);

    /// <summary>As for whoever links: a session that is opened for it must not be cut off half way.</summary>
    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        People("promise_by_sign_in", settings.Timeout, enough => inner.Promise(key, by, enough), stop);

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    ) => People("take_promise_by_sign_in", settings.Timeout, enough => inner.TakePromise(key, offer, by, enough), stop);

    public void Dispose()
    {
        breaker.Dispose();
        places.Dispose();
    }

    private async Task<BillingAnswer<T>> People<T>(
        string name,
        TimeSpan patience,
        Func<CancellationToken, Task<BillingAnswer<T>>> question,
        CancellationToken stop
    )
    {
        if (await breaker.Ask(() => Ask(name, patience, question, stop)) is { } answer)
        {
            return answer;
        }

        using QuestionWatch? watch = QuestionWatch.Begin(name, time);
        BillingAnswer<T> notAsked = new BillingAnswer<T>.Unavailable("not asked: it has failed too often just now");
        watch?.Answered(notAsked);
        return notAsked;
    }

    private async Task<BillingAnswer<T>> Ask<T>(
        string name,
        TimeSpan limit,
        Func<CancellationToken, Task<BillingAnswer<T>>> question,
        CancellationToken stop
    )
    {
        using QuestionWatch? watch = QuestionWatch.Begin(name, time);
        long asked = time.GetTimestamp();
        using CancellationTokenSource patience = new(limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        bool placed = false;
        try
        {
            await places.WaitAsync(either.Token);
            placed = true;
            // The place may have come free in the moment in which our own time ran out, before our timer was heard.
            if (time.GetElapsedTime(asked) >= limit)
            {
                await patience.CancelAsync();
            }

            either.Token.ThrowIfCancellationRequested();
            BillingAnswer<T> answer = await question(either.Token).WaitAsync(either.Token);
            watch?.Answered(answer);
            return answer;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            watch?.Failed("silent");
            Log.Silent(log, limit.TotalSeconds);
            return new BillingAnswer<T>.Unavailable("no answer in time");
        }
#pragma warning disable CA1031 // An adapter's bug or broken connection is told by kind; its message may quote what a person typed.
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            watch?.Failed("broken");
            Log.Broken(log, broken.GetType().Name);
            return new BillingAnswer<T>.Unavailable(broken.GetType().Name);
        }
        finally
        {
            if (placed)
            {
                places.Release();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3000,
            LogLevel.Warning,
            "The billing has not answered within {Seconds:0.#} s",
            EventName = "BillingSilent"
        )]
        public static partial void Silent(ILogger log, double seconds);

        [LoggerMessage(3001, LogLevel.Error, "The billing adapter failed: {Kind}", EventName = "BillingBroken")]
        public static partial void Broken(ILogger log, string kind);
    }
}
