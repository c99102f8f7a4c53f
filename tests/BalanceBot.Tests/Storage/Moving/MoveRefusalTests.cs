using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.Moving;
using BalanceBot.Storage.PostgreSql;

namespace BalanceBot.Tests.Storage.Moving;

/// <summary>A move and a bot, or two moves, never have one store together; and nothing is written over.</summary>
public sealed class MoveRefusalTests : IDisposable
{
    private readonly Ground ground = new();

    public void Dispose() => ground.Dispose();

    [Fact]
    public async Task A_source_that_is_not_there_is_named_and_no_target_is_made()
    {
        Assert.Contains("There is no data file", await Refusal(() => ground.ToDatabase()));
        Assert.Contains("holds nothing of BalanceBot", await Refusal(() => ground.ToFile("new.db")));
        Assert.False(File.Exists(ground.File("new.db")));
    }

    [Fact]
    public async Task A_file_that_a_bot_holds_is_refused()
    {
        using LiteDbStore bot = ground.OpenFile();

        Assert.Contains("is in use by another process", await Refusal(() => ground.ToDatabase()));
    }

    [Fact]
    public async Task A_database_on_which_a_bot_runs_is_neither_source_nor_target()
    {
        ground.OpenFile().Dispose();
        await using PostgreSqlStore bot = await ground.OpenDatabase();

        Assert.Contains("is in use by a running bot", await Refusal(() => ground.ToFile("new.db")));
        Assert.Contains("is in use by a running bot", await Refusal(() => ground.ToDatabase()));
    }

    [Fact]
    public async Task While_a_move_has_them_no_bot_and_no_second_move_gets_source_or_target()
    {
        ground.OpenFile().Dispose();
        await using MovableFile file = ground.HoldFile(mustExist: true);
        await using MovableDatabase database = await ground.HoldDatabase(mustExist: false);

        Assert.Contains("in use", Assert.Throws<StoreUnusableException>(() => ground.OpenFile()).Message);
        Assert.Contains("in use", await Refusal(() => ground.ToDatabase()));
        Assert.Contains("is being moved just now", await Refusal(ground.OpenDatabase));
        Assert.Contains("in use by another move", await Refusal(() => ground.HoldDatabase(mustExist: true)));
    }

    [Fact]
    public async Task A_target_that_is_not_empty_is_refused_and_left_as_it_is()
    {
        await ground.Fill();
        await using (PostgreSqlStore used = await ground.OpenDatabase())
        {
            await used.Inbox.Complete(1, Watching.Noon);
        }

        Assert.Contains("is not empty", await Refusal(() => ground.ToDatabase()));
        await using (PostgreSqlStore left = await ground.OpenDatabase())
        {
            Assert.Equal([1], await left.Inbox.Known(DateTimeOffset.MinValue));
        }

        using (LiteDbStore used = ground.OpenFile("used.db"))
        {
            await used.Outbox.Pause(Watching.Noon);
        }

        Assert.Contains("is not empty", await Refusal(() => ground.ToFile("used.db")));
    }

    [Fact]
    public async Task A_target_half_filled_from_another_store_is_refused()
    {
        ground.OpenFile().Dispose();
        await using (MovableDatabase target = await ground.HoldDatabase(mustExist: false))
        {
            await target.Write(MovedTable.Subscribers, [], new MoveMark("another", MovedTable.Done, null));
        }

        Assert.Contains("half filled by a move from another store", await Refusal(() => ground.ToDatabase()));
    }

    [Fact]
    public async Task A_source_that_is_itself_half_filled_is_refused()
    {
        await using (MovableDatabase source = await ground.HoldDatabase(mustExist: false))
        {
            await source.Write(MovedTable.Subscribers, [], new MoveMark("another", MovedTable.Done, null));
        }

        Assert.Contains("is itself incomplete", await Refusal(() => ground.ToFile("new.db")));
    }

    private static async Task<string> Refusal(Func<Task> work) =>
        (await Assert.ThrowsAsync<StoreUnusableException>(work)).Message;
}
