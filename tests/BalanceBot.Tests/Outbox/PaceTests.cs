using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using CsCheck;

namespace BalanceBot.Tests.Outbox;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly ChatId Anna = new(1);
    private static readonly ChatId Bo = new(2);
    private static readonly ChatId Group = new(-7);
    private static readonly ChatId OtherGroup = new(-8);

    [Fact]
    public void A_private_chat_takes_a_short_burst_and_then_one_a_second()
    {
        Pace pace = new(new OutboxSettings { PerChatBurst = 3 });

        Assert.Equal([0, 0, 0, 1, 2, 3], Seconds(pace, 6, OutgoingClass.Answer, Anna));
        Assert.Equal(Noon, pace.Earliest(Text(Bo), OutgoingClass.Answer, Noon));
    }

    /// <summary>It looked through all chats for each message once there were ten thousand: minutes for what takes milliseconds.</summary>
    [Fact]
    public void Very_many_chats_at_once_do_not_slow_each_other_down()
    {
        Pace pace = new(new OutboxSettings());
        long begun = TimeProvider.System.GetTimestamp();
        for (int chat = 1; chat <= 60_000; chat++)
        {
            pace.Take(Text(new ChatId(chat)), Noon);
        }

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 3);
    }

    [Fact]
    public void A_picture_counts_like_a_text()
    {
        Pace pace = new(new OutboxSettings { PerChatBurst = 1 });
        pace.Take(
            new Outgoing(Guid.NewGuid(), Anna, OutgoingClass.Answer, new Body.Photo([1], new Body.Text("x"))),
            Noon
        );

        Assert.True(pace.Earliest(Text(Anna), OutgoingClass.Answer, Noon) >= Noon.AddSeconds(1));
    }

    [Fact]
    public void A_group_takes_twenty_a_minute_and_then_one_every_three_seconds()
    {
        Pace pace = new(new OutboxSettings());

        double[] seconds = Seconds(pace, 22, OutgoingClass.Answer, Group);

        Assert.All(seconds[..20], second => Assert.Equal(0, second));
        Assert.Equal([3, 6], seconds[20..]);
    }

    [Fact]
    public void Bulk_waits_for_its_ceiling_over_all_chats_and_an_answer_does_not()
    {
        Pace pace = new(new OutboxSettings { BulkPerSecond = 2 });
        pace.Take(Text(new ChatId(11), OutgoingClass.Bulk), Noon);
        pace.Take(Text(new ChatId(12), OutgoingClass.Notice), Noon);

        // Two a second, and a twentieth of a second's worth at once.
        Assert.Equal(0.95, (pace.Earliest(Text(Anna), OutgoingClass.Bulk, Noon) - Noon).TotalSeconds, 3);
        Assert.Equal(Noon, pace.Earliest(Text(Anna), OutgoingClass.Answer, Noon));
    }

    [Fact]
    public void Edits_and_deletions_are_not_counted_but_wait_for_a_pause()
    {
        Pace pace = new(new OutboxSettings { PerChatBurst = 1 });
        pace.Take(Text(Anna), Noon);
        Outgoing delete = new(Guid.NewGuid(), Anna, OutgoingClass.Answer, new Body.Delete(1, null));
        Outgoing edit = new(Guid.NewGuid(), Anna, OutgoingClass.Answer, new Body.Edit(1, new Body.Text("x")));

        Assert.Equal(Noon, pace.Earliest(delete, OutgoingClass.Answer, Noon));
        Assert.Equal(Noon, pace.Earliest(edit, OutgoingClass.Answer, Noon));
        pace.Pause(Anna, Noon.AddSeconds(30), Noon);
        Assert.Equal(Noon.AddSeconds(30), pace.Earliest(delete, OutgoingClass.Answer, Noon));
    }

    [Fact]
    public void A_429_in_a_private_chat_holds_everybody_and_one_in_a_group_that_group_alone()
    {
        Pace pace = new(new OutboxSettings());
        pace.Pause(Group, Noon.AddSeconds(40), Noon);

        Assert.Equal(Noon, pace.Earliest(Text(OtherGroup), OutgoingClass.Answer, Noon));
        Assert.Equal(Noon.AddSeconds(40), pace.Earliest(Text(Group), OutgoingClass.Answer, Noon));
        Assert.Equal(Noon, pace.Earliest(Text(Anna), OutgoingClass.Answer, Noon));
        pace.Pause(Anna, Noon.AddSeconds(20), Noon);
        Assert.Equal(Noon.AddSeconds(20), pace.Earliest(Text(Bo), OutgoingClass.Answer, Noon));
        Assert.Equal(Noon.AddSeconds(20), pace.Earliest(Text(OtherGroup), OutgoingClass.Answer, Noon));
        Assert.Equal(Noon.AddSeconds(40), pace.Earliest(Text(Group), OutgoingClass.Answer, Noon));
    }

    [Fact]
    public void A_shorter_pause_never_cuts_a_longer_one_short()
    {
        Pace pace = new(new OutboxSettings());
        pace.Pause(Anna, Noon.AddHours(2), Noon);
        pace.Pause(Bo, Noon.AddSeconds(1), Noon);
        pace.Pause(Group, Noon.AddHours(1), Noon);
        pace.Pause(Group, Noon.AddSeconds(1), Noon);

        Assert.Equal(Noon.AddHours(2), pace.PausedUntil);
        Assert.Equal(Noon.AddHours(2), pace.PauseOf(Group));
    }

    /// <summary>Whatever is sent to whom, as soon as the pace allows: no second holds more than it may, and nothing starves.</summary>
    [Fact]
    public void In_no_window_of_time_do_more_messages_go_than_allowed()
    {
        Gen<(int Chat, bool Bulk, int Idle)[]> histories = Gen.Select(Gen.Int[1, 4], Gen.Bool, Gen.Int[0, 1500]).Array[
            1,
            150
        ];
        histories.Sample(history =>
        {
            OutboxSettings limits = new() { PerChatBurst = 3, BulkPerSecond = 4 };
            Pace pace = new(limits);
            List<(int Chat, bool Bulk, DateTimeOffset At)> sent = [];
            DateTimeOffset now = Noon;
            foreach ((int chat, bool bulk, int idle) in history)
            {
                OutgoingClass urgency = bulk ? OutgoingClass.Bulk : OutgoingClass.Answer;
                Outgoing message = Text(new ChatId(chat), urgency);
                DateTimeOffset at = pace.Earliest(message, urgency, now);
                Assert.InRange((at - now).TotalSeconds, 0, 1.01);
                pace.Take(message, now = at);
                sent.Add((chat, bulk, at));
                now += TimeSpan.FromMilliseconds(idle);
            }

            foreach ((_, _, DateTimeOffset from) in sent)
            {
                var second = sent.Where(s => s.At >= from && s.At < from.AddSeconds(1)).ToList();
                Assert.True(second.Count(s => s.Bulk) <= 2 * limits.BulkPerSecond);
                Assert.All(second.GroupBy(s => s.Chat), chat => Assert.True(chat.Count() <= limits.PerChatBurst + 1));
            }
        });
    }

    [Fact]
    public void Forgetting_chats_that_rest_lets_nobody_send_more_than_before()
    {
        Pace pace = new(new OutboxSettings { PerChatBurst = 2 });
        for (int chat = 100; chat < 20_100; chat++)
        {
            pace.Take(Text(new ChatId(chat)), Noon.AddMilliseconds(chat));
        }

        DateTimeOffset now = Noon.AddHours(1);
        pace.Take(Text(Anna), now);
        pace.Take(Text(Anna), now);
        pace.Take(Text(Bo), now);

        Assert.True(pace.Earliest(Text(Anna), OutgoingClass.Answer, now) > now);
        Assert.Equal(now, pace.Earliest(Text(Bo), OutgoingClass.Answer, now));
    }

    private static double[] Seconds(Pace pace, int messages, OutgoingClass urgency, ChatId chat)
    {
        double[] seconds = new double[messages];
        DateTimeOffset now = Noon;
        for (int i = 0; i < messages; i++)
        {
            now = pace.Earliest(Text(chat, urgency), urgency, now);
            pace.Take(Text(chat, urgency), now);
            seconds[i] = Math.Round((now - Noon).TotalSeconds, 3);
        }

        return seconds;
    }

    private static Outgoing Text(ChatId chat, OutgoingClass urgency = OutgoingClass.Answer) =>
        new(Guid.NewGuid(), chat, urgency, new Body.Text("x"));
}
