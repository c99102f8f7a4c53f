using BalanceBot.Inbox;
using BalanceBot.Subscribers;
using CsCheck;

namespace BalanceBot.Tests.Inbox;

public sealed class LanesTests
{
    private static readonly ChatId Anna = new(1);
    private static readonly ChatId Bo = new(2);

    [Fact]
    public async Task The_updates_of_a_chat_never_change_places_and_never_overlap()
    {
        await Gen.Int[1, 5]
            .Array[1, 200]
            .SampleAsync(
                async chats =>
                {
                    using Lanes lanes = new(3);
                    Dictionary<int, List<int>> order = chats.Distinct().ToDictionary(c => c, _ => new List<int>());
                    Dictionary<int, int> inside = chats.Distinct().ToDictionary(c => c, _ => 0);
                    Task[] works =
                    [
                        .. chats.Select(
                            (chat, number) =>
                                lanes.Enter(
                                    new ChatId(chat),
                                    async () =>
                                    {
                                        Assert.Equal(1, ++inside[chat]);
                                        await Task.Yield();
                                        order[chat].Add(number);
                                        inside[chat]--;
                                    }
                                )
                        ),
                    ];
                    await Task.WhenAll(works);
                    Assert.All(order.Values, numbers => Assert.Equal(numbers.Order(), numbers));
                },
                iter: 50
            );
    }

    [Fact]
    public async Task A_chat_that_waits_for_its_billing_holds_up_nobody_else()
    {
        using Lanes lanes = new(2);
        TaskCompletionSource billing = new();
        Task slow = lanes.Enter(Anna, () => billing.Task);

        await lanes.Enter(Bo, () => Task.CompletedTask);

        Assert.False(slow.IsCompleted);
        billing.SetResult();
        await slow;
    }

    [Fact]
    public async Task No_more_chats_are_at_work_than_allowed()
    {
        using Lanes lanes = new(4);
        int inside = 0;
        int most = 0;
        Task[] works =
        [
            .. Enumerable
                .Range(1, 100)
                .Select(chat =>
                    lanes.Enter(
                        new ChatId(chat),
                        async () =>
                        {
                            InterlockedMax(ref most, Interlocked.Increment(ref inside));
                            await Task.Yield();
                            Interlocked.Decrement(ref inside);
                        }
                    )
                ),
        ];

        await Task.WhenAll(works);

        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task A_failure_goes_to_whoever_entered_the_work_and_the_lane_goes_on()
    {
        using Lanes lanes = new(1);
        Task broken = lanes.Enter(Anna, () => throw new InvalidOperationException());
        Task after = lanes.Enter(Anna, () => Task.CompletedTask);

        await Assert.ThrowsAsync<InvalidOperationException>(() => broken);
        await after;
        await lanes.Room(1);
        Assert.Equal(0, lanes.Waiting);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen = Volatile.Read(ref most);
        while (value > seen)
        {
            seen = Interlocked.CompareExchange(ref most, value, seen);
            if (seen >= value)
            {
                return;
            }
        }
    }
}
