using BalanceBot.Conversations;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>When a chat read while its update was kept is still good for that update's turn.</summary>
public sealed class ArrivalsTests
{
    private static readonly ChatId Anna = new(1001);
    private readonly FakeTimeProvider time = new();
    private readonly Arrivals arrivals;

    public ArrivalsTests() => arrivals = new Arrivals(time);

    [Fact]
    public void It_is_good_once_for_its_update_and_owner()
    {
        Arrive(7);

        Assert.Null(arrivals.Take(8, "one"));
        Assert.Equal(Anna, arrivals.Take(7, "one")?.Session.Chat);
        Assert.Null(arrivals.Take(7, "one"));
        Arrive(9);
        Assert.Null(arrivals.Take(9, "two"));
    }

    [Fact]
    public void A_turn_that_begins_late_asks_again()
    {
        Arrive(7);
        time.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Null(arrivals.Take(7, "one"));
    }

    [Fact]
    public void A_chat_that_was_written_since_or_while_it_was_read_is_asked_for_again()
    {
        Arrive(7);
        arrivals.Writes(Anna);
        Assert.Null(arrivals.Take(7, "one"));

        Arrivals.Moment before = arrivals.Now(Anna.Value);
        arrivals.Writes(Anna);
        arrivals.Add(8, "one", Chat(), before);
        Assert.Null(arrivals.Take(8, "one"));
    }

    [Fact]
    public void What_nobody_takes_does_not_pile_up()
    {
        for (int id = 0; id < 5000; id++)
        {
            Arrive(id);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(Enumerable.Range(0, 5000).Count(id => arrivals.Take(id, "one") is not null), 1, 250);
        Assert.InRange(arrivals.Count, 0, 4096);
    }

    private void Arrive(long updateId) => arrivals.Add(updateId, "one", Chat(), arrivals.Now(Anna.Value));

    private static Loaded Chat() => new(Session.New(Anna), new Subscriber(Anna));
}
