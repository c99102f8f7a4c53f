using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>Splynx by its REST API. It binds to the customer's id; a password goes there and is forgotten.</summary>
internal sealed partial class SplynxBilling : IBillingAdapter, IDisposable
{
    /// <summary>For the log.</summary>
    public const string System = "Splynx";

    private readonly SplynxSettings settings;
    private readonly SplynxLine line;
    private readonly SplynxCheck check;
    private readonly DocumentCheck documents;
    private readonly BillingReadiness readiness;
    private readonly WebWatch watch;
    private readonly CustomerReader reader;
    private readonly TimeProvider time;

    public SplynxBilling(
        SplynxSettings settings,
        TimeProvider time,
        ILoggerFactory logs,
        HolderMark? holders = null,
        IHashing? hashing = null
    )
    {
        documents = new DocumentCheck(hashing ?? Hashing.Plain);
        this.settings = settings;
        this.time = time;
        line = new SplynxLine(settings, time, logs);
        check = new SplynxCheck(line, settings);
        readiness = new BillingReadiness(System, check.Run, time, logs.CreateLogger<BillingReadiness>());
        watch = new WebWatch(System, logs.CreateLogger<WebWatch>());
        reader = new CustomerReader(settings, TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone), holders);
    }

    public BillingAbilities Abilities => check.Abilities;

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => readiness.Begin(stop);

    public void Dispose() => line.Dispose();

    /// <summary>Asks, and reads; whatever cannot be read is told to the operator and is no answer.</summary>
    private async Task<BillingAnswer<T>> Ask<T>(
        string name,
        Func<Task<BillingAnswer<T>>> question,
        CancellationToken stop
    )
    {
        if (await readiness.Trouble(stop) is { } trouble)
        {
            return new BillingAnswer<T>.Unavailable(trouble);
        }

        try
        {
            return await question();
        }
        catch (BadCellException bad)
        {
            watch.Wrong(name, $"'{bad.Column}' {bad.Message}");
            return new BillingAnswer<T>.Unavailable($"{name}: '{bad.Column}' {bad.Message}") { IsOfOne = true };
        }
    }

    private async Task<SplynxAnswer<IReadOnlyList<JsonRow>>> List(SplynxQuestion question, CancellationToken stop) =>
        await line.Get(question, stop) switch
        {
            SplynxReply.Many(var rows) => new SplynxAnswer<IReadOnlyList<JsonRow>>.Said(rows),
            var reply => new SplynxAnswer<IReadOnlyList<JsonRow>>.Failed(reply.Words(question.Name)),
        };
}
