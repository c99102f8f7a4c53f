namespace BalanceBot.Billing.Csv;

/// <summary>When the file is looked at, and taken.</summary>
internal sealed partial class CsvBilling
{
    private void LookAgain()
    {
        Interlocked.Exchange(ref lastLook, time.GetTimestamp());
        try
        {
            if (loading.Wait(TimeSpan.Zero))
            {
                _ = Task.Run(Look, CancellationToken.None);
            }
        }
        catch (ObjectDisposedException)
        {
            // A timer's last call may come after its disposal: nobody asks any more.
        }
    }

    private bool IsTimeToLook()
    {
        long now = time.GetTimestamp();
        long last = Interlocked.Read(ref lastLook);
        return time.GetElapsedTime(last, now) >= LookEvery
            && Interlocked.CompareExchange(ref lastLook, now, last) == last;
    }

    private void Look()
    {
        try
        {
            Stamp? stamp = StampOfFile();
            if (stamp is null || stamp == taken)
            {
                return;
            }

            if (stamp != seen)
            {
                // It may still be written: taken when the next look finds it unchanged, which does not wait for somebody to ask.
                seen = stamp;
                again.Change(LookEvery, Timeout.InfiniteTimeSpan);
                return;
            }

            if (Load(stamp) is { } reason)
            {
                Log.NotTaken(log, settings.File, reason);
            }
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>A file that is no good is told once, and looked at again when it changes.</summary>
    private string? Load(Stamp stamp)
    {
        taken = stamp;
        try
        {
            using FileStream file = new(
                settings.File,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            return loader.Load(file, stamp.Written) switch
            {
                CsvLoad.NotTaken(string reason) => reason,
                CsvLoad.Taken(CsvIndex fresh) => Take(fresh),
                _ => null,
            };
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return "cannot be read";
        }
    }

    private string? Take(CsvIndex fresh)
    {
        foreach (CsvFault fault in fresh.Faults)
        {
            Log.BadRow(log, settings.File, fault.ToString());
        }

        Log.Taken(log, fresh.Count, fresh.Faults.Count);
        index = fresh;

        // A load leaves a multiple of its size behind, and an idle bot may not collect for hours: given back at once.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return null;
    }

    private Stamp? StampOfFile()
    {
        try
        {
            FileInfo file = new(settings.File);
            return file.Exists ? new Stamp(new DateTimeOffset(file.LastWriteTimeUtc), file.Length) : null;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Stamp(DateTimeOffset Written, long Length);

    private static partial class Log
    {
        [LoggerMessage(
            3100,
            LogLevel.Information,
            "The billing file is read: {Contracts} contracts, {Faults} bad rows",
            EventName = "BillingFileRead"
        )]
        public static partial void Taken(ILogger log, int contracts, int faults);

        [LoggerMessage(3101, LogLevel.Warning, "{File}: {Fault}", EventName = "BillingFileBadRow")]
        public static partial void BadRow(ILogger log, string file, string fault);

        [LoggerMessage(
            3102,
            LogLevel.Error,
            "The billing file {File} {Reason}: the one before stays in use",
            EventName = "BillingFileNotRead"
        )]
        public static partial void NotTaken(ILogger log, string file, string reason);
    }
}
