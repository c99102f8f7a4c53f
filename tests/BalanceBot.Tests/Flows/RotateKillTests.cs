using System.Globalization;
using System.Text;
using System.Text.Json;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Storage.Keys;
using BalanceBot.Tests.Storage.PostgreSql;
using LiteDB;
using Npgsql;

namespace BalanceBot.Tests.Flows;

/// <summary>The real rotate-key, killed with -9 while it seals, again and again, and then done to its end.</summary>
public sealed class RotateKillTests
{
    private const int People = 6000;
    private const int Entries = 500;
    private const int MostKills = 8;
    private const int MostFiles = 8;
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Seal Seal = Seal.From(Scene.Token, "store");

    /// <summary>Chance decides when; the seed makes a failure repeatable as far as a race can be.</summary>
    private readonly Random chance = new(20261126);

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    /// <summary>Sealed in half a second: where this machine was late with each kill, another file is tried.</summary>
    [Fact]
    public async Task A_file_whose_rotation_is_killed_again_and_again_loses_no_row()
    {
        bool wasWithin = false;
        for (int number = 0; number < MostFiles && !wasWithin; number++)
        {
            await using BotProcess process = await BotProcess.Prepare();
            wasWithin = await RotateFile(process);
        }

        Assert.True(wasWithin, "No kill fell into the sealing.");
    }

    [Fact]
    public async Task A_database_whose_rotation_is_killed_again_and_again_loses_no_row()
    {
        string database = Cluster.Of().Copy();
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__STORAGE__ENGINE", "PostgreSql");
        process.Set("BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRING", database);
        Linger(database);
        int before = 0;
        bool wasWithin = await Rotate(
            process,
            async keys =>
            {
                PostgreSqlStore store = await PostgreSqlEngine.Open(database, "a test", seal: Seal, keys: keys);
                return new Opened(store.Turns, store.Audit, () => store.DisposeAsync().AsTask());
            },
            renewed: async () =>
            {
                await Until(() => Task.FromResult(IsAlone(database)));
                return before = RenewedAt(database);
            },
            isAtWork: _ => Task.FromResult(RenewedAt(database) > before)
        );
        Assert.True(wasWithin, "No kill fell into the sealing.");
        Cluster.Of().Drop(database);
    }

    private async Task<bool> RotateFile(BotProcess process)
    {
        string file = Path.Combine(process.Folder, "data", "bot.db");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        string log = file.Replace(".db", "-log.db", StringComparison.Ordinal);
        return await Rotate(
            process,
            keys =>
            {
                LiteDbStore store = LiteDbStore.Open(file, Seal, keys);
                return Task.FromResult(new Opened(store.Turns, store.Audit, () => Task.Run(store.Dispose)));
            },
            renewed: () => Task.FromResult(RenewedIn(file)),
            // Each page that is sealed makes it longer.
            isAtWork: kill => Task.FromResult(File.Exists(log) && new FileInfo(log).Length > kill * 150_000)
        );
    }

    /// <summary>
    /// Each fourth row takes a millisecond more: a machine that is busy with other tests looked for the beginning so late
    /// that all was sealed before the first kill.
    /// </summary>
    private static void Linger(string database) =>
        Cluster
            .Of()
            .Run(
                new NpgsqlConnectionStringBuilder(database).Database!,
                """
                create function balancebot.linger() returns trigger language plpgsql as
                $$ begin if new.chat % 4 = 0 then perform pg_sleep(0.001); end if; return new; end $$;
                create trigger linger before update on balancebot.subscribers
                for each row execute function balancebot.linger();
                """
            );

