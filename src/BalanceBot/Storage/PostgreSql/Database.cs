using System.Data;
using BalanceBot.Inbox;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Runs what is asked of the database until it is done: through restarts, fail-overs and cut lines. Only what would fail
/// again in the same way is thrown.
/// </summary>
internal sealed class Database(NpgsqlDataSource pool, Availability availability, Func<double> chance, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan CollisionRest = TimeSpan.FromMilliseconds(5);

    private readonly Backoff rest = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2), chance);
    private readonly CancellationTokenSource ended = new();

    public Availability Availability => availability;

    /// <summary>Ends when the store is closed.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>
    /// Whoever repeats must know: "it failed" is "unknown". With <c>again</c> an earlier try may have been committed,
    /// its answer lost on the way.
    /// </summary>
    public async Task<T> Run<T>(Func<NpgsqlConnection, bool, Task<T>> work)
    {
        long begun = StoreMeter.Begin();
        bool again = false;
        for (int failures = 1; ; failures++)
        {
            try
            {
                await using NpgsqlConnection connection = await pool.OpenConnectionAsync(ended.Token);
                T result;
                try
                {
                    result = await work(connection, again);
                }
                catch (Exception failure)
                {
                    again = true;
                    if (failure is InvalidOperationException && connection.State != ConnectionState.Open)
                    {
                        // Asked of a connection that broke a moment before.
                        throw new NpgsqlException("The connection broke.", failure);
                    }

                    throw;
                }

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
                await Rest(failure, kind, failures);
            }
        }
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
