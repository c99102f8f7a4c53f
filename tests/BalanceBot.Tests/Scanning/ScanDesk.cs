using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Outbox;
using BalanceBot.Tests.Storage;
using BalanceBot.Warnings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Scanning;

/// <summary>The real parts of scanning over a real store, in virtual time; billing and Telegram are scripted.</summary>
internal sealed class ScanDesk : IDisposable
{
    public static readonly DateTimeOffset Noon = Watching.Noon;
    public static readonly DateOnly December = new(2026, 12, 1);
    public static readonly ChatId Anna = new(1);
    public static readonly ChatId Bo = new(2);
    private const string Owner = "desk";
    private readonly LiteDbEngine engine = new();
    private readonly PatientBilling patient;

    public ScanDesk(WarningLimits? limits = null, int bulkPerSecond = 25)
    {
        Limits = limits ?? new WarningLimits { Quiet = QuietHours.None };
        People = new Watching(engine);
        Billing = new ScriptedBilling(Time);
        patient = new PatientBilling(Billing, new BillingSettings(), Time, NullLogger<PatientBilling>.Instance);
        Judge = new WatchJudge(new Judge(Limits), Limits);
        OutboxSettings pace = new() { BulkPerSecond = bulkPerSecond };
        Outbox = new Dispatcher(Telegram, engine.Outbox, pace, () => 1, Time, NullLogger<Dispatcher>.Instance);
        Voices voices = new("en", Limits.Zone);
        Announcer = new Announcer(
            patient,
            Store,
            Judge,
            new Composer(voices, Limits),
            Outbox,
            bulkPerSecond,
            Owner,
            Time,
            NullLogger<Announcer>.Instance
        );
        Alerts = new OperatorAlerts(
            Store,
            Outbox,
            voices.For(null),
            [500, 501],
            TimeSpan.FromHours(25),
            Owner,
            Time,
            NullLogger<OperatorAlerts>.Instance
        );
    }

    public FakeTimeProvider Time { get; } = new(Noon);
    public WarningLimits Limits { get; }
    public ScriptedBilling Billing { get; }
    public ScriptedSender Telegram { get; } = new();
    public Watching People { get; }
    public WatchJudge Judge { get; }
    public Dispatcher Outbox { get; }
    public Announcer Announcer { get; }
    public OperatorAlerts Alerts { get; }
    public RecordedSuspensions Links { get; } = new();
    public SuspensionBrake Brake { get; set; } = new(5);
    public IScanStore Store => engine.Scans;
    public IOutboxStore Rows => engine.Outbox;
    public List<string> Log { get; } = [];
    public DateTimeOffset Now => Time.GetUtcNow();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Scan Scan(int pageSize = 1000) =>
        new(patient, Store, Judge, Links, Brake, pageSize, Time, NullLogger<Scan>.Instance);

    public Scanner Scanner(ScanSettings settings) =>
        new(
            patient,
            Scan(settings.PageSize),
            Store,
            Alerts,
            Brake,
            settings,
            Time,
            LoggerFactory.Create(logging => logging.AddProvider(new Lines(Log))).CreateLogger<Scanner>()
        );

    public DryRun DryRun(int pageSize = 1000) => new(patient, Store, Judge, Limits, pageSize, Time);

    public Explainer Explainer() => new(patient, Store, Judge, Time);

    /// <summary>150.00 monthly; the number is the key.</summary>
    public ContractSnapshot Contract(string key, decimal balance, DateOnly? next = null)
    {
        ContractSnapshot contract = new(new ContractKey(key), key, new Money(balance, "NOK"), Now)
        {
            Tariff = "Home",
            Price = 150m,
            Period = new ChargePeriod.Monthly(),
            NextCharge = next ?? December,
        };
        Billing.Put(contract);
        return contract;
    }

    /// <summary>Data that nobody thought of: the judgement throws.</summary>
    public void Nonsense(string key) => Billing.Put(Contract(key, 100m) with { Balance = new Money(100m, null!) });

    /// <summary>A whole scan.</summary>
    public Task<ScanOutcome> ScanAll(int pageSize = 1000) =>
        Scan(pageSize).GoOn(ScanRun.None with { IsOpen = true, StartedAt = Now }, Now.AddHours(1), Stop);

    public Task<TimeSpan> Step() => Announcer.Step(Stop);

    public async Task<IReadOnlyList<Recorded>> Decisions(ChatId chat, string key) =>
        [.. (await Store.Decisions(key, 100)).Where(entry => entry.Chat == chat).Select(entry => entry.Decision)];

    public void Dispose()
    {
        Telegram.Release();
        Outbox.Close().GetAwaiter().GetResult();
        Announcer.Dispose();
        Outbox.Dispose();
        patient.Dispose();
        engine.Dispose();
    }
}
