using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>For the operators: who would be warned in the next 24 hours, if nobody pays or spends. Writes nothing.</summary>
internal sealed class DryRun(
    IBilling billing,
    IScanStore store,
    WatchJudge judge,
    WarningLimits limits,
    int pageSize,
    TimeProvider time
)
{
    /// <summary>How many are told of by name.</summary>
    private const int MostNamed = 20;

    private const int MostWatchesAtOnce = 5000;
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(24);

    /// <summary>Null: the billing does not answer.</summary>
    public async Task<DryRunPage?> Run(CancellationToken stop)
    {
        Dictionary<Level, int> counts = [];
        PriorityQueue<DryRunLine, (DateOnly, DateTimeOffset)> first = new(LastFirst);
        int linked = 0;
        int failed = 0;
        string? after = null;
        do
        {
            if (
                await billing.Snapshots(after is null ? null : new ContractKey(after), pageSize, stop)
                is not BillingAnswer<SnapshotPage>.Found
                (var page)
            )
            {
                return null;
            }

            Dictionary<string, ContractSnapshot> contracts = new(StringComparer.Ordinal);
            foreach (ContractSnapshot contract in page.Contracts)
            {
                contracts[contract.Key.Value] = contract;
            }

            await foreach (Watch watch in Between(after, page.Next?.Value))
            {
                stop.ThrowIfCancellationRequested();
                linked++;
                if (!contracts.TryGetValue(watch.ContractKey, out ContractSnapshot? contract))
                {
                    failed++;
                }
                else if (NextWarning(watch, contract, time.GetUtcNow()) is { } warning)
                {
                    counts[warning.Level] = counts.GetValueOrDefault(warning.Level) + 1;
                    first.Enqueue(warning, (warning.Ends ?? DateOnly.MinValue, warning.At));
                    if (first.Count > MostNamed)
                    {
                        first.Dequeue();
                    }
                }
            }

            after = page.Next?.Value;
        } while (after is not null);

        return new DryRunPage(linked, failed, counts, [.. Drained(first)]);
    }

    private static readonly Comparer<(DateOnly, DateTimeOffset)> LastFirst = Comparer<(
        DateOnly,
        DateTimeOffset
    )>.Create((a, b) => b.CompareTo(a));

    private static List<DryRunLine> Drained(PriorityQueue<DryRunLine, (DateOnly, DateTimeOffset)> lastFirst)
    {
        List<DryRunLine> lines = [];
        while (lastFirst.TryDequeue(out DryRunLine? line, out _))
        {
            lines.Add(line);
        }

        lines.Reverse();
        return lines;
    }

    private async IAsyncEnumerable<Watch> Between(string? after, string? through)
    {
        IReadOnlyList<Watch> watches;
        do
        {
            watches = await store.Watches(after, through, MostWatchesAtOnce);
            foreach (Watch watch in watches)
            {
                yield return watch;
            }

            after = watches.Count == 0 ? after : watches[^1].ContractKey;
        } while (watches.Count >= MostWatchesAtOnce);
    }

    /// <summary>
    /// A level is reached at a midnight, and a wait ends at its time: the judgement at these moments is that of any other
    /// in between. Each remembers the one before, as it will.
    /// </summary>
    internal DryRunLine? NextWarning(Watch watch, ContractSnapshot contract, DateTimeOffset now)
    {
        SortedSet<DateTimeOffset> moments = [now, NextMidnight(now)];
        while (moments.Count > 0 && moments.Min is var at && at <= now + Ahead)
        {
            moments.Remove(at);
            // The data is as old then as it is now.
            ContractSnapshot then = contract with
            {
                AsOf = contract.AsOf + (at - now),
            };
            Judgement judgement = judge.Of(watch, then, at).Judgement;
            switch (judgement.Decision)
            {
                case Decision.Warn warn:
                    return LineOf(watch, contract, warn, at);
                case Decision.Later(var later, _) when later > at:
                    moments.Add(later);
                    break;
            }

            watch = watch with { Episode = judgement.Episode };
        }

        return null;
    }

    private DateTimeOffset NextMidnight(DateTimeOffset now)
    {
        DateTime midnight = limits.Today(now).AddDays(1).ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, limits.Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private static DryRunLine LineOf(Watch watch, ContractSnapshot contract, Decision.Warn warn, DateTimeOffset at) =>
        new(
            at,
            contract.Number,
            watch.Chat,
            warn.Level,
            warn.Forecast is Forecast.LastsUntil(var on, _, _) ? on : null,
            TopUp.MissingOf(warn.Forecast),
            contract.Balance.Currency
        );
}
