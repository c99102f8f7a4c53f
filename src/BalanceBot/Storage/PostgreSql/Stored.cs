using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// What is read and written whole lies as JSON in one column. The names are stored: add, never rename. What is as at the
/// beginning is null, for there may be millions.
/// </summary>
internal static class Stored
{
    public static string? Write(WarningChoices choices) =>
        choices == WarningChoices.None
            ? null
            : Text(
                new StoredChoices(
                    choices.Days is { } days ? [days.Week, days.ThreeDays, days.Day] : null,
                    choices.Quiet?.From,
                    choices.Quiet?.To,
                    choices.Zone,
                    choices.Payments,
                    choices.AllRight
                ),
                StoredJson.Default.StoredChoices
            );

    public static WarningChoices Choices(string? text) =>
        Read(text, StoredJson.Default.StoredChoices) is { } read
            ? new WarningChoices
            {
                Days = read.Days is [bool week, bool three, bool day] ? new DayChoice(week, three, day) : null,
                Quiet = read is { From: { } from, To: { } to } ? new QuietChoice(from, to) : null,
                Zone = read.Zone,
                Payments = read.Payments,
                AllRight = read.AllRight,
            }
            : WarningChoices.None;

    public static string? Write(LinkChoices terms) =>
        terms == LinkChoices.None ? null : Text(StoredTerms.Of(terms)!, StoredJson.Default.StoredTerms);

    public static LinkChoices Terms(string? text) =>
        Read(text, StoredJson.Default.StoredTerms)?.ToTerms() ?? LinkChoices.None;

    public static string? Write(IReadOnlyList<Link> links, ChatId chat, KeyRing keys) =>
        links.Count == 0
            ? null
            : Text([.. links.Select(link => StoredLink.Of(link, chat, keys))], StoredJson.Default.ListStoredLink);

    public static IReadOnlyList<Link> Links(string? text, ChatId chat, KeyRing keys) =>
        Read(text, StoredJson.Default.ListStoredLink) is { } read
            ? [.. read.Select(link => link.ToLink(chat, keys))]
            : [];

    /// <summary>Every number in it is sealed, with the current key.</summary>
    public static bool IsCurrent(string? text, KeyRing keys) =>
        Read(text, StoredJson.Default.ListStoredLink) is not { } read
        || read.TrueForAll(link => keys.IsCurrent(link.Sealed));

    /// <summary>Without its being unsure, which has a column of its own.</summary>
    public static string? Write(Episode episode)
    {
        StoredEpisode stored = StoredEpisode.Of(episode);
        return stored == StoredEpisode.Fresh ? null : Text(stored, StoredJson.Default.StoredEpisode);
    }

    public static Episode Episode(string? text, bool unsure)
    {
        Episode read = Read(text, StoredJson.Default.StoredEpisode)?.ToEpisode() ?? Warnings.Episode.Fresh;
        return unsure ? read with { Unsure = true } : read;
    }

    public static string Write(Recorded decision) =>
        Text(
            new StoredDecision(
                decision.At.UtcTicks,
                (int)decision.Kind,
                decision.Reason,
                (int)decision.Level,
                decision.Balance,
                decision.Ends?.DayNumber,
                decision.Missing,
                decision.Until?.UtcTicks
            ),
            StoredJson.Default.StoredDecision
        );

    public static Recorded? Decision(string? text) =>
        Read(text, StoredJson.Default.StoredDecision) is { } read
            ? new Recorded(Time(read.At), (RecordedKind)read.Kind, read.Reason)
            {
                Level = (Level)read.Level,
                Balance = read.Balance,
                Ends = Day(read.Ends),
                Missing = read.Missing,
                Until = TimeOrNull(read.Until),
            }
            : null;

    public static string Write(ScanRun run) => Text(StoredRun.Of(run), StoredJson.Default.StoredRun);

    public static ScanRun Run(string? text) => Read(text, StoredJson.Default.StoredRun)?.ToRun() ?? ScanRun.None;

    internal static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    internal static DateTimeOffset? TimeOrNull(long? ticks) => ticks is { } known ? Time(known) : null;

    internal static DateOnly? Day(int? number) => number is { } known ? DateOnly.FromDayNumber(known) : null;

    private static string Text<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    private static T? Read<T>(string? text, JsonTypeInfo<T> type)
        where T : class => text is null ? null : JsonSerializer.Deserialize(text, type);
}

internal sealed record StoredChoices(
    bool[]? Days,
    TimeOnly? From,
    TimeOnly? To,
    string? Zone,
    bool? Payments,
    bool? AllRight
);

internal sealed record StoredTerms(bool Off, decimal? Threshold, long? Snoozed, string? Standing = null)
{
    public static StoredTerms? Of(LinkChoices terms) =>
        terms == LinkChoices.None
            ? null
            : new StoredTerms(!terms.On, terms.Threshold, terms.SnoozedUntil?.UtcTicks, terms.Standing);

    public LinkChoices ToTerms() =>
        new()
        {
            On = !Off,
            Threshold = Threshold,
            SnoozedUntil = Stored.TimeOrNull(Snoozed),
            Standing = Standing,
        };
}

