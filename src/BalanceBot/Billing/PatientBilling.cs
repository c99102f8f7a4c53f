namespace BalanceBot.Billing;

/// <summary>
/// Any billing, with a limit to our patience: a time-out for each question, so many at once, and a bug or a broken
/// connection answered as <see cref="BillingAnswer{T}.Unavailable"/>.
/// </summary>
internal sealed partial class PatientBilling(
    IBilling inner,
    BillingSettings settings,
    TimeProvider time,
    ILogger<PatientBilling> log
) : IBilling, IDisposable
{
    private readonly SemaphoreSlim places = new(settings.MostAtOnce, settings.MostAtOnce);

    public BillingAbilities Abilities => inner.Abilities;

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Ask("find_by_number", enough => inner.FindByNumber(number, enough), stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        Ask("find_by_login", enough => inner.FindByLogin(login, enough), stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) => Ask("verify_document", enough => inner.VerifyDocument(number, document, enough), stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) => Ask("verify_password", enough => inner.VerifyPassword(login, password, enough), stop);

    public Task<BillingAnswer<ContractSnapshot>> Snapshot(ContractKey key, CancellationToken stop) =>
        Ask("snapshot", enough => inner.Snapshot(key, enough), stop);

    public Task<BillingAnswer<IReadOnlyList<ContractSnapshot>>> SnapshotsOf(
        IReadOnlyCollection<ContractKey> keys,
        CancellationToken stop
    ) => Ask("snapshots_of", enough => inner.SnapshotsOf(keys, enough), stop);

    public Task<BillingAnswer<SnapshotPage>> Snapshots(ContractKey? after, int size, CancellationToken stop) =>
        Ask("snapshots", enough => inner.Snapshots(after, size, enough), stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Payments(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Ask("payments", enough => inner.Payments(key, period, enough), stop);

    public Task<BillingAnswer<IReadOnlyList<Movement>>> Charges(
        ContractKey key,
        Period period,
        CancellationToken stop
    ) => Ask("charges", enough => inner.Charges(key, period, enough), stop);

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        Ask("promise", enough => inner.Promise(key, enough), stop);

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) => Ask("take_promise", enough => inner.TakePromise(key, offer, enough), stop);

    public void Dispose() => places.Dispose();

    private async Task<BillingAnswer<T>> Ask<T>(
        string name,
        Func<CancellationToken, Task<BillingAnswer<T>>> question,
        CancellationToken stop
    )
    {
        using QuestionWatch? watch = QuestionWatch.Begin(name, time);
        long asked = time.GetTimestamp();
        using CancellationTokenSource patience = new(settings.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        bool placed = false;
        try
        {
            await places.WaitAsync(either.Token);
            placed = true;
            // The place may have come free in the moment in which our own time ran out, before our timer was heard.
            if (time.GetElapsedTime(asked) >= settings.Timeout)
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
            Log.Silent(log, settings.Timeout.TotalSeconds);
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
