using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using BalanceBot.Billing.Http;
using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Conversations;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Hosting.Telemetry;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.TelegramApi;
using BalanceBot.Warnings;

namespace BalanceBot.Hosting.Settings;

/// <summary>All settings, checked. Each property is the section of its name in the configuration.</summary>
internal sealed class BotSettings
{
    public TelegramSettings Telegram { get; set; } = new();
    public WebhookSettings Webhook { get; set; } = new();
    public InboxSettings Inbox { get; set; } = new();
    public ConversationSettings Conversations { get; set; } = new();
    public LinkingSettings Linking { get; set; } = new();
    public BillingSettings Billing { get; set; } = new();
    public CsvSettings Csv { get; set; } = new();
    public SqlSettings Sql { get; set; } = new();
    public HttpSettings Http { get; set; } = new();
    public UbillingSettings Ubilling { get; set; } = new();
    public StorageSettings Storage { get; set; } = new();
    public LiteDbSettings LiteDb { get; set; } = new();
    public PostgreSqlSettings PostgreSql { get; set; } = new();
    public WarningSettings Warnings { get; set; } = new();
    public ScanSettings Scanning { get; set; } = new();
    public OperatorSettings Operators { get; set; } = new();
    public OutboxSettings Outbox { get; set; } = new();
    public LinksApiSettings LinksApi { get; set; } = new();
    public HealthSettings Health { get; set; } = new();
    public TelemetrySettings Telemetry { get; set; } = new();
    public LogSettings Log { get; set; } = new();

    /// <summary>Section and object, in the order of the example file.</summary>
    public IReadOnlyList<(string Section, object Values)> Sections() =>
        [
            ("Telegram", Telegram),
            ("Telegram:Webhook", Webhook),
            ("Billing", Billing),
            ("Billing:Csv", Csv),
            ("Billing:Sql", Sql),
            ("Billing:Http", Http),
            ("Billing:Ubilling", Ubilling),
            ("Linking", Linking),
            ("Conversations", Conversations),
            ("Warnings", Warnings),
            ("Scanning", Scanning),
            ("Operators", Operators),
            ("Storage", Storage),
            ("Storage:LiteDb", LiteDb),
            ("Storage:PostgreSql", PostgreSql),
            ("Inbox", Inbox),
            ("Outbox", Outbox),
            ("LinksApi", LinksApi),
            ("Health", Health),
            ("Telemetry", Telemetry),
            ("Log", Log),
        ];
}
