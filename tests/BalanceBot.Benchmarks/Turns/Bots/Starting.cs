using System.Diagnostics;

namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>Starts programs; what they say goes into a file, for a pipe that nobody reads would stop them.</summary>
internal static class Starting
{
    /// <summary>Where the sources lie: bots are built from them.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>With <paramref name="settings"/> in its environment.</summary>
    public static Process Begin(
        string program,
        IEnumerable<string> arguments,
        DirectoryInfo folder,
        IReadOnlyDictionary<string, string> settings
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        StreamWriter told = new(Path.Combine(folder.FullName, "output.txt"), append: true) { AutoFlush = true };
        TextWriter safe = TextWriter.Synchronized(told);
        process.OutputDataReceived += (_, line) => safe.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => safe.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>To its end, which must be a good one.</summary>
    public static async Task Run(string program, IEnumerable<string> arguments, string folder, CancellationToken stop)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string told = await process.StandardOutput.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {told}"
            );
        }
    }

    private static string Above(string folder) =>
        File.Exists(Path.Combine(folder, "BalanceBot.sln"))
            ? folder
            : Above(
                Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException(
                        "BalanceBot.sln is not found above this program: bots are built from its sources."
                    )
            );
}
