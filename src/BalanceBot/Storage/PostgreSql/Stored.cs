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

[JsonSerializable(typeof(StoredChoices))]
[JsonSerializable(typeof(StoredTerms))]
[JsonSerializable(typeof(List<StoredLink>))]
[JsonSerializable(typeof(StoredEpisode))]
[JsonSerializable(typeof(StoredDecision))]
[JsonSerializable(typeof(StoredRun))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class StoredJson : JsonSerializerContext;
