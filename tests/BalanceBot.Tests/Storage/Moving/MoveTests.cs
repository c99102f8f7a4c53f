using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.Moving;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Tests.Storage.Keys;
using BalanceBot.Tests.Storage.PostgreSql;

namespace BalanceBot.Tests.Storage.Moving;

/// <summary>All data from one engine into the other and back, through kills, and only where it does no harm.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly Ground ground = new();

    public void Dispose() => ground.Dispose();

    [Fact]
    public async Task What_was_moved_there_and_back_is_told_by_every_store_in_the_same_way()
    {
        await ground.Fill();

        MoveReport there = await ground.ToDatabase();
        MoveReport back = await ground.ToFile("back.db");

        Assert.True(there.IsSame, Differences(there));
        Assert.True(back.IsSame, Differences(back));
        Assert.All(there.Tables, table => Assert.NotEqual(0, table.Source.Rows));
        Assert.Equal(there.Tables.Select(table => table.Source), back.Tables.Select(table => table.Source));
        IReadOnlyList<string> told = await ground.TellFile();
        Assert.Equal(told, await ground.TellDatabase());
        Assert.Equal(told, await ground.TellFile("back.db"));
    }

    [Fact]
    public async Task What_is_sealed_is_sealed_anew_on_the_way_and_without_its_key_nothing_is_moved()
    {
        ground.Keys = Ring.Of("A");
        await ground.Fill();
        ground.Keys = new KeyRing();
        StoreUnusableException refused = await Assert.ThrowsAsync<StoreUnusableException>(() => ground.ToDatabase());
        ground.Keys = Ring.Of("B", "A");

        MoveReport there = await ground.ToDatabase();
        ground.Keys = Ring.Of("B");
        MoveReport back = await ground.ToFile("back.db");

        Assert.Contains("none is set", refused.Message);
        Assert.True(there.IsSame, Differences(there));
        Assert.True(back.IsSame, Differences(back));
        IReadOnlyList<string> told = await ground.TellDatabase();
        Assert.Equal(told, await ground.TellFile("back.db"));
        ground.Keys = Ring.Of("B", "A");
        Assert.Equal(told, await ground.TellFile());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    public async Task A_move_that_died_goes_on_where_it_stopped(int pages)
    {
        await ground.Fill();
        await Assert.ThrowsAsync<KilledException>(() => ground.ToDatabase(DieAfter(pages)));
        int copied = 0;

        MoveReport report = await ground.ToDatabase(step => copied += step.Phase == MovePhase.Copying ? 1 : 0);

        Assert.True(report.IsSame, Differences(report));
        Assert.Equal(await PagesOfAll() - pages - 1, copied);
    }

    [Fact]
    public async Task Back_into_a_file_a_move_that_died_goes_on_too()
    {
        await ground.Fill();
        await ground.ToDatabase();
        await Assert.ThrowsAsync<KilledException>(() => ground.ToFile("back.db", DieAfter(7)));

        MoveReport report = await ground.ToFile("back.db");

        Assert.True(report.IsSame, Differences(report));
        Assert.Equal(await ground.TellFile(), await ground.TellFile("back.db"));
    }

    [Fact]
    public async Task No_bot_starts_on_what_is_only_half_there()
    {
        await ground.Fill();
        await ground.ToDatabase();
        await Assert.ThrowsAsync<KilledException>(() => ground.ToFile("half.db", DieAfter(1)));
        await using (MovableDatabase target = await ground.HoldDatabase(mustExist: true))
        {
            await target.Write(MovedTable.Subscribers, [], new MoveMark("x", MovedTable.Subscribers, null));
        }

        Assert.Contains(
            "half.db is being moved into and incomplete",
            Assert.Throws<StoreUnusableException>(() => ground.OpenFile("half.db")).Message
        );
        Assert.Contains(
            "is being moved into and incomplete",
            (await Assert.ThrowsAsync<StoreUnusableException>(ground.OpenDatabase)).Message
        );
    }

    [Fact]
    public async Task What_differs_at_the_end_is_told_by_table_and_the_target_stays_incomplete()
    {
        await ground.Fill();
        MoveReport report = await ground.ToDatabase(step =>
        {
            if (step is { Phase: MovePhase.CheckingSource, Table: MovedTable.Subscribers, Rows: 250 })
            {
                Cluster.Of().Run(NameOf(ground.Database), "update balancebot.attempts set wrong = wrong + 1");
                Cluster.Of().Run(NameOf(ground.Database), "delete from balancebot.done where update_id = 5");
            }
        });

        Assert.Equal(
            [MovedTable.Attempts, MovedTable.Done],
            report.Tables.Where(table => !table.IsSame).Select(table => table.Table)
        );
        await Assert.ThrowsAsync<StoreUnusableException>(ground.OpenDatabase);
        Assert.False((await ground.ToDatabase()).IsSame);
    }

    [Fact]
    public async Task New_messages_come_behind_those_that_were_moved()
    {
        await ground.Fill();
        await ground.ToDatabase();
        long last = Cluster.Of().Ask<long>(ground.Database, "select max(seq) from balancebot.outbox");

        await using PostgreSqlStore bot = await ground.OpenDatabase();
        await bot.Scans.Commit(
            await bot.Scans.Run(),
            [Watching.Message(new BalanceBot.Subscribers.ChatId(1))],
            Watching.ByOne
        );

        Assert.Equal(last + 1, Cluster.Of().Ask<long>(ground.Database, "select max(seq) from balancebot.outbox"));
    }

    private static string NameOf(string connectionString) =>
        new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Database!;

    private async Task<int> PagesOfAll()
    {
        await using MovableFile source = ground.HoldFile(mustExist: true);
        int pages = 0;
        foreach (MovedTable table in Enum.GetValues<MovedTable>())
        {
            pages += (int)Math.Ceiling(await source.Count(table) / 250.0);
        }

        return pages;
    }

    private static string Differences(MoveReport report) =>
        string.Join(", ", report.Tables.Where(table => !table.IsSame).Select(table => table.ToString()));

    /// <summary>After so many pages that were told; the one at hand is written.</summary>
    private static Action<MoveStep> DieAfter(int pages) =>
        _ =>
        {
            if (pages-- == 0)
            {
                throw new KilledException();
            }
        };

#pragma warning disable CA1032, CA1064 // Of this test alone.
    private sealed class KilledException : Exception;
#pragma warning restore CA1032, CA1064
}
