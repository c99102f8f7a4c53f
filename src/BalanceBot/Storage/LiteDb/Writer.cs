using System.Threading.Channels;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// The one thread that writes. LiteDB flushes after each page and its transactions belong to a thread: so whatever waits
/// goes into one transaction, in the order of coming, and all are told after its commit.
/// </summary>
internal sealed class Writer : IDisposable
{
    private const int MostInOneCommit = 256;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Channel<IWork> waiting = Channel.CreateUnbounded<IWork>(new() { SingleReader = true });
    private readonly TaskCompletionSource<StoreUnusableException> failed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly LiteDatabase database;
    private readonly LogQueue log;
    private readonly Action afterwards;
    private readonly Func<Exception, StoreUnusableException> explain;
    private readonly Thread thread;
    private volatile StoreUnusableException? broken;
    private bool written;

    /// <param name="afterwards">On the writer's thread, after each commit or rollback and before anybody is told.</param>
    public Writer(LiteDatabase database, Action afterwards, Func<Exception, StoreUnusableException> explain)
    {
        this.database = database;
        log = LogQueue.Of(database);
        this.afterwards = afterwards;
        this.explain = explain;
        thread = new Thread(Run) { IsBackground = true, Name = "LiteDB writer" };
        thread.Start();
    }

    /// <summary>Ends with the first failure to write: from then on nothing is written and every call fails with it.</summary>
    public Task<StoreUnusableException> Failed => failed.Task;

    /// <summary>Durable when the task ends. An operation that throws is rolled back alone.</summary>
    public Task<T> Write<T>(Func<LiteDatabase, T> operation)
    {
        Work<T> work = new(operation);
        if (!waiting.Writer.TryWrite(work))
        {
            work.Fail(broken ?? new ObjectDisposedException(nameof(Writer)) as Exception);
        }

        return work.Task;
    }

    /// <summary>Writes what waits, then ends the thread.</summary>
    public void Dispose()
    {
        waiting.Writer.TryComplete();
        thread.Join();
    }

    private void Run()
    {
        List<IWork> batch = new(MostInOneCommit);
        while (Next(batch))
        {
            try
            {
                Commit(batch);
            }
            catch (Exception cause) when (cause is LiteException or IOException or UnauthorizedAccessException)
            {
                Break(cause, batch);
            }

            batch.Clear();
        }
    }

    private bool Next(List<IWork> batch)
    {
        while (!waiting.Reader.TryPeek(out _))
        {
            using CancellationTokenSource quiet = new();
            Task<bool> more = waiting.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
            if (written && !more.Wait(Quiet))
            {
                Checkpoint();
            }

            if (!more.GetAwaiter().GetResult())
            {
                return false;
            }
        }

        while (batch.Count < MostInOneCommit && waiting.Reader.TryRead(out IWork? work))
        {
            batch.Add(work);
        }

        return true;
    }

    private void Commit(List<IWork> batch)
    {
        if (!TryTogether(batch))
        {
            // One of them has a bug: alone, it hurts nobody else.
            batch.ForEach(work => TryTogether([work]));
        }

        batch.ForEach(work => work.Tell());
    }

    private bool TryTogether(List<IWork> batch)
    {
        long begun = StoreMeter.Begin();
        database.BeginTrans();
        try
        {
            batch.ForEach(work => work.Do(database));
        }
        catch (Exception bug) when (bug is not (IOException or UnauthorizedAccessException or LiteException))
        {
            database.Rollback();
            afterwards();
            if (batch is [IWork only])
            {
                only.Fail(bug);
            }

            return false;
        }

        if (!database.Commit())
        {
            throw new IOException("LiteDB did not commit.");
        }

        afterwards();
        log.WaitUntilWritten();
        StoreMeter.Committed(begun, "litedb");
        written = true;
        return true;
    }

    /// <summary>At a quiet moment: the log is folded into the file.</summary>
    private void Checkpoint()
    {
        written = false;
        try
        {
            database.Checkpoint();
        }
        catch (Exception cause) when (cause is LiteException or IOException or UnauthorizedAccessException)
        {
            Break(cause, []);
        }
    }

    /// <summary>
    /// After a failed write nobody knows what reached the disk: no further write may pretend to. What was told before is
    /// there; what was not told is done again after the next start.
    /// </summary>
    private void Break(Exception cause, List<IWork> batch)
    {
        StoreUnusableException why = explain(cause);
        broken = why;
        failed.TrySetResult(why);
        waiting.Writer.TryComplete();
        batch.ForEach(work => work.Fail(why));
        while (waiting.Reader.TryRead(out IWork? work))
        {
            work.Fail(why);
        }
    }

    private interface IWork
    {
        void Do(LiteDatabase database);

        void Tell();

        void Fail(Exception why);
    }

    private sealed class Work<T>(Func<LiteDatabase, T> operation) : IWork
    {
        private readonly TaskCompletionSource<T> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? result;

        public Task<T> Task => told.Task;

        public void Do(LiteDatabase database) => result = operation(database);

        public void Tell() => told.TrySetResult(result!);

        public void Fail(Exception why) => told.TrySetException(why);
    }
}
