using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using CsCheck;

namespace BalanceBot.Tests.Outbox;

/// <summary>How fast what nobody asked for may go.</summary>
public sealed class BulkPaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChatId Anna = new(1);
    private long next = 1000;

    /// <summary>A pause of 30 s at noon; how fast so many seconds after its end.</summary>
    [Theory]
    [InlineData(25, 0, 17.5)]
    [InlineData(25, 59.9, 17.5)]
    [InlineData(25, 60, 18.5)]
    [InlineData(25, 119.9, 18.5)]
    [InlineData(25, 7 * 60, 24.5)]
    [InlineData(25, 8 * 60, 25)]
    [InlineData(25, 100_000, 25)]
    [InlineData(2, 0, 1.4)]
    [InlineData(1, 0, 1)]
    public void It_goes_30_percent_down_at_a_429_and_one_up_in_each_quiet_minute_up_to_what_is_set(
        int set,
        double secondsAfter,
        double expected
    )
    {
        Pace pace = Of(set);
        pace.Pause(Anna, Noon.AddSeconds(30), Noon);

        Assert.Equal(expected, PerSecondAt(pace, Noon.AddSeconds(30 + secondsAfter)), 6);
    }

    [Fact]
    public void However_many_429s_come_together_it_goes_down_once_and_after_the_pause_again()
    {
        Pace pace = Of(25);
        for (int i = 0; i < 20; i++)
        {
            pace.Pause(new ChatId(1 + i), Noon.AddSeconds(30), Noon.AddMilliseconds(i));
        }

        Assert.Equal(17.5, PerSecondAt(pace, Noon.AddSeconds(30)), 6);
        pace.Pause(Anna, Noon.AddSeconds(60), Noon.AddSeconds(30));
        Assert.Equal(12.25, PerSecondAt(pace, Noon.AddSeconds(60)), 6);
    }

    [Fact]
    public void It_never_goes_below_one_a_second()
    {
        Pace pace = Of(3);
        DateTimeOffset now = Noon;
        for (int i = 0; i < 20; i++)
        {
            pace.Pause(Anna, now.AddSeconds(1), now);
            now = now.AddSeconds(1);
        }

        Assert.Equal(1, PerSecondAt(pace, now));
    }

    [Fact]
    public void A_pause_that_grew_while_it_lasted_makes_the_quiet_minute_begin_at_its_own_end()
    {
        Pace pace = Of(25);
        pace.Pause(Anna, Noon.AddSeconds(1), Noon);
        pace.Pause(Anna, Noon.AddSeconds(90), Noon.AddMilliseconds(5));

        Assert.Equal(17.5, PerSecondAt(pace, Noon.AddSeconds(149)), 6);
        Assert.Equal(18.5, PerSecondAt(pace, Noon.AddSeconds(150)), 6);
    }

    [Fact]
    public void A_429_of_a_group_leaves_bulk_alone()
    {
        Pace pace = Of(25);
        pace.Pause(new ChatId(-7), Noon.AddHours(1), Noon);

        Assert.Equal(25, PerSecondAt(pace, Noon));
        Assert.Equal(Noon, pace.Earliest(Text(OutgoingClass.Bulk), OutgoingClass.Bulk, Noon));
    }

    [Fact]
    public void Answers_slow_bulk_down_and_never_wait_for_it()
    {
        Pace pace = Of(25);
        for (int i = 0; i < 100; i++)
        {
            Outgoing answer = Text(OutgoingClass.Answer);
            Assert.Equal(Noon, pace.Earliest(answer, OutgoingClass.Answer, Noon));
            pace.Take(answer, Noon);
        }

        Assert.InRange((pace.Earliest(Text(OutgoingClass.Bulk), OutgoingClass.Bulk, Noon) - Noon).TotalSeconds, 1, 1.1);
        Assert.InRange(
            (pace.Earliest(Text(OutgoingClass.Notice), OutgoingClass.Notice, Noon) - Noon).TotalSeconds,
            1,
            1.1
        );
    }

    [Fact]
    public void A_flood_of_answers_holds_bulk_up_while_it_lasts_and_for_a_second_after_it()
    {
        Pace pace = Of(25);
        DateTimeOffset now = Noon;
        for (int i = 0; i < 40 * 600; i++)
        {
            pace.Take(Text(OutgoingClass.Answer), now);
            now += TimeSpan.FromSeconds(1 / 40.0);
        }

        Assert.InRange((pace.Earliest(Text(OutgoingClass.Bulk), OutgoingClass.Bulk, now) - now).TotalSeconds, 0.5, 1.1);
    }

    /// <summary>Bulk as soon as it may, answers and pauses by chance.</summary>
    [Fact]
    public void In_no_second_goes_more_than_is_set_and_a_small_burst_and_never_30_in_all_where_bulk_goes()
    {
        Gen<(int Set, (int Kind, int Idle)[] Steps)> histories = Gen.Select(
            Gen.Int[1, 27],
            Gen.Select(Gen.Int[0, 12], Gen.Int[0, 400]).Array[50, 400]
        );
        histories.Sample(history =>
        {
            Pace pace = Of(history.Set);
            List<(bool Bulk, DateTimeOffset At)> sent = [];
            DateTimeOffset now = Noon;
            foreach ((int kind, int idle) in history.Steps)
            {
                if (kind == 12)
                {
                    pace.Pause(Anna, now.AddMilliseconds(idle), now);
                }
                else
                {
                    OutgoingClass urgency = kind < 8 ? OutgoingClass.Bulk : OutgoingClass.Answer;
                    Outgoing message = Text(urgency);
                    now = pace.Earliest(message, urgency, now);
                    pace.Take(message, now);
                    sent.Add((urgency == OutgoingClass.Bulk, now));
                    now += urgency == OutgoingClass.Bulk ? TimeSpan.Zero : TimeSpan.FromMilliseconds(idle / 8.0);
                }

                Assert.InRange(pace.BulkPerSecond, 1, history.Set);
            }

            double most = history.Set + 1 + (history.Set / 20.0);
            foreach (int last in Enumerable.Range(0, sent.Count).Where(index => sent[index].Bulk))
            {
                var second = sent.Take(last + 1).Where(one => one.At > sent[last].At.AddSeconds(-1)).ToList();
                Assert.True(second.Count(one => one.Bulk) <= most, $"{second.Count(one => one.Bulk)} of {history.Set}");
                Assert.True(second.Count < 30, $"{second.Count} in all");
            }
        });
    }

    private static Pace Of(int bulkPerSecond) =>
        new(new OutboxSettings { BulkPerSecond = bulkPerSecond, PerChatBurst = 20 });

    private double PerSecondAt(Pace pace, DateTimeOffset now)
    {
        pace.Earliest(Text(OutgoingClass.Bulk), OutgoingClass.Bulk, now);
        return pace.BulkPerSecond;
    }

    /// <summary>To somebody else each time.</summary>
    private Outgoing Text(OutgoingClass urgency) =>
        new(Guid.NewGuid(), new ChatId(next++), urgency, new Body.Text("x"));
}
