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
    private readonly WebQuestions api;
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
        api = new WebQuestions(System, check.Run, time, logs);
        reader = new CustomerReader(settings, TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone), holders);
    }

    public BillingAbilities Abilities => check.Abilities;

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => api.Begin(stop);

    public void Dispose() => line.Dispose();

    private async Task<WebOutcome<IReadOnlyList<JsonRow>>> List(SplynxQuestion question, CancellationToken stop) =>
        await line.Get(question, stop) switch
        {
            SplynxReply.Many(var rows) => new WebOutcome<IReadOnlyList<JsonRow>>.Said(rows),
            var reply => new WebOutcome<IReadOnlyList<JsonRow>>.Failed(reply.Words(question.Name)),
        };
}
