using System.Diagnostics;
using BalanceBot.Benchmarks.Turns;
using BalanceBot.Benchmarks.Turns.Bots;

namespace BalanceBot.Tests.Benchmarks;

public sealed class FiguresTests
{
    [Fact]
    public void A_percentile_is_a_value_that_so_many_do_not_exceed()
    {
        long[] hundred = [.. Enumerable.Range(1, 100).Select(n => (long)n)];

        Assert.Equal((50, 99), (Figures.Percentile(hundred, 50), Figures.Percentile(hundred, 99)));
        Assert.Equal((7, 7), (Figures.Percentile([7], 50), Figures.Percentile([7], 99)));
    }

    [Fact]
    public void A_round_tells_turns_a_second_waiting_and_cost_of_each()
    {
        long millisecond = Stopwatch.Frequency / 1000;
        TurnsRound round = Figures.Of(
            [4 * millisecond, 2 * millisecond, 3 * millisecond, 1 * millisecond],
            TimeSpan.FromSeconds(2),
            TimeSpan.FromMilliseconds(8),
            TimeSpan.FromMilliseconds(4),
            TimeSpan.FromMilliseconds(6)
        );

        Assert.Equal(new TurnsRound(2, 2, 4, 2, 1, 1.5), round);
    }

    [Fact]
    public void A_ratio_is_to_the_better_peer_of_the_same_round_and_counts_the_database()
    {
        TurnsRow ours = Row("ours", Round(300, 0.5, 0.5), Round(100, 3, 0), Round(200, 1, 0));
        TurnsRow[] peers =
        [
            Row("one", Round(100, 2, 0), Round(50, 2, 0), Round(100, 4, 0)),
            Row("two", Round(50, 4, 0), Round(100, 3, 0), Round(50, 5, 0)),
        ];

        Assert.Equal(new TurnsRatio("ours", 0.5, 2), Figures.Ratio(ours, peers));
        Assert.Null(Figures.Ratio(ours, []));
    }

    [Fact]
    public void Processor_time_is_read_behind_a_name_with_spaces_and_holds_that_of_children_which_have_ended() =>
        Assert.Equal(
            TimeSpan.FromSeconds(1.65),
            ProcessCost.ProcessorOf("17 (a ) (b c) S 1 2 3 4 5 6 7 8 9 10 100 50 7 8 20 0")
        );

    private static TurnsRound Round(double perSecond, double cost, double database) =>
        new(perSecond, 1, 1, cost, database, 0);

    private static TurnsRow Row(string name, params TurnsRound[] rounds) =>
        new(name, Figures.Median(rounds), 0, 0, rounds);
}
