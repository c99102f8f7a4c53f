using System.Text;
using BalanceBot.Benchmarks.Turns.BotApi;

namespace BalanceBot.Tests.Benchmarks;

/// <summary>A driver that forgot too little or too much would make every figure a lie.</summary>
public sealed class UpdateLineTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly UpdateLine line = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Updates_come_again_until_an_offset_passes_them()
    {
        Add(7, 8, 9);

        Assert.Equal(["7", "8", "9"], await Take(0));
        Assert.Equal(["7", "8", "9"], await Take(7));
        Assert.Equal(["9"], await Take(9));
        Assert.Equal(["9"], await Take(0));
        Assert.Equal(1, line.Count);
    }

    [Fact]
    public async Task No_more_come_than_asked_for()
    {
        Add(7, 8, 9);

        Assert.Equal(["7", "8"], await Take(0, limit: 2));
    }

    [Fact]
    public async Task A_poll_waits_for_the_next_update()
    {
        Add(7);
        Task<string[]> poll = Take(8, wait: Long);
        Assert.False(poll.IsCompleted);
        Add(8);

        Assert.Equal(["8"], await poll);
        Assert.Empty(await Take(9));
    }

    [Fact]
    public async Task A_poll_ends_empty_when_its_time_is_up() =>
        Assert.Empty(await Take(0, wait: TimeSpan.FromMilliseconds(20)));

    [Fact]
    public async Task A_second_poll_ends_the_first_as_a_conflict()
    {
        Task<string[]?> first = Poll(0, 100, Long);
        Task<string[]> second = Take(0, wait: Long);

        Assert.Null(await first);
        Add(7);
        Assert.Equal(["7"], await second);
    }

    private void Add(params int[] ids)
    {
        foreach (int id in ids)
        {
            line.Add(id, Encoding.UTF8.GetBytes($"{id}"));
        }
    }

    private async Task<string[]> Take(long offset, int limit = 100, TimeSpan wait = default) =>
        Assert.IsType<string[]>(await Poll(offset, limit, wait));

    private async Task<string[]?> Poll(long offset, int limit, TimeSpan wait) =>
        (await line.Take(offset, limit, wait, Stop))?.Select(Encoding.UTF8.GetString).ToArray();
}
