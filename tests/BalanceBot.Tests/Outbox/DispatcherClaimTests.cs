using BalanceBot.Outbox;

namespace BalanceBot.Tests.Outbox;

/// <summary>Rows that others left come to hand by a claim, while turns go on.</summary>
public sealed class DispatcherClaimTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_said_while_rows_are_being_claimed_goes_behind_them(bool direct)
    {
        await using Desk desk = await Desk.Open();
        IReadOnlyList<ClaimedOutgoing> left = await desk.Stored(Desk.Text(1, "first"));
        TaskCompletionSource<IReadOnlyList<ClaimedOutgoing>> answer = new();
        Task<int> claiming = desk.Dispatcher.TakeUp(() => answer.Task);

        // The store has the claim already, so this turn finds nothing of others to wait for.
        Task said = direct
            ? desk.Dispatcher.SendDirect(Desk.Text(1, "second"), CancellationToken.None)
            : desk.Commit(Desk.Text(1, "second"));
        answer.SetResult(left);

        Assert.Equal(1, await claiming);
        await said;
        await desk.PassUntil(2);
        Assert.Equal(["first", "second"], desk.Telegram.Words);
    }

    [Fact]
    public async Task What_waits_for_a_claim_that_fails_or_never_ends_is_not_lost()
    {
        await using Desk desk = await Desk.Open();
        TaskCompletionSource<IReadOnlyList<ClaimedOutgoing>> answer = new();
        Task<int> claiming = desk.Dispatcher.TakeUp(() => answer.Task);
        Task<DirectOutcome> first = desk.Dispatcher.SendDirect(Desk.Text(1, "first"), CancellationToken.None);
        answer.SetException(new IOException());

        await Assert.ThrowsAsync<IOException>(() => claiming);
        Assert.IsType<DirectOutcome.Taken>(await first);
        _ = desk.Dispatcher.TakeUp(() => new TaskCompletionSource<IReadOnlyList<ClaimedOutgoing>>().Task);
        Task<DirectOutcome> second = desk.Dispatcher.SendDirect(Desk.Text(1, "second"), CancellationToken.None);
        await desk.Dispatcher.Close();
        Assert.IsType<DirectOutcome.NotTaken>(await second);
    }
}
