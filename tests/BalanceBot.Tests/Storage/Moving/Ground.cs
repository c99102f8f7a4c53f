using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.Moving;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Tests.Storage.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Storage.Moving;

/// <summary>Files and a database between which is moved.</summary>
internal sealed class Ground : IDisposable
{
    private static readonly Seal Seal = Seal.From("7:token", "store");
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-move-").FullName;

    /// <summary>Of both sides.</summary>
    public KeyRing Keys { get; set; } = new();

    public string Database { get; } = Cluster.Of().Database();

    public string File(string name = "bot.db") => Path.Combine(folder, name);

    public LiteDbStore OpenFile(string name = "bot.db") => LiteDbStore.Open(File(name), Seal, Keys);

    public Task<PostgreSqlStore> OpenDatabase() => PostgreSqlEngine.Open(Database, "bot", seal: Seal, keys: Keys);

    public MovableFile HoldFile(bool mustExist, string name = "bot.db") =>
        MovableFile.Open(File(name), mustExist, Keys);

    public Task<MovableDatabase> HoldDatabase(bool mustExist, string schema = "balancebot") =>
        MovableDatabase.Open(
            new PostgreSqlSettings { ConnectionString = Database, Schema = schema },
            mustExist,
            NullLogger.Instance,
            Keys
        );

    /// <summary>A file with something of everything.</summary>
    public async Task Fill()
    {
        using LiteDbStore file = OpenFile();
        await Kept.Of(file).Fill();
    }

    public async Task<MoveReport> ToDatabase(Action<MoveStep>? told = null)
    {
        await using MovableFile source = HoldFile(mustExist: true);
        await using MovableDatabase target = await HoldDatabase(mustExist: false);
        return await new Move(source, target, told ?? (_ => { })).Run(TestContext.Current.CancellationToken);
    }

    public async Task<MoveReport> ToFile(string name, Action<MoveStep>? told = null)
    {
        await using MovableDatabase source = await HoldDatabase(mustExist: true);
        await using MovableFile target = HoldFile(mustExist: false, name);
        return await new Move(source, target, told ?? (_ => { })).Run(TestContext.Current.CancellationToken);
    }

    public async Task<IReadOnlyList<string>> TellFile(string name = "bot.db")
    {
        using LiteDbStore file = OpenFile(name);
        return await Kept.Of(file).Tell();
    }

    public async Task<IReadOnlyList<string>> TellDatabase()
    {
        await using PostgreSqlStore database = await OpenDatabase();
        return await Kept.Of(database).Tell();
    }

    public void Dispose()
    {
        Cluster.Of().Drop(Database);
        Directory.Delete(folder, recursive: true);
    }
}
