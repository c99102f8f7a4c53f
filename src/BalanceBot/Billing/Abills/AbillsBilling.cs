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
    private readonly BillingReadiness readiness;
    private readonly WebWatch watch;
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
        readiness = new BillingReadiness(System, check.Run, time, logs.CreateLogger<BillingReadiness>());
        watch = new WebWatch(System, logs.CreateLogger<WebWatch>());
        clock = new AbillsClock(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));
        reader = new AccountReader(settings, clock, holders);
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
            return Wrong<T>(name, $"'{bad.Column}' {bad.Message}");
        }
    }

    private BillingAnswer<T>.Unavailable Wrong<T>(string name, string what)
    {
        watch.Wrong(name, what);
        return new BillingAnswer<T>.Unavailable($"{name}: {what}") { IsOfOne = true };
    }
}
