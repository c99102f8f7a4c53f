using BalanceBot.Conversations;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>What lies in memory is never older than the file.</summary>
public sealed class ChatCacheTests
{
    private static readonly ChatId Anna = new(1001);
    private static readonly ChatId Bo = new(1002);
    private readonly ChatCache cache = new(2);

    [Fact]
    public void A_chat_is_found_as_it_was_read()
    {
        Read(Anna);

        Assert.Equal(new Subscriber(Anna), cache.Find(Anna)!.Subscriber);
        Assert.Null(cache.Find(Bo));
    }

    [Fact]
    public void A_chat_that_is_written_is_forgotten_and_no_other()
    {
        Read(Anna);
        Read(Bo);
        Write(Anna);

        Assert.Null(cache.Find(Anna));
        Assert.NotNull(cache.Find(Bo));
    }

    [Fact]
    public void What_was_read_before_a_commit_and_comes_after_it_is_not_kept()
    {
        long reading = cache.Reading;
        Write(Anna);
        cache.Add(reading, new Loaded(Session.New(Anna), new Subscriber(Anna)));

        Assert.Null(cache.Find(Anna));
    }

    [Fact]
    public void What_is_asked_for_again_outlives_what_is_not()
    {
        ChatId[] others = [new(1), new(2), new(3), new(4), new(5), new(6)];
        Read(Anna);
        Read(Bo);
        foreach (ChatId other in others)
        {
            Read(other);
            Assert.NotNull(cache.Find(Anna));
        }

        Assert.Null(cache.Find(Bo));
        Assert.InRange(others.Count(other => cache.Find(other) is not null), 1, 4);
    }

    [Fact]
    public void What_a_person_has_typed_stays_in_the_file_where_it_is_sealed()
    {
        cache.Add(cache.Reading, new Loaded(Session.New(Anna) with { Draft = "700 123" }, new Subscriber(Anna)));

        Assert.Null(cache.Find(Anna));
    }

    private void Read(ChatId chat) => cache.Add(cache.Reading, new Loaded(Session.New(chat), new Subscriber(chat)));

    private void Write(ChatId chat)
    {
        cache.Touch(chat);
        cache.Forget();
    }
}
