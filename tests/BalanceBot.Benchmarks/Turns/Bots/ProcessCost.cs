using System.Globalization;

namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>What processes have used so far, as Linux tells it.</summary>
/// <param name="Processor">User and system time, with that of children which have ended.</param>
/// <param name="Memory">Resident now, in bytes.</param>
/// <param name="Peak">Resident at most, in bytes.</param>
/// <param name="Own">Of the memory, what is of no file: what others that run the same program do not share.</param>
internal sealed record ProcessCost(TimeSpan Processor, long Memory, long Peak, long Own)
{
    // USER_HZ: 100 on every Linux that .NET runs on (sysconf(_SC_CLK_TCK)).
    private const int TicksPerSecond = 100;
    private static readonly ProcessCost None = new(TimeSpan.Zero, 0, 0, 0);

    public static ProcessCost Of(IEnumerable<int> processes) =>
        processes
            .Select(Of)
            .Aggregate(
                None,
                (a, b) => new(a.Processor + b.Processor, a.Memory + b.Memory, a.Peak + b.Peak, a.Own + b.Own)
            );

    /// <summary>One that has just ended is counted with its parent: a database closes connections that nobody uses.</summary>
    private static ProcessCost Of(int process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] status = File.ReadAllLines($"/proc/{process}/status");
            return new(
                ProcessorOf(stat),
                Kilobytes(status, "VmRSS:"),
                Kilobytes(status, "VmHWM:"),
                Kilobytes(status, "RssAnon:")
            );
        }
        catch (IOException)
        {
            return None;
        }
    }

    /// <summary>Fields 14 to 17; the second one is a name that may hold spaces, but ends with the last bracket.</summary>
    internal static TimeSpan ProcessorOf(string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        long ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    private static long Kilobytes(string[] status, string name) =>
        status.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length).TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture) * 1024
            : 0;
}
