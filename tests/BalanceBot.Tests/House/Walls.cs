using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace BalanceBot.Tests.House;

/// <summary>Who may know whom: folders are walls, and data goes one way.</summary>
/// <param name="Ours">Folders of ours that the folder may use beside itself and what lies below it.</param>
/// <param name="Others">Namespaces of others beyond the base class library.</param>
internal sealed record Wall(string Folder, string[] Ours, string[] Others)
{
    private const string Product = "BalanceBot";

    /// <summary>Free for all: the base class library. What is listed in <see cref="Guarded"/> is not.</summary>
    private static readonly string[] Guarded =
    [
        "Microsoft.AspNetCore",
        "Microsoft.Extensions",
        "Telegram.Bot",
        "LiteDB",
        "Npgsql",
        "Stateless",
        "CsvHelper",
        "System.CommandLine",
        "Spectre.Console",
        "OpenTelemetry",
        "QRCoder",
        "MySqlConnector",
        "Microsoft.Data",
        "SQLitePCL",
        "BCrypt.Net",
        "Konscious",
        "Polly",
        "SkiaSharp",
    ];

    private static readonly string[] Logging = ["Microsoft.Extensions.Logging"];
    private static readonly string[] Workers = ["Microsoft.Extensions.Logging", "Microsoft.Extensions.Hosting"];

    public static readonly IReadOnlyList<Wall> All =
    [
        new("Subscribers", [], []),
        // The breaker that stands before every adapter.
        new("Billing", [], [.. Logging, "Polly"]),
        new("Billing.Csv", ["Billing"], [.. Logging, "CsvHelper"]),
        new(
            "Billing.Sql",
            ["Billing", "Billing.Sql.Secrets"],
            [.. Logging, "Npgsql", "MySqlConnector", "Microsoft.Data", "SQLitePCL"]
        ),
        // How billings keep passwords, and nothing of databases.
        new("Billing.Sql.Secrets", ["Billing"], ["BCrypt.Net", "Konscious"]),
        // The way to any API: the adapters say what to ask, and nothing of sockets or retries.
        new("Billing.Web", ["Billing"], [.. Logging, "Microsoft.Extensions.Http.Resilience", "Polly"]),
        new("Billing.Http", ["Billing", "Billing.Web"], Logging),
        // Tables are asked as in Sql, with queries of its own; what HTTP answers is read from JSON.
        new("Billing.Ubilling", ["Billing", "Billing.Sql", "Billing.Sql.Secrets", "Billing.Web"], Logging),
        new("Warnings", ["Billing", "Subscribers"], []),
        // Replies make the bodies that the outbox carries: a second set of the same records would only be copied over.
        new("Replies", ["Billing", "Subscribers", "Warnings", "Outbox"], []),
        new("Linking", ["Billing", "Subscribers"], Logging),
        // A turn takes an update of the inbox and hands its answers to the outbox.
        new(
            "Conversations",
            // It suspends what a scan finds.
            ["Linking", "Billing", "Subscribers", "Replies", "Warnings", "Inbox", "Outbox", "Scanning"],
            [.. Workers, "Stateless"]
        ),
        // Draws what Replies have put into words and numbers, and nothing of Telegram or of a person.
        new("Pictures", ["Conversations", "Replies", "Warnings"], [.. Logging, "SkiaSharp"]),
        new("Inbox", ["Subscribers"], Workers),
        new("Outbox", ["Subscribers"], Workers),
        // A scan's messages are Replies' words; the operators' pages too.
        new("Scanning", ["Billing", "Subscribers", "Warnings", "Replies", "Outbox"], Workers),
        new("TelegramApi", ["Inbox", "Outbox", "Subscribers"], [.. Logging, "Telegram.Bot"]),
        // A message's body lies in every engine in the same form.
        // It says at start when fields lie in clear.
        new("Storage", ["Outbox"], Logging),
        // A move between engines carries what both can keep, in the house's own records.
        new("Storage.Moving", ["Storage", "Inbox", "Linking", "Subscribers", "Scanning", "Warnings"], []),
        new(
            "Storage.LiteDb",
            [
                "Storage",
                "Storage.Moving",
                "Conversations",
                "Inbox",
                "Outbox",
                "Linking",
                "Subscribers",
                "Scanning",
                "Warnings",
            ],
            [.. Logging, "LiteDB"]
        ),
        new(
            "Storage.PostgreSql",
            [
                "Storage",
                "Storage.Moving",
                "Conversations",
                "Inbox",
                "Outbox",
                "Linking",
                "Subscribers",
                "Scanning",
                "Warnings",
            ],
            [.. Logging, "Npgsql"]
        ),
        new("Hosting", ["*"], ["Microsoft", "System.CommandLine", "Spectre.Console", "OpenTelemetry", "QRCoder"]),
    ];

    public static Architecture Load(params System.Reflection.Assembly[] assemblies) =>
        new ArchLoader().LoadAssemblies(assemblies).Build();

    /// <summary>One line for each thing used over a wall, and for each folder that no wall stands around.</summary>
    public static IReadOnlyList<string> Trespasses(Architecture house, IReadOnlyList<Wall> walls) =>
        [
            .. house
                .Types.Where(type => InProduct(NamespaceOf(type)))
                .SelectMany(type => Trespasses(type, walls))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Trespasses(IType type, IReadOnlyList<Wall> walls)
    {
        string folder = FolderOf(NamespaceOf(type));
        Wall? wall = walls.Where(w => IsOrBelow(folder, w.Folder)).MaxBy(w => w.Folder.Length);
        if (wall is null)
        {
            return [$"{folder} stands behind no wall"];
        }

        return type
            // A type parameter is taken for the first of its name anywhere: generated JSON code is full of TJsonMetadataType.
            .Dependencies.Where(d => d.Target is not GenericParameter)
            .Select(d => NamespaceOf(d.Target))
            .Where(used => !wall.Allows(folder, used))
            .Select(used => $"{type.FullName} uses {used}");
    }

    private bool Allows(string folder, string used)
    {
        if (InProduct(used))
        {
            string other = FolderOf(used);
            return Ours is ["*"]
                || IsOrBelow(other, Folder) && other.Length <= folder.Length
                || other == folder
                || Ours.Contains(other);
        }

        return !Guarded.Any(g => IsOrBelow(used, g)) || Others.Any(o => IsOrBelow(used, o));
    }

    private static string NamespaceOf(IType type) => type.Namespace?.FullName ?? "";

    private static bool InProduct(string name) =>
        name.StartsWith(Product + ".", StringComparison.Ordinal)
        && !name.StartsWith(Product + ".Tests", StringComparison.Ordinal);

    private static string FolderOf(string name) => name[(Product.Length + 1)..];

    private static bool IsOrBelow(string name, string parent) =>
        name == parent || name.StartsWith(parent + ".", StringComparison.Ordinal);
}
