using BalanceBot.Inbox;

namespace BalanceBot.Tests.Inbox;

public sealed class KnownUpdatesTests
{
    [Fact]
    public void A_redelivered_update_is_known_and_a_lower_id_that_is_new_is_not()
    {
        KnownUpdates known = new(100);

        Assert.True(known.Add(900));
        Assert.False(known.Add(900));
        Assert.True(known.Add(17));
    }

    [Fact]
    public void It_remembers_the_latest_and_forgets_the_oldest()
    {
        KnownUpdates known = new(3);
        foreach (long id in new long[] { 1, 2, 3, 4 })
        {
            known.Add(id);
        }

        Assert.False(known.Add(4));
        Assert.False(known.Add(2));
        Assert.True(known.Add(1));
    }
}
