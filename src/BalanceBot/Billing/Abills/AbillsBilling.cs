using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>
/// ABillS by its REST API: as an operator for all that is asked, and as the subscriber to try a password, which goes there
/// and is forgotten, and for credit, which it gives to a subscriber's session only. It binds to the uid.
/// </summary>
internal sealed partial class AbillsBilling : IBillingAdapter, IDisposable
{
    /// <summary>For the log.</summary>
    public const string System = "ABillS";

    private readonly AbillsLine line;
    private readonly AbillsLists lists;
    private readonly AbillsCheck check;
    private readonly DocumentCheck documents;
    private readonly WebQuestions api;
    private readonly AccountReader reader;
    private readonly AbillsClock clock;
    private readonly TimeProvider time;

    public AbillsBilling(
        AbillsSettings settings,
        TimeProvider time,
        ILoggerFactory logs,
        HolderMark? holders = null,
        IHashing? hashing = null
    )
    {
        documents = new DocumentCheck(hashing ?? Hashing.Plain);
        this.time = time;
        line = new AbillsLine(settings, time, logs);
        lists = new AbillsLists(line);
        check = new AbillsCheck(line);
        api = new WebQuestions(System, check.Run, time, logs);
        clock = new AbillsClock(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));
        reader = new AccountReader(settings, clock, holders);
    }

    public BillingAbilities Abilities => check.Abilities;

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => api.Begin(stop);

    public void Dispose() => line.Dispose();
}
