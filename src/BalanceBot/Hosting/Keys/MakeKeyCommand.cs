using System.CommandLine;
using System.Text;
using BalanceBot.Storage;

namespace BalanceBot.Hosting.Keys;

/// <summary>The command make-key: a new key in a new file, for its owner alone.</summary>
internal static class MakeKeyCommand
{
    public static Command MakeKey()
    {
        Argument<FileInfo> file = new("file")
        {
            Description = "Where the key is to lie. It must not be there yet.",
            HelpName = "file",
        };
        Command make = new("make-key", "Make a key that seals contract numbers in the store (Storage:KeyFile).")
        {
            file,
        };
        make.SetAction(parsed => Make(parsed.GetValue(file)!.FullName));
        return make;
    }

    private static int Make(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using FileStream write = new(path, options);
            write.Write(Encoding.ASCII.GetBytes($"{FieldKey.New()}\n"));
            write.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(path))
        {
            return Fail($"The file {path} is already there: a key is never written over. Name another.");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Fail($"The file {path} cannot be made: name a folder that is there and that you may write.");
        }

        Console.WriteLine(
            $"A new key is in {path}, for its owner alone. Give the file to the user of the bot, set Storage:KeyFile to it, and keep a copy apart from the backups of the store: without the key nobody can open what it seals."
        );
        return 0;
    }

    private static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
