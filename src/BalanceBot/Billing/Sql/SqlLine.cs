using System.Data.Common;

namespace BalanceBot.Billing.Sql;

/// <summary>
/// Asks the database, so many questions at the same time, each within its time. Who has waited long enough is answered,
/// whatever the library still does; its place is free again when that has ended.
/// </summary>
internal sealed class SqlLine(SqlEngine engine, SqlSettings settings, TimeProvider time) : IAsyncDisposable
{
    private static readonly SqlFailure Silent = new(FailureKind.TooSlow, "the database does not answer in time");
    private readonly SemaphoreSlim places = new(settings.MostConnections, settings.MostConnections);
    private readonly SqlClock clock = new(TimeZoneInfo.FindSystemTimeZoneById(settings.TimeZone));

    /// <summary>The rows of a query, up to so many.</summary>
    public Task<SqlAnswer<T>> Ask<T>(
        SqlQuery query,
        IReadOnlyDictionary<string, SqlValue> values,
        Func<SqlRow, T> read,
        int most,
        CancellationToken stop
    ) => InTime(token => Work(query, values, reader => Rows(reader, read, most, token), token), stop);

    /// <summary>The columns of a query; of its rows none is read.</summary>
    public Task<SqlAnswer<(string Name, Type Type, string Word)>> Describe(
        SqlQuery query,
        IReadOnlyDictionary<string, SqlValue> values,
        CancellationToken stop
    ) => InTime(token => Work(query, values, reader => Task.FromResult(Columns(reader)), token), stop);

    public DateTime Local(DateTimeOffset when) => clock.Local(when);

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        places.Dispose();
    }

    private async Task<SqlAnswer<T>> InTime<T>(
        Func<CancellationToken, Task<SqlAnswer<T>>> question,
        CancellationToken stop
    )
    {
        CancellationTokenSource patience = new(settings.QueryTimeout, time);
        CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        CancellationToken token = either.Token;
        try
        {
            await places.WaitAsync(token);
            // The library may work before it first waits, as all of SQLite does.
            Task<SqlAnswer<T>> work = Task.Run(
                () => Placed(question, [either, patience], token),
                CancellationToken.None
            );
            return await work.WaitAsync(token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new SqlAnswer<T>.Failed(Silent);
        }
    }

    private async Task<SqlAnswer<T>> Placed<T>(
        Func<CancellationToken, Task<SqlAnswer<T>>> question,
        IDisposable[] clocks,
        CancellationToken token
    )
    {
        try
        {
            SqlAnswer<T> answer = await question(token);
            // A connection that waited to be used may have died with its server: to ask is safe to repeat.
            return answer is SqlAnswer<T>.Failed { Why.Kind: FailureKind.Broken } ? await question(token) : answer;
        }
        finally
        {
            places.Release();
            foreach (IDisposable clockOfThis in clocks)
            {
                clockOfThis.Dispose();
            }
        }
    }

    private async Task<SqlAnswer<T>> Work<T>(
        SqlQuery query,
        IReadOnlyDictionary<string, SqlValue> values,
        Func<DbDataReader, Task<SqlAnswer<T>>> read,
        CancellationToken token
    )
    {
        try
        {
            await using DbConnection connection = await engine.Open(token);
            try
            {
                return await Asked(connection, query, values, read, token);
            }
            catch (Exception failure) when (Explained(failure, token) is { Kind: FailureKind.Broken })
            {
                engine.Forget(connection);
                throw;
            }
        }
        catch (BadCellException bad)
        {
            return new SqlAnswer<T>.Failed(new(FailureKind.BadRow, $"the column '{bad.Column}' {bad.Message}"));
        }
        catch (Exception failure) when (Explained(failure, token) is { } why)
        {
            return new SqlAnswer<T>.Failed(why);
        }
    }

    private async Task<SqlAnswer<T>> Asked<T>(
        DbConnection connection,
        SqlQuery query,
        IReadOnlyDictionary<string, SqlValue> values,
        Func<DbDataReader, Task<SqlAnswer<T>>> read,
        CancellationToken token
    )
    {
        await using CancellationTokenRegistration stopping = engine.StopWith(connection, token);
        await using DbCommand command = await engine.Command(connection, query.Text, values, token);
        await using DbDataReader reader = await command.ExecuteReaderAsync(token);
        SqlAnswer<T> answer = await read(reader);
        if (answer is SqlAnswer<T>.Rows { IsCut: true })
        {
            // Else the library would read all the rest before it gives the connection back.
            command.Cancel();
        }

        return answer;
    }

    /// <summary>What we ended ourselves may look like anything.</summary>
    private SqlFailure? Explained(Exception failure, CancellationToken token) =>
        token.IsCancellationRequested ? Silent : engine.Explain(failure);

    private async Task<SqlAnswer<T>> Rows<T>(
        DbDataReader reader,
        Func<SqlRow, T> read,
        int most,
        CancellationToken token
    )
    {
        SqlRow row = new(reader, engine, clock);
        List<T> found = [];
        while (await reader.ReadAsync(token))
        {
            if (found.Count == most)
            {
                return new SqlAnswer<T>.Rows(found, IsCut: true);
            }

            found.Add(read(row));
        }

        return new SqlAnswer<T>.Rows(found, IsCut: false);
    }

    private static SqlAnswer<(string, Type, string)> Columns(DbDataReader reader) =>
        new SqlAnswer<(string, Type, string)>.Rows(
            [
                .. Enumerable
                    .Range(0, reader.FieldCount)
                    .Select(i => (reader.GetName(i), reader.GetFieldType(i), reader.GetDataTypeName(i))),
            ],
            IsCut: false
        );
}
