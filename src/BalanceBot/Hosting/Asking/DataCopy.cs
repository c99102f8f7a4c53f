using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Hosting.Asking;

/// <summary>
/// A copy of a stopped bot's data: a question must change nothing in it, not even bring it to a newer layout, and must
/// hold up a bot that is just being started no longer than copying takes.
/// </summary>
internal sealed class DataCopy : IDisposable
{
    private readonly DirectoryInfo folder;

    private DataCopy(string original, DirectoryInfo folder)
    {
        Original = original;
        this.folder = folder;
        File = Path.Combine(folder.FullName, Path.GetFileName(original));
    }

    public string Original { get; }
    public string File { get; }

    /// <summary>Null: a process holds the file.</summary>
    public static DataCopy? TryTake(string dataFile)
    {
        string original = Path.GetFullPath(dataFile);
        if (!System.IO.File.Exists(original))
        {
            throw new UnusableException(
                $"There is no data file {original} yet: start the bot, or point Storage:LiteDb:File or --settings to the bot's own."
            );
        }

        bool isNew = !System.IO.File.Exists(LockOf(original));
        using FileStream? held = TryHold(original);
        if (held is null)
        {
            return null;
        }

        if (isNew && !OperatingSystem.IsWindows())
        {
            // Ours alone, and perhaps of another user than the bot's, which could then not open it.
            System.IO.File.Delete(LockOf(original));
        }

        return Take(original);
    }

    public void Dispose()
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            // A broken database is left open until the process ends, and Windows deletes no open file.
        }
    }

    private static FileStream? TryHold(string original)
    {
        try
        {
            return LiteDbFile.Hold(original);
        }
        catch (StoreUnusableException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnusableException(
                $"This user may not open the data file {original}: run the command as the user of the bot."
            );
        }
    }

    private static DataCopy Take(string original)
    {
        // Readable by this user only, as the original is.
        DataCopy copy = new(original, Directory.CreateTempSubdirectory("balancebot-ask-"));
        try
        {
            foreach (string part in new[] { original, JournalOf(original) }.Where(System.IO.File.Exists))
            {
                System.IO.File.Copy(part, Path.Combine(copy.folder.FullName, Path.GetFileName(part)));
            }

            return copy;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            copy.Dispose();
            throw new UnusableException(
                $"The data file {original} cannot be copied to {Path.GetTempPath()} ({broken.GetType().Name}): make room there, and run the command as the user of the bot."
            );
        }
    }

    private static string LockOf(string file) => file + ".lock";

    private static string JournalOf(string file) =>
        Path.Combine(
            Path.GetDirectoryName(file)!,
            $"{Path.GetFileNameWithoutExtension(file)}-log{Path.GetExtension(file)}"
        );
}
