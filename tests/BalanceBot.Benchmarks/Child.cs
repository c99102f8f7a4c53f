using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BalanceBot.Benchmarks;

/// <summary>This executable once more, for one piece of work; its last line is the answer.</summary>
internal static class Child
{
    public static async Task<T> Ask<T>(JsonTypeInfo<T> answer, CancellationToken stop, params string[] arguments)
    {
        string self = Environment.ProcessPath!;
        // Started as "dotnet BalanceBot.Benchmarks.dll" the process is dotnet's.
        bool isHost = Path.GetFileNameWithoutExtension(self) == "dotnet";
        ProcessStartInfo start = new(self, isHost ? [typeof(Child).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        try
        {
            string told = await process.StandardOutput.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize(told, answer)!
                : throw new InvalidOperationException(
                    $"{string.Join(' ', arguments)} ended with {process.ExitCode}: {told}"
                );
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }
}
