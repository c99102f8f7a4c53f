using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>A duty while this instance has it. Given back by its disposal.</summary>
internal sealed class DutyHold : IAsyncDisposable
{
    /// <summary>One may be late, and the duty is still sure.</summary>
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(1.4);

    /// <summary>The server waits 4 s for a touch before it gives the duty to another: a fall over within 5 s.</summary>
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(3);

    private readonly NpgsqlConnection connection;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource given = new();
    private readonly TaskCompletionSource lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task touching;
    private long touched;

    /// <param name="touched">Before the server was asked for it.</param>
    public DutyHold(NpgsqlConnection connection, long touched, TimeProvider time)
    {
        this.connection = connection;
        this.touched = touched;
        this.time = time;
        touching = Task.Run(Touch);
    }

    /// <summary>Ends when the duty is this instance's no longer; another may have it already.</summary>
    public Task Lost => lost.Task;

    /// <summary>Whether surely nobody else has it: asked before each thing that must not be done by two.</summary>
    public bool IsSure =>
        !lost.Task.IsCompleted
        && !given.IsCancellationRequested
        && time.GetElapsedTime(Interlocked.Read(ref touched)) < Sure;

    public async ValueTask DisposeAsync()
    {
        await given.CancelAsync();
        await touching;
        // With its session goes the lock.
        await connection.DisposeAsync();
        given.Dispose();
    }

    private async Task Touch()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TouchEvery, time, given.Token);
                long asked = time.GetTimestamp();
                if (time.GetElapsedTime(Interlocked.Read(ref touched), asked) >= Sure)
                {
                    // This process stood still: what the server thinks by now is not worth asking.
                    break;
                }

                await using NpgsqlCommand command = new("select 1", connection);
                await command.ExecuteScalarAsync();
                Interlocked.Exchange(ref touched, asked);
            }
        }
        catch (OperationCanceledException) when (given.IsCancellationRequested) { }
#pragma warning disable CA1031 // However it ended, the duty is not surely ours any more.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Told below.
        }

        lost.TrySetResult();
    }
}
