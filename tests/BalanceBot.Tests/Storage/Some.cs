using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Storage;

/// <summary>Any values of what a store must give back as it was.</summary>
internal static class Some
{
    public static readonly Gen<DateTimeOffset> Time = Gen.Long[0, 4_000_000_000L]
        .Select(seconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(seconds % 10_000_000));

    public static readonly Gen<decimal> Sum = Gen.Select(Gen.Long[-10_000_000_000, 10_000_000_000], Gen.Int[0, 4])
        .Select((units, digits) => new decimal(units) / (decimal)Math.Pow(10, digits));

    public static readonly Gen<DateOnly> Day = Gen.Int[700_000, 760_000].Select(DateOnly.FromDayNumber);

    public static readonly Gen<Level> AnyLevel = OneOf(Enum.GetValues<Level>());

    public static readonly Gen<WarningChoices> Choices = Gen.Select(
            OrNull(Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool).Select((a, b, c) => new DayChoice(a, b, c))),
            OrNull(Gen.Select(Clock(), Clock()).Select((from, to) => new QuietChoice(from, to))),
            OneOf<string?>(null, "Europe/Oslo", "UTC", "America/Argentina/ComodRivadavia"),
            OrNull(Gen.Bool),
            OrNull(Gen.Bool)
        )
        .Select(
            (days, quiet, zone, payments, allRight) =>
                new WarningChoices
                {
                    Days = days,
                    Quiet = quiet,
                    Zone = zone,
                    Payments = payments,
                    AllRight = allRight,
                }
        );

    public static readonly Gen<LinkChoices> OfContract = Gen.Select(Gen.Bool, OrNull(Sum), OrNull(Time))
        .Select(
            (on, threshold, snoozed) =>
                new LinkChoices
                {
                    On = on,
                    Threshold = threshold,
                    SnoozedUntil = snoozed,
                }
        );

    private static readonly Gen<Seen?> LastSeen = Gen.Select(Gen.Bool, Sum, OrNull(Day), OrNull(Sum))
        .Select((is_, balance, next, price) => is_ ? new Seen(balance, next, price) : null);

    private static readonly Gen<Spending?> Spent = Gen.Select(
            Gen.Bool,
            Day,
            Gen.Select(Day, Sum).Select((day, sum) => new DaySpend(day, sum)).Array[0, 5]
        )
        .Select((is_, since, days) => is_ ? new Spending(since, days) : null);

    public static readonly Gen<Episode> Episode = Gen.Select(
            Gen.Select(AnyLevel, Gen.Bool, Gen.Bool, Gen.Int[0, 50]),
            OrNull(Time),
            OrNull(Day),
            LastSeen,
            Spent
        )
        .Select(
            (told, warned, stopped, last, spent) =>
                new Episode
                {
                    Told = told.Item1,
                    ThresholdTold = told.Item2,
                    Unsure = told.Item3,
                    Count = told.Item4,
                    WarnedAt = warned,
                    StoppedSince = stopped,
                    Last = last,
                    Spending = spent,
                }
        );

    public static readonly Gen<Recorded> Decision = Gen.Select(
            Gen.Select(Time, OneOf(Enum.GetValues<RecordedKind>()), Gen.Int[0, 16], AnyLevel),
            OrNull(Sum),
            OrNull(Day),
            OrNull(Sum),
            OrNull(Time)
        )
        .Select(
            (kind, balance, ends, missing, until) =>
                new Recorded(kind.Item1, kind.Item2, kind.Item3)
                {
                    Level = kind.Item4,
                    Balance = balance,
                    Ends = ends,
                    Missing = missing,
                    Until = until,
                }
        );

    public static readonly Gen<ScanRun> Run = Gen.Select(
            Gen.Select(OrNull(Time), OrNull(Time), OrNull(Time)),
            Gen.Bool,
            OneOf<string?>(null, "", "1", "SUB1", "Ж \uD83D\uDE00"),
            Gen.Int[0, 1_000_000].Array[6],
            Gen.Select(OneOf(Enum.GetValues<Alarm>()), Time).Array[0, 4]
        )
        .Select(
            (times, open, after, counts, alarms) =>
                new ScanRun
                {
                    StartedAt = times.Item1,
                    CompletedAt = times.Item2,
                    Heartbeat = times.Item3,
                    IsOpen = open,
                    After = after,
                    Summary = new RunSummary
                    {
                        Judged = counts[0],
                        Failed = counts[1],
                        Gone = counts[2],
                        Stale = counts[3],
                        Due = counts[4],
                        Changed = counts[5],
                    },
                    Alarms = alarms
                        .DistinctBy(alarm => alarm.Item1)
                        .OrderBy(alarm => alarm.Item1)
                        .ToDictionary(alarm => alarm.Item1, alarm => alarm.Item2),
                }
        );

    /// <summary>By the minute, as people choose it.</summary>
    private static Gen<TimeOnly> Clock() =>
        Gen.Int[0, (24 * 60) - 1].Select(minutes => TimeOnly.MinValue.AddMinutes(minutes));

    private static Gen<T?> OrNull<T>(Gen<T> gen)
        where T : struct => Gen.Select(Gen.Bool, gen).Select((none, value) => none ? (T?)null : value);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
