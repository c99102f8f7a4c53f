using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// A job that one instance at a time has: a lock that lives as long as a session of its own. When the holder dies, its
/// session ends and the next one has it within a second; when it freezes, the server ends the session that nobody touches.
/// </summary>
internal sealed class Duty(NpgsqlDataSource single, long number, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(0.5);

    /// <summary>Waits until this instance has it.</summary>
    public async Task<DutyHold> Take(CancellationToken stop)
    {
        while (true)
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = await single.OpenConnectionAsync(stop);
                await StartChecks.CheckInterval(connection, log);
                return await Ask(connection, stop);
            }
            catch (Exception failure) when (Failures.Of(failure) != Failure.Lasting)
            {
                await Close(connection);
                await Task.Delay(AskEvery, time, stop);
            }
            catch
            {
                await Close(connection);
                throw;
            }
        }
    }

    private async Task<DutyHold> Ask(NpgsqlConnection connection, CancellationToken stop)
    {
        while (true)
        {
            long asked = time.GetTimestamp();
            await using (NpgsqlCommand command = new("select pg_try_advisory_lock($1)", connection))
            {
                command.Parameters.Add(Values.Of(number));
                if (await command.ExecuteScalarAsync(stop) is true)
                {
                    return new DutyHold(connection, asked, time);
                }
            }

            await Task.Delay(AskEvery, time, stop);
        }
    }

    private static async Task Close(NpgsqlConnection? connection)
    {
        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }
}
