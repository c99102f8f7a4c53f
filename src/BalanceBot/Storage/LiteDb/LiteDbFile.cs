using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>The file itself: held by one process, opened, and every way it can fail in one sentence.</summary>
internal static class LiteDbFile
{
    private const int MarkOffset = 32;
    private static readonly byte[] Mark = "** This is a LiteDB file **"u8.ToArray();
    private static readonly List<LiteDatabase> Abandoned = [];
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
        RefuseForeign(path);
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

    /// <summary>
    /// Leaves a broken database as it is until the process ends. Closing it would write; and dropping it lets the
    /// finaliser of its open transaction throw, which ends the process at once and with a stack instead of a sentence
    /// (LiteDB 5.0.20, "discarded page must be writable").
    /// </summary>
    public static void Abandon(LiteDatabase? database)
    {
        if (database is not null)
        {
            lock (Abandoned)
            {
                Abandoned.Add(database);
            }
        }
    }

    /// <summary>
    /// LiteDB cuts a file to whole pages before it looks whether it is one of its own: what is not must not get there.
    /// Its mark stands in the first page, after the 32 bytes of the page's head.
    /// </summary>
    private static void RefuseForeign(string path)
    {
        FileInfo file = new(path);
        if (!file.Exists || file.Length == 0)
        {
            return;
        }

        byte[] head = new byte[MarkOffset + Mark.Length];
        using FileStream read = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        int got = read.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (got < head.Length || !head.AsSpan(MarkOffset).SequenceEqual(Mark))
        {
            throw Explain(path, new InvalidDataException());
        }
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
