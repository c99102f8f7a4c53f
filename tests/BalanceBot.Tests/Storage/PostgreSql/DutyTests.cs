using BalanceBot.Storage.PostgreSql;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>One instance at a time polls; one at a time speaks.</summary>
public sealed class DutyTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Instances instances = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task One_has_a_duty_until_it_is_given_back()
    {
        PostgreSqlStore one = await instances.Add("one");
        PostgreSqlStore two = await instances.Add("two");
        DutyHold held = await one.Duty("polling").Take(Stop);
        Task<DutyHold> waiting = two.Duty("polling").Take(Stop);
        await using DutyHold other = await two.Duty("speaking").Take(Stop).WaitAsync(Patience, Stop);

        await Task.Delay(TimeSpan.FromSeconds(2.5), TimeProvider.System, Stop);
        Assert.False(waiting.IsCompleted);
        Assert.True(held.IsSure && !held.Lost.IsCompleted);
        await held.DisposeAsync();
        await using DutyHold next = await waiting.WaitAsync(Patience, Stop);
        Assert.True(next.IsSure);
        Assert.False(held.IsSure);
    }

    [Fact]
    public async Task Who_dies_is_followed_within_five_seconds_and_the_dead_one_knows()
    {
        Wire wire = instances.Wire();
        PostgreSqlStore one = await instances.Add("one", wire);
        PostgreSqlStore two = await instances.Add("two");
        await using DutyHold held = await one.Duty("polling").Take(Stop);
        Task<DutyHold> waiting = two.Duty("polling").Take(Stop);

        wire.Cut();

        await using DutyHold next = await waiting.WaitAsync(TimeSpan.FromSeconds(5), Stop);
        Assert.True(next.IsSure);
        await held.Lost.WaitAsync(Patience, Stop);
        Assert.False(held.IsSure);
    }

    [Fact]
    public async Task Who_stands_still_is_not_sure_any_more_before_another_has_it()
    {
        Wire wire = instances.Wire();
        PostgreSqlStore one = await instances.Add("one", wire);
        PostgreSqlStore two = await instances.Add("two");
        await using DutyHold held = await one.Duty("polling").Take(Stop);
        Task<DutyHold> waiting = two.Duty("polling").Take(Stop);

        wire.Freeze();

        await using DutyHold next = await waiting.WaitAsync(Patience, Stop);
        Assert.False(held.IsSure);
        Assert.True(next.IsSure);
        wire.Thaw();
    }

    [Fact]
    public async Task Who_waits_for_a_duty_can_give_up()
    {
        PostgreSqlStore one = await instances.Add("one");
        PostgreSqlStore two = await instances.Add("two");
        await using DutyHold held = await one.Duty("polling").Take(Stop);
        using CancellationTokenSource stop = new();
        Task<DutyHold> waiting = two.Duty("polling").Take(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
