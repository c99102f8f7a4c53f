using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>The file itself: held by one process, opened, and every way it can fail in one sentence.</summary>
internal static class LiteDbFile
{
    private const int DiskFullErrno = 28;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// A lock file of our own: two engines on one file would each write over what the other has in memory, and LiteDB's
    /// own refusal comes late and reads like damage. The operating system drops it with the process, however that ends.
    /// </summary>
    public static FileStream Hold(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        string lockFile = path + ".lock";
        try
        {
            return new FileStream(lockFile, options);
        }
        catch (IOException) when (File.Exists(lockFile))
        {
            throw new StoreUnusableException(
                $"The data file {path} is in use by another process: stop that one first, or set Storage:LiteDb:File to another file."
            );
        }
    }

    public static LiteDatabase Open(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            using FileStream made = new(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = OwnerOnly,
                }
            );
        }

        return new LiteDatabase(
            new ConnectionString
            {
                Filename = path,
                Connection = ConnectionType.Direct,
                Upgrade = false,
            },
            new BsonMapper()
        )
        {
            // Ours: at quiet moments, and before the log grows beyond some 40 MB.
            CheckpointSize = 5000,
        };
    }

    /// <summary>Closes without writing: after a failure a checkpoint could only make it worse.</summary>
    public static void Abandon(LiteDatabase? database)
    {
        try
        {
            if (database is not null)
            {
                database.CheckpointSize = 0;
                database.Dispose();
            }
        }
#pragma warning disable CA1031 // The first failure is the one to tell; closing a broken file may fail in any way.
        catch (Exception)
#pragma warning restore CA1031
        { }
    }

    public static StoreUnusableException Explain(string path, Exception cause) =>
        new(
            cause switch
            {
                UnauthorizedAccessException =>
                    $"The data file {path} cannot be written: give the user of this process the right to write it and its folder, or set Storage:LiteDb:File to another place.",
                IOException io when (io.HResult & 0xFFFF) == DiskFullErrno =>
                    $"The disk of the data file {path} is full: make room and start again; what was confirmed is there.",
                IOException when IsReadOnly(cause) =>
                    $"The data file {path} lies on a read-only file system: set Storage:LiteDb:File to a place that can be written.",
                IOException io =>
                    $"The data file {path} cannot be read or written (error {io.HResult & 0xFFFF}): check the disk, then start again.",
                _ =>
                    $"The data file {path} is damaged ({cause.GetType().Name}): nothing was changed in it. Move it and its -log file away together, put a backup of both there, and start again.",
            },
            cause
        );

    private static bool IsReadOnly(Exception cause) => (cause.HResult & 0xFFFF) == 30;
}