    /// <param name="renewed">How many people's rows are under the new key.</param>
    /// <param name="isAtWork">The running process has sealed something.</param>
    /// <returns>Some kill fell between the first row and the last.</returns>
    private async Task<bool> Rotate(
        BotProcess process,
        Func<KeyRing, Task<Opened>> open,
        Func<Task<int>> renewed,
        Func<int, Task<bool>> isAtWork
    )
    {
        await Fill(await open(Ring.Of("A")));
        process.Set("BALANCEBOT__STORAGE__KEYFILE", await KeyFile(process, "B"));
        process.Set("BALANCEBOT__STORAGE__OLDKEYFILES__0", await KeyFile(process, "A"));
        List<int> stood = [await renewed()];
        while (stood[^1] < People && stood.Count <= MostKills)
        {
            process.Start("rotate-key");
            await Until(async () => process.HasExited || await isAtWork(stood.Count));
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(0, 40)), TimeProvider.System, Enough);
            await process.Kill();
            stood.Add(await renewed());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Under the new key after each kill: {string.Join(", ", stood)}"
        );
        Assert.Equal(stood.Order(), stood);
        Assert.Equal(0, await process.RunBeside("rotate-key", "--json"));
        JsonElement told = JsonDocument.Parse(process.Output.Last(line => line.StartsWith('{'))).RootElement;
        Assert.True(told.GetProperty("complete").GetBoolean());
        Assert.Equal(People - stood[^1], told.GetProperty("tables")[0].GetProperty("resealed").GetInt32());
        await DemandAll(await open(Ring.Of("B")));
        return stood.Any(count => count is > 0 and < People);
    }

    private static async Task Fill(Opened store)
    {
        foreach (int[] some in Enumerable.Range(0, People).Chunk(500))
        {
            await Task.WhenAll(some.Select(n => Link(store.Turns, n)));
        }

        await store.Audit.Add([.. Enumerable.Range(0, Entries).Select(Entry)]);
        await store.Close();
    }

    /// <summary>With the new key alone.</summary>
    private static async Task DemandAll(Opened store)
    {
        List<Subscriber> all = [];
        while (await store.Turns.People(all is [.., var last] ? last.Chat : null, 1000) is { Count: > 0 } some)
        {
            all.AddRange(some);
        }

        Assert.Equal(
            Enumerable.Range(0, People).Select(n => (Chat(n), Number(n))),
            all.Select(one => (one.Chat, Assert.Single(one.Links).ContractNumber))
        );
        Assert.Equal(
            Enumerable.Range(0, Entries).Select(n => Entry(n).ContractKey).Order(StringComparer.Ordinal),
            (await store.Audit.Audit(Noon, null, 2 * Entries))
                .Select(entry => entry.ContractKey)
                .Order(StringComparer.Ordinal)
        );
        await store.Close();
    }

    private static async Task Link(ITurnStore turns, int n)
    {
        Subscriber fresh = new(Chat(n));
        TurnChanges changes = new(null, Noon)
        {
            Subscriber = fresh.With(new Link($"K{n}", Number(n), LinkWay.Token, Noon)),
        };
        Assert.IsType<CommitOutcome.Committed>(await turns.Commit(changes));
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (int look = 0; look < 3000 && !await holds(); look++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Enough);
        }
    }

    private static async Task<string> KeyFile(BotProcess process, string name)
    {
        string path = Path.Combine(process.Folder, $"key-{name}");
        byte[] key = Encoding.ASCII.GetBytes(name.PadRight(FieldKey.Bytes, '.'));
        await File.WriteAllTextAsync(path, Convert.ToBase64String(key), Enough);
        return path;
    }

    private static int RenewedIn(string file)
    {
        using LiteDatabase read = new(file);
        BalanceBot.Storage.LiteDb.SubscriberRows rows = new(Ring.Of("B"));
        return read.GetCollection("subscribers").FindAll().Count(rows.IsCurrent);
    }

    private static int RenewedAt(string database) =>
        Cluster
            .Of()
            .Ask<string>(database, "select coalesce(string_agg(links::text, chr(10)), '') from balancebot.subscribers")
            .Split('\n')
            .Count(links => links.Length > 0 && Stored.IsCurrent(links, Ring.Of("B")));

    /// <summary>The database goes on with what a killed process had sent.</summary>
    private static bool IsAlone(string database) =>
        Cluster
            .Of()
            .Ask<bool>(
                database,
                "select count(*) = 1 from pg_stat_activity where datname = current_database() and backend_type = 'client backend'"
            );

    private static ChatId Chat(int n) => new(5000 + n);

    private static string Number(int n) => string.Create(CultureInfo.InvariantCulture, $"number-{n:0000}-end");

    private static AuditEntry Entry(int n) =>
        new(Noon.AddTicks(n), AuditKind.Linked) { Chat = Chat(n), ContractKey = $"K{n}" };

    private sealed record Opened(ITurnStore Turns, IAuditStore Audit, Func<Task> Close);
}
