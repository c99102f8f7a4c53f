using System.Globalization;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Settings;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.PostgreSql;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Hosting.Trying;

/// <summary>Whether the store can be written and read, and how much room it has. What is written is taken away again.</summary>
internal sealed class StorageTrial(BotSettings settings, TimeProvider time)
{
    private const string Area = "storage";
    private const long LittleRoom = 1L << 30;
    private const long NoRoom = 100L << 20;

    public async Task<IReadOnlyList<TrialLine>> Try(CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        try
        {
            return settings.Storage.Engine == SettingsCheck.PostgreSql
                ? await Database(begun, stop)
                : [Written(begun), Room(), KeyLine()];
        }
        catch (Exception failure) when (failure is StoreUnusableException or UnusableException)
        {
            return [new(Area, TrialResult.Wrong, failure.Message)];
        }
    }

    private async Task<IReadOnlyList<TrialLine>> Database(long begun, CancellationToken stop)
    {
        DatabaseFound found = await DatabaseTrial.Try(
            settings.PostgreSql,
            StorageKeyCheck.KeysOf(settings.Storage),
            time,
            NullLogger.Instance,
            stop
        );
        string tables =
            found.Version == 0 ? "the tables are made at the first start"
            : found.Version < found.Newest
                ? $"its tables are of version {found.Version}, and brought to {found.Newest} at the next start"
            : found.Instances == 1 ? "one bot works with it"
            : $"{found.Instances} bots work with it";
        bool isFull = found.FreeConnections < settings.PostgreSql.MostConnections;
        return
        [
            new(
                Area,
                TrialResult.Fine,
                $"PostgreSQL {found.Server} was written and read ({Size(found.Bytes)}; its free room only the server knows); {tables}.",
                time.Since(begun)
            ),
            isFull
                ? new(
                    Area,
                    TrialResult.Warning,
                    $"The server takes {found.FreeConnections} more connections, and a bot may need {settings.PostgreSql.MostConnections}: raise its max_connections, or lower Storage:PostgreSql:MostConnections."
                )
                : new(Area, TrialResult.Fine, $"The server takes {found.FreeConnections} more connections."),
            KeyLine(),
            ClockTrial.Told(found.Ahead, "the database server's"),
        ];
    }

    private TrialLine Written(long begun)
    {
        string path = Path.GetFullPath(settings.LiteDb.File);
        string folder = Path.GetDirectoryName(path)!;
        try
        {
            Probe(folder);
            if (!File.Exists(path))
            {
                return new(
                    Area,
                    TrialResult.Fine,
                    $"{folder} can be written; the data file is made at the first start.",
                    time.Since(begun)
                );
            }

            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite)) { }
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            throw LiteDbFile.Explain(path, broken);
        }

        return Read(path) with
        {
            Milliseconds = time.Since(begun),
        };
    }

    private TrialLine Read(string path)
    {
        using DataCopy? copy = DataCopy.TryTake(path);
        if (copy is null)
        {
            return new(Area, TrialResult.Fine, $"The running bot works with {path}; its folder can be written.");
        }

        try
        {
            using LiteDbStore store = LiteDbStore.Open(
                copy.File,
                Composition.StoreSeal(settings),
                StorageKeyCheck.KeysOf(settings.Storage)
            );
        }
        catch (StoreUnusableException broken)
        {
            throw new UnusableException(broken.Message.Replace(copy.File, path, StringComparison.Ordinal));
        }

        return new(Area, TrialResult.Fine, $"{path} ({Size(new FileInfo(path).Length)}) was read, and can be written.");
    }

    /// <summary>In the nearest folder that is there: the others are made at start.</summary>
    private static void Probe(string folder)
    {
        string place = Nearest(folder);
        string file = Path.Combine(place, $".balancebot-check-{Guid.NewGuid():N}");
        using FileStream probe = new(
            file,
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose,
            }
        );
        probe.Write("BalanceBot"u8);
        probe.Flush(flushToDisk: true);
    }

    private static string Nearest(string folder) =>
        File.Exists(folder)
            ? throw new UnusableException(
                $"{folder} is a file, and no folder for a data file: set Storage:LiteDb:File to another place."
            )
        : Directory.Exists(folder) || Path.GetDirectoryName(folder) is not { } above ? folder
        : Nearest(above);

    private TrialLine Room()
    {
        string place = Nearest(Path.GetDirectoryName(Path.GetFullPath(settings.LiteDb.File))!);
        long free = new DriveInfo(place).AvailableFreeSpace;
        return free < NoRoom ? new(Area, TrialResult.Wrong, $"Only {Size(free)} are free at {place}: make room.")
            : free < LittleRoom
                ? new(Area, TrialResult.Warning, $"Only {Size(free)} are free at {place}: make room soon.")
            : new(Area, TrialResult.Fine, $"{Size(free)} are free at {place}.");
    }

    private TrialLine KeyLine() =>
        StorageKeyCheck.KeysOf(settings.Storage).CurrentId is null
            ? new(
                Area,
                TrialResult.Note,
                "Contract numbers lie in clear: BalanceBot make-key makes a key for Storage:KeyFile, which seals them."
            )
            : new(Area, TrialResult.Fine, "Contract numbers are sealed.");

    private static string Size(long bytes) =>
        bytes switch
        {
            >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.0} GiB"),
            >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0} MiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0} KiB"),
        };
}
