using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalanceBot.Hosting.Asking;

/// <summary>
/// The operator's questions. Answered by the process that holds the data file: ourselves, or the running bot over its
/// control socket.
/// </summary>
internal interface IAnswers
{
    Task<WhyAnswer> Why(string contract, CancellationToken stop);

    /// <summary>Null: the billing does not answer.</summary>
    Task<DryRunAnswer?> DryRun(CancellationToken stop);

    /// <summary>Null: the billing, which knows the contract's number, does not answer.</summary>
    /// <param name="contract">A printed number, or the billing's own key; null: of all.</param>
    Task<AuditAnswer?> Audit(DateTimeOffset since, string? contract, CancellationToken stop);
}

/// <summary>What --json prints, and what goes over the control socket. Scripts read it: names stay as they are.</summary>
/// <param name="Billing">found, notFound, ambiguous, refused or unavailable.</param>
/// <param name="Balance">Only when found.</param>
/// <param name="Trouble">Why the billing is unavailable.</param>
internal sealed record WhyAnswer(
    string Contract,
    string Billing,
    string? Trouble,
    BalanceAnswer? Balance,
    DateTimeOffset? LastScan,
    IReadOnlyList<ChatAnswer> Chats
)
{
    public const string NotFound = "notFound";
    public const string Unavailable = "unavailable";

    [JsonIgnore]
    public bool IsUnknown => Billing == NotFound && Chats.Count == 0;
}

internal sealed record BalanceAnswer(decimal Amount, string Currency, DateTimeOffset AsOf);

/// <param name="Now">What a judgement made now comes to.</param>
/// <param name="Unsure">The last message may not have arrived.</param>
/// <param name="DueAt">When it is told; null: nothing waits.</param>
/// <param name="Decisions">As they were recorded, the newest first.</param>
internal sealed record ChatAnswer(
    long Chat,
    DecisionAnswer Now,
    bool Unsure,
    DateTimeOffset? DueAt,
    IReadOnlyList<DecisionAnswer> Decisions
);

/// <param name="Decision">silent, later, warned, received or allRight.</param>
/// <param name="Reason">Of silent and later, such as toldAlready or quietHours.</param>
/// <param name="Level">Of warned.</param>
/// <param name="Text">All of it for people.</param>
internal sealed record DecisionAnswer(
    DateTimeOffset At,
    string Decision,
    string? Reason,
    string? Level,
    decimal? Balance,
    DateOnly? Ends,
    decimal? Missing,
    DateTimeOffset? Until,
    string Text
);

/// <param name="NotJudged">Linked, but the billing has none or several of the number.</param>
/// <param name="First">The first of those who would be warned, the most urgent first.</param>
internal sealed record DryRunAnswer(
    int Linked,
    int Due,
    int NotJudged,
    IReadOnlyList<LevelAnswer> Levels,
    IReadOnlyList<DueAnswer> First
);

internal sealed record LevelAnswer(string Level, int Count, string Text);

internal sealed record DueAnswer(
    DateTimeOffset At,
    string Contract,
    long Chat,
    string Level,
    DateOnly? Ends,
    decimal? Missing,
    string Currency,
    string Text
);

/// <param name="Contract">The billing's key of the contract that was asked for; null: of all.</param>
/// <param name="More">There are later entries, beyond what is given at once.</param>
internal sealed record AuditAnswer(DateTimeOffset Since, string? Contract, IReadOnlyList<AuditLine> Entries, bool More);

/// <param name="Kind">linked, unlinked, refused, locked, ambiguous, forgotten and others.</param>
/// <param name="Chat">Null: there was none, or it asked to be forgotten; then its hash tells it from others.</param>
/// <param name="Contract">The billing's key.</param>
internal sealed record AuditLine(
    DateTimeOffset At,
    string Kind,
    long? Chat,
    string? ChatHash,
    string? Contract,
    string? ContractHash,
    string? Way,
    string? Detail
);

[JsonSerializable(typeof(WhyAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(DryRunAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext
{
    /// <summary>For scripts, not for HTML: an apostrophe stays one.</summary>
    public static AnswerJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
