using BalanceBot.Outbox;

namespace BalanceBot.Tests.Outbox;

/// <summary>Very many messages that nobody asked for, beside answers that somebody waits for.</summary>
public sealed class DispatcherBulkTests
{
    private static readonly OutboxSettings FourPlaces = new() { MostAtOnce = 4, BulkPerSecond = 1000 };

    [Fact]
    public async Task While_Telegram_hangs_bulk_takes_half_of_the_places_and_answers_pass()
    {
        await using Desk desk = await Desk.Open(FourPlaces);
        desk.Telegram.Hold();
        await desk.Commit([.. Enumerable.Range(1, 10).Select(n => Desk.Text(n, $"bulk {n}", OutgoingClass.Bulk))]);
        await desk.Telegram.Reached(2);
        for (int step = 0; step < 50; step++)
        {
            desk.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal((2, 10), (desk.Dispatcher.UnderWay, desk.Dispatcher.BulkInHand));
        await desk.Commit(Desk.Text(21, "answer 1"), Desk.Text(22, "answer 2"), Desk.Text(23, "answer 3"));
        await desk.Telegram.Reached(4);
        Assert.Equal(["answer 1", "answer 2"], desk.Telegram.Words.Skip(2).Order());

        desk.Telegram.Release();
        await desk.PassUntil(13);
        await desk.Waiting(0);
        Assert.Equal(0, desk.Dispatcher.BulkInHand);
    }

    [Fact]
    public async Task An_answer_behind_a_warning_of_its_own_chat_takes_it_along_and_both_keep_their_order()
    {
        await using Desk desk = await Desk.Open(FourPlaces);
        desk.Telegram.Hold();
        await desk.Commit([.. Enumerable.Range(1, 5).Select(n => Desk.Text(n, $"bulk {n}", OutgoingClass.Bulk))]);
        await desk.Telegram.Reached(2);

        await desk.Commit(Desk.Text(5, "answer"));
        await desk.Telegram.Reached(3);

        Assert.Equal("bulk 5", desk.Telegram.Words[2]);
        desk.Telegram.Release();
        await desk.PassUntil(6);
        Assert.True(desk.Telegram.Words.ToList().IndexOf("answer") > 2);
    }

    [Fact]
    public async Task Bulk_goes_in_the_order_in_which_it_came_however_often_it_has_slept()
    {
        await using Desk desk = await Desk.Open(new OutboxSettings { MostAtOnce = 2, BulkPerSecond = 20 });
        string[] words = [.. Enumerable.Range(100, 40).Select(n => $"{n}")];
        await desk.Commit([.. words.Select(word => Desk.Text(long.Parse(word), word, OutgoingClass.Bulk))]);
        await desk.PassUntil(40, TimeSpan.FromMilliseconds(70));
        await desk.Waiting(0);

        Assert.Equal(words, desk.Telegram.Words);
    }
}
