using BalanceBot.Billing;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

public sealed class JudgeHistoryPropertyTests
{
    private static readonly BankingDays Weekdays = new(
        [DayOfWeek.Saturday, DayOfWeek.Sunday],
        new HashSet<DateOnly> { new(2026, 4, 3), new(2026, 4, 6) }
    );

    private static readonly Gen<WarningLimits> Limits =
        from most in Gen.Int[1, 8]
        from plain in Gen.Int[-1, 100]
        from weekdays in Gen.Bool
        from coolDown in Gen.Int[1, 48]
        select new WarningLimits
        {
            MostInEpisode = most,
            PlainThreshold = plain < 0 ? null : plain,
            Banking = weekdays ? Weekdays : BankingDays.Every,
            CoolDown = TimeSpan.FromHours(coolDown),
            Zone = Ledger.Oslo,
        };

    /// <summary>Fails with a shortest story: what happened, and what the bot saw and said at each.</summary>
    [Fact]
    public void Whatever_happens_the_promises_are_kept() =>
        Gen.Select(Limits, Ledger.Contracts, Happening.Wishes, Happening.Any.Array[0, 60])
            .Sample(
                (limits, contract, wishes, happenings) =>
                {
                    string? story = Shortest(happenings, some => new HistoryRun(limits, contract, wishes).Live(some));
                    Assert.True(story is null, story);
                },
                iter: 5000,
                print: history => Told(history.Item1, history.Item2, history.Item3)
            );

    private static string Told(WarningLimits limits, ContractSnapshot contract, Wishes wishes) =>
        $"{contract.Price} {contract.Period}, most {limits.MostInEpisode}, plain {limits.PlainThreshold}, rests on "
        + $"[{string.Join(' ', limits.Banking.Rest)}], cool-down {limits.CoolDown}, {new Happening.Wish(wishes)}";

    /// <summary>What CsCheck makes small is still long: whatever can be left out is.</summary>
    private static string? Shortest(IReadOnlyList<Happening> happenings, Func<IReadOnlyList<Happening>, string?> broken)
    {
        string? story = broken(happenings);
        for (int left = story is null ? 0 : happenings.Count - 1; left >= 0; left--)
        {
            Happening[] fewer = [.. happenings.Where((_, index) => index != left)];
            if (broken(fewer) is { } shorter)
            {
                (happenings, story) = (fewer, shorter);
            }
        }

        return story;
    }
}
