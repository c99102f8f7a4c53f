using System.Data;
using BalanceBot.Inbox;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Runs what is asked of the database until it is done: through restarts, fail-overs and cut lines. Only what would fail
/// again in the same way is thrown.
/// </summary>
internal sealed class Database(
    NpgsqlDataSource pool,
    int connections,
    Availability availability,
    Func<double> chance,
    TimeProvider time
) : IAsyncDisposable
{
    /// <summary>The two lanes and the heartbeat.</summary>
    private const int Reserved = 3;

    private static readonly TimeSpan CollisionRest = TimeSpan.FromMilliseconds(5);

    private readonly Backoff rest = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), chance);
    private readonly CancellationTokenSource ended = new();

    /// <summary>
    /// Whoever waits for a connection waits here, and never in the pool, which gives up and looks like a database that is
    /// away.
    /// </summary>
    private readonly SemaphoreSlim places = new(Math.Max(1, connections - Reserved));

    public Availability Availability => availability;

    /// <summary>Ends when the store is closed.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>
    /// Whoever repeats must know: "it failed" is "unknown". With <c>again</c> an earlier try may have been committed,
    /// its answer lost on the way.
    /// </summary>
    /// <param name="vital">Has a connection of its own: it never stands behind a thousand turns.</param>
    public async Task<T> Run<T>(Func<NpgsqlConnection, bool, Task<T>> work, bool vital = false)
    {
        long begun = StoreMeter.Begin();
        bool again = false;
        for (int failures = 1; ; failures++)
        {
            bool placed = false;
            try
            {
                if (!vital)
                {
                    await places.WaitAsync(ended.Token);
                    placed = true;
                }

                await using NpgsqlConnection connection = await pool.OpenConnectionAsync(ended.Token);
                T result = await Try(connection, work, again, () => again = true);
                availability.Answered();
                StoreMeter.Answered(begun, "postgresql");
                return result;
            }
            catch (Exception cut) when (ended.IsCancellationRequested)
            {
                throw new ObjectDisposedException("The store is closed.", cut);
            }
            catch (Exception failure) when (Failures.Of(failure) is var kind && kind != Failure.Lasting)
            {
                placed = Leave(placed);
                await Rest(failure, kind, failures);
            }
            finally
            {
                Leave(placed);
            }
        }
    }

    private static async Task<T> Try<T>(
        NpgsqlConnection connection,
        Func<NpgsqlConnection, bool, Task<T>> work,
        bool again,
        Action begun
    )
    {
        try
        {
            return await work(connection, again);
        }
        catch (InvalidOperationException failure) when (connection.State != ConnectionState.Open)
        {
            begun();
            // Asked of a connection that broke a moment before.
            throw new NpgsqlException("The connection broke.", failure);
        }
        catch (Exception failure)
        {
            begun();
            if (failure is PostgresException && connection.State == ConnectionState.Open)
            {
                await Unprepare(connection);
            }

            throw;
        }
    }

    /// <summary>
    /// A statement that the server parsed and then refused to bind (a value, a lock) on the very use that prepared it is taken
    /// for prepared by Npgsql 10.0.3, without its columns: its rows would break the line, and where there are none the next
    /// statement's would be read as its own (<c>NpgsqlDataReader.NextResult</c>, <c>IsPreparing</c>). So nothing stays
    /// prepared on a connection on which something failed.
    /// </summary>
    private static async Task Unprepare(NpgsqlConnection connection)
    {
        try
        {
            await Script.RollBack(connection);
            connection.UnprepareAll();
        }
        catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException or IOException)
        {
            // Told is what failed first. It broke, and what is broken is not used again.
        }
    }

    /// <summary>Whoever rests takes nobody's place.</summary>
    private bool Leave(bool placed)
    {
        if (placed)
        {
            places.Release();
        }

        return false;
    }

    /// <summary>One round trip that answers with rows.</summary>
    public Task<List<T>> Read<T>(string sql, Func<NpgsqlDataReader, T> row, params NpgsqlParameter[] values) =>
        Ask(
            sql,
            values,
            async command =>
            {
                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
                return await reader.Rows(row);
            }
        );

    /// <summary>One statement, in its own transaction, that may be done twice; how many rows it touched.</summary>
    public Task<int> Write(string sql, params NpgsqlParameter[] values) =>
        Ask(sql, values, command => command.ExecuteNonQueryAsync());

    private Task<T> Ask<T>(string sql, NpgsqlParameter[] values, Func<NpgsqlCommand, Task<T>> ask) =>
        Run(
            async (connection, _) =>
            {
                await using NpgsqlCommand command = new(sql, connection);
                command.Parameters.AddRange(values);
                try
                {
                    return await ask(command);
                }
                finally
                {
                    // They belong to one command at a time, and this one may be repeated.
                    command.Parameters.Clear();
                }
            }
        );

    /// <summary>A large deletion in small commits: none holds its rows long, and none runs into the time-out.</summary>
    /// <param name="sql">Deletes up to <c>$2</c> rows of those before <c>$1</c>.</param>
    public async Task<int> Delete(string sql, DateTimeOffset before)
    {
        const int AtOnce = 5000;
        int all = 0;
        int some;
        do
        {
            some = await Write(sql, Values.Of(before), Values.Of(AtOnce));
            all += some;
        } while (some == AtOnce);

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await pool.DisposeAsync();
        ended.Dispose();
        places.Dispose();
    }

    private async Task Rest(Exception failure, Failure kind, int failures)
    {
        TimeSpan wait = CollisionRest;
        if (kind == Failure.Away)
        {
            availability.Gone(failure);
            wait = rest.After(failures);
        }

        try
        {
            await Task.Delay(wait, time, ended.Token);
        }
        catch (OperationCanceledException cut)
        {
            throw new ObjectDisposedException("The store is closed.", cut);
        }
    }
}
