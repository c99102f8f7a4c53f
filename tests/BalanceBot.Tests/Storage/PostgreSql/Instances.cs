using BalanceBot.Inbox;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>Several instances on one database, each on a wire of its own.</summary>
internal sealed class Instances : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static Cluster Server => Cluster.Of();
    private readonly List<IAsyncDisposable> all = [];

    public Instances() => ConnectionString = Server.Copy();

    public string ConnectionString { get; }

    public async Task<PostgreSqlStore> Add(string owner, Wire? wire = null)
    {
        PostgreSqlStore store = await PostgreSqlEngine.Open(wire?.Through(ConnectionString) ?? ConnectionString, owner);
        all.Add(store);
        return store;
    }

    public Wire Wire(Func<int, bool>? cutsAnswer = null)
    {
        Wire wire = new(Server.Port, cutsAnswer);
        all.Insert(0, wire);
        return wire;
    }

    public void Do(string sql) => Server.Run(Database, sql);

    public T Ask<T>(string sql) => Server.Ask<T>(ConnectionString, sql);

    private string Database => new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable one in all.AsEnumerable().Reverse())
        {
            await one.DisposeAsync();
        }

        Server.Drop(ConnectionString);
    }

    public static Incoming Update(long id, long chat) => new(new RawUpdate(id, $"update {id}"), new ChatId(chat));

    /// <summary>Asks until it is so.</summary>
    public static async Task Until(Func<Task<bool>> isSo)
    {
        using CancellationTokenSource enough = new(Patience);
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, enough.Token);
        }
    }
}
