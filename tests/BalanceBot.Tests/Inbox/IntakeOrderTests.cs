using BalanceBot.Inbox;
using BalanceBot.TelegramApi;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace BalanceBot.Tests.Inbox;

/// <summary>Two ways lead from the store into the lanes, and a chat's updates may come by both at the same moment.</summary>
public sealed class IntakeOrderTests : IDisposable
{
    private const long Anna = 1001;
    private readonly IInboxStore store = Substitute.For<IInboxStore>();
    private readonly ScriptedTurns turns = new();
    private readonly Lanes lanes = new(10);
    private readonly Intake intake;

    public IntakeOrderTests()
    {
        InboxSettings settings = new();
        TimeProvider time = TimeProvider.System;
        UpdateHandler handler = new(turns, store, settings, time, () => 1, NullLogger<UpdateHandler>.Instance);
        UpdateReader reader = new(settings.LargestUpdateBytes);
        intake = new Intake(reader, store, turns, handler, lanes, settings, "one", time);
        store.Keep([], "", default, default).ReturnsForAnyArgs(Task.FromResult<IReadOnlyList<long>>([8]));
    }

    public void Dispose()
    {
        intake.Dispose();
        lanes.Dispose();
    }

    [Fact]
    public async Task What_is_kept_while_earlier_updates_are_being_claimed_is_handled_after_them()
    {
        TaskCompletionSource<IReadOnlyList<ClaimedUpdate>> answer = new();
        store.ClaimUpdates("", 0, default, default).ReturnsForAnyArgs(answer.Task);
        Task taking = intake.TakeUp(TestContext.Current.CancellationToken);

        Task keeping = intake.AcceptKept([Raw(8)]);
        answer.SetResult([new ClaimedUpdate(Raw(7), default, new Claim(Guid.NewGuid(), "one", default))]);
        await Task.WhenAll(taking, keeping);
        await lanes.Room(1);

        Assert.Equal([7, 8], turns.Taken);
    }

    [Fact]
    public async Task Whoever_delivers_does_not_wait_long_for_a_claim_that_does_not_end()
    {
        store
            .ClaimUpdates("", 0, default, default)
            .ReturnsForAnyArgs(new TaskCompletionSource<IReadOnlyList<ClaimedUpdate>>().Task);
        _ = intake.TakeUp(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<TimeoutException>(() => intake.AcceptKept([Raw(8)]));
        Assert.Empty(turns.Taken);
    }

    private static RawUpdate Raw(long id) => new(id, ScriptedSource.Text(id, Anna));
}