/// <param name="Number">In clear; null: it is in <paramref name="Sealed"/>.</param>
internal sealed record StoredLink(
    string Key,
    string? Number,
    int Way,
    long At,
    StoredTerms? Terms,
    byte[]? Sealed = null,
    bool Suspended = false,
    int? Used = null,
    int? Ends = null,
    StoredPromise? Promise = null
)
{
    public static StoredLink Of(Link link, ChatId chat, KeyRing keys)
    {
        byte[]? closed = keys.Close(SealedPlace.OfLink(chat.Value, link.ContractKey), link.ContractNumber);
        return new(
            link.ContractKey,
            closed is null ? link.ContractNumber : null,
            (int)link.Way,
            link.LinkedAt.UtcTicks,
            StoredTerms.Of(link.Choices),
            closed,
            link.IsSuspended,
            link.UsedOn?.DayNumber,
            link.EndsOn?.DayNumber,
            StoredPromise.Of(link.Promise)
        );
    }

    public Link ToLink(ChatId chat, KeyRing keys) =>
        new(
            Key,
            Sealed is null ? Number ?? "" : keys.Open(SealedPlace.OfLink(chat.Value, Key), Sealed),
            (LinkWay)Way,
            Stored.Time(At)
        )
        {
            Choices = Terms?.ToTerms() ?? LinkChoices.None,
            IsSuspended = Suspended,
            UsedOn = Stored.Day(Used),
            EndsOn = Stored.Day(Ends),
            Promise = Promise?.ToPromise(),
        };
}

internal sealed record StoredPromise(long At, string Currency, decimal? Amount, decimal? Price, int? Until)
{
    public static StoredPromise? Of(AskedPromise? asked) =>
        asked is null
            ? null
            : new StoredPromise(asked.At.UtcTicks, asked.Currency, asked.Amount, asked.Price, asked.Until?.DayNumber);

    public AskedPromise ToPromise() => new(Stored.Time(At), Currency, Amount, Price, Stored.Day(Until));
}

/// <param name="Spent">A day's number and its sum, in turns.</param>
internal sealed record StoredEpisode(
    int Told,
    bool Threshold,
    int Count,
    long? Warned,
    int? Stopped,
    decimal? Balance,
    int? Next,
    decimal? Price,
    int? SpentSince,
    decimal[]? Spent
)
{
    public static StoredEpisode Fresh { get; } = Of(Episode.Fresh);

    public static StoredEpisode Of(Episode episode) =>
        new(
            (int)episode.Told,
            episode.ThresholdTold,
            episode.Count,
            episode.WarnedAt?.UtcTicks,
            episode.StoppedSince?.DayNumber,
            episode.Last?.Balance,
            episode.Last?.NextCharge?.DayNumber,
            episode.Last?.Price,
            episode.Spending?.Since.DayNumber,
            episode.Spending?.Days.SelectMany(day => new decimal[] { day.Day.DayNumber, day.Sum }).ToArray()
        );

    public Episode ToEpisode() =>
        new()
        {
            Told = (Level)Told,
            ThresholdTold = Threshold,
            Count = Count,
            WarnedAt = Stored.TimeOrNull(Warned),
            StoppedSince = Stored.Day(Stopped),
            Last = Balance is { } balance ? new Seen(balance, Stored.Day(Next), Price) : null,
            Spending = Stored.Day(SpentSince) is { } since
                ? new Spending(
                    since,
                    [
                        .. (Spent ?? [])
                            .Chunk(2)
                            .Select(pair => new DaySpend(DateOnly.FromDayNumber((int)pair[0]), pair[1])),
                    ]
                )
                : null,
        };
}

internal sealed record StoredDecision(
    long At,
    int Kind,
    int Reason,
    int Level,
    decimal? Balance,
    int? Ends,
    decimal? Missing,
    long? Until
);

/// <param name="Alarms">Since when, by the alarm's number.</param>
internal sealed record StoredRun(
    long? Started,
    bool Open,
    string? After,
    long? Completed,
    long? Heartbeat,
    int[] Counts,
    Dictionary<int, long> Alarms
)
{
    public static StoredRun Of(ScanRun run) =>
        new(
            run.StartedAt?.UtcTicks,
            run.IsOpen,
            run.After,
            run.CompletedAt?.UtcTicks,
            run.Heartbeat?.UtcTicks,
            [
                run.Summary.Judged,
                run.Summary.Failed,
                run.Summary.Gone,
                run.Summary.Stale,
                run.Summary.Due,
                run.Summary.Changed,
            ],
            run.Alarms.ToDictionary(alarm => (int)alarm.Key, alarm => alarm.Value.UtcTicks)
        );

    public ScanRun ToRun() =>
        new()
        {
            StartedAt = Stored.TimeOrNull(Started),
            IsOpen = Open,
            After = After,
            CompletedAt = Stored.TimeOrNull(Completed),
            Heartbeat = Stored.TimeOrNull(Heartbeat),
            Summary = new RunSummary
            {
                Judged = Counts[0],
                Failed = Counts[1],
                Gone = Counts[2],
                Stale = Counts[3],
                Due = Counts[4],
                // Not there before it was counted.
                Changed = Counts.ElementAtOrDefault(5),
            },
            Alarms = Alarms.ToDictionary(alarm => (Alarm)alarm.Key, alarm => Stored.Time(alarm.Value)),
        };
}

[JsonSerializable(typeof(StoredChoices))]
[JsonSerializable(typeof(StoredTerms))]
[JsonSerializable(typeof(List<StoredLink>))]
[JsonSerializable(typeof(StoredEpisode))]
[JsonSerializable(typeof(StoredDecision))]
[JsonSerializable(typeof(StoredRun))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class StoredJson : JsonSerializerContext;
