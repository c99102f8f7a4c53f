using System.Globalization;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Billing;
using BalanceBot.Scanning;
using BalanceBot.Warnings;

namespace BalanceBot.Benchmarks.Scans;

/// <summary>A figure counts only if the work behind it was right.</summary>
internal static class SpotCheck
{
    private const int Checked = 500;

    public static async Task Of(IScanStore store, int count, Change change, ScanFigures figures)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        Expect("judged", count, figures.Judged);
        Expect("written", all.Count(number => Contracts.IsWritten(number, change)), figures.Written);
        Expect(
            "due",
            all.Count(number => Contracts.IsDueAnyway(number) || Contracts.IsToldOf(number, change)),
            figures.Due
        );
        for (int i = 0; i < Math.Min(count, Checked); i++)
        {
            int number = (int)((long)i * count / Math.Min(count, Checked));
            foreach (Watch watch in await store.WatchesOf(Contracts.Key(number)))
            {
                Check(watch, number, change);
            }
        }
    }

    /// <summary>Judged by itself: a contract whose message is due waits for it, of any other the last balance is known.</summary>
    private static void Check(Watch watch, int number, Change change)
    {
        DateTimeOffset now = SteadyTime.Noon.AddHours(1);
        ContractSnapshot contract = Contracts.Of(number, change, now);
        WatchJudge judge = new(new Judge(Judging.Limits), Judging.Limits);
        Judged judged = judge.Of(watch, contract, now);
        bool speaks = Contracts.IsDueAnyway(number) || Contracts.IsToldOf(number, change);
        Expect($"{watch.ContractKey} speaks", speaks, judged.Judgement.Decision.Speaks);
        Expect($"{watch.ContractKey} is due", speaks, watch.DueAt is not null);
        Expect($"{watch.ContractKey} has more to write", expected: false, WatchJudge.Found(judged, now) is not null);
        if (!speaks)
        {
            Expect($"{watch.ContractKey} balance", contract.Balance.Amount, watch.Episode.Last?.Balance);
        }
    }

    private static void Expect<T>(string what, T expected, T found)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, found))
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"Wrong: {what} should be {expected}, and is {found}.")
            );
        }
    }
}
