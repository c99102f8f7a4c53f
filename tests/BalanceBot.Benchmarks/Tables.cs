using System.Globalization;
using BalanceBot.Benchmarks.Announcements;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Benchmarks.Door;
using BalanceBot.Benchmarks.MadeUp;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Benchmarks.Turns;
using BalanceBot.Hosting.Asking;
using Spectre.Console;

namespace BalanceBot.Benchmarks;

/// <summary>The reports for people at a terminal.</summary>
internal static class Tables
{
    private const double Megabyte = 1024 * 1024;

    public static void Show(ScanReport report)
    {
        IAnsiConsole console = Terminal();
        Table table = Of(
            "Contracts",
            "Balances changed",
            "Written",
            "Seconds",
            "Judged/s",
            "Peak MiB",
            "Over empty MiB",
            "Allocated KiB each",
            "Journal MiB"
        );
        foreach (ScanRow row in report.Rows)
        {
            table.AddRow(
                Text($"{row.Contracts:N0}"),
                Name(row.Change),
                Text($"{row.Written:N0}"),
                Text($"{row.Seconds:N2}"),
                Text($"{row.PerSecond:N0}"),
                Text($"{row.Peak / Megabyte:N0}"),
                Text($"{row.Growth / Megabyte:N0}"),
                Text($"{row.AllocatedEach / 1024:N1}"),
                Text($"{row.LargestLog / Megabyte:N0}")
            );
        }

        console.Write(table);
        console.WriteLine(Text($"The empty process: {report.EmptyPeak / Megabyte:N0} MiB at its peak."));
        foreach (Ratio ratio in report.Ratios)
        {
            console.WriteLine(
                Text(
                    $"{Name(ratio.Change)}: {ratio.Contracts:N0} times the contracts take {ratio.Time:N1} times as long."
                )
            );
        }
    }

    public static void Show(BulkReport report)
    {
        Table table = Of(
            "Billing",
            "Contracts",
            "First scan s",
            "Later scans s",
            "Judged/s",
            "Heap MiB more",
            "Peak MiB"
        );
        foreach (BulkRow row in report.Rows)
        {
            table.AddRow(
                row.Engine,
                Text($"{row.Contracts:N0}"),
                Text($"{row.FirstSeconds:N2}"),
                Text($"{row.Seconds:N2}"),
                Text($"{row.PerSecond:N0}"),
                Text($"{row.HeapGrowth / Megabyte:N1}"),
                Text($"{row.Peak / Megabyte:N0}")
            );
        }

        Terminal().Write(table);
    }

    public static void Show(AnnounceReport report)
    {
        Table table = Of("Warnings", "What is measured", "Seconds", "A second");
        foreach (AnnounceRow row in report.Rows)
        {
            table.AddRow(Text($"{row.Warnings:N0}"), row.What, Text($"{row.Seconds:N2}"), Text($"{row.PerSecond:N0}"));
        }

        Terminal().Write(table);
    }

    public static void Show(DoorReport report)
    {
        Table table = Of("Refused for", "Refusals", "p50 µs", "p99 µs", "billing p50 µs", "billing p99 µs");
        table.Columns[0].LeftAligned();
        foreach (DoorRow row in report.Rows)
        {
            table.AddRow(
                row.Reason,
                Text($"{row.Count:N0}"),
                Text($"{row.Median:N0}"),
                Text($"{row.P99:N0}"),
                Text($"{row.BillingMedian:N2}"),
                Text($"{row.BillingP99:N2}")
            );
        }

        Terminal().Write(table);
    }

    public static void Show(IReadOnlyList<IdleRow> rows)
    {
        Table table = Of("Bot", "Start s", "Core %", "Memory MB", "of no file MB");
        table.Columns[0].LeftAligned();
        foreach (IdleRow row in rows)
        {
            table.AddRow(
                row.Bot,
                Text($"{row.StartSeconds:N2}"),
                Text($"{row.Processor * 100:N2}"),
                Text($"{row.Memory / 1e6:N0}"),
                Text($"{row.Own / 1e6:N0}")
            );
        }

        Terminal().Write(table);
    }

    public static void Show(TurnsReport report)
    {
        IAnsiConsole console = Terminal();
        Table table = Of(
            "Bot",
            "Turns/s",
            "p50 ms",
            "p99 ms",
            "CPU ms a turn",
            "Database CPU ms",
            "Driver CPU ms",
            "Memory MiB",
            "Peak MiB"
        );
        table.Columns[0].LeftAligned();
        foreach (TurnsRow row in report.Rows)
        {
            table.AddRow(
                row.Bot,
                Text($"{row.Median.PerSecond:N0}"),
                Text($"{row.Median.MedianMilliseconds:N1}"),
                Text($"{row.Median.Slowest1PercentMilliseconds:N1}"),
                Text($"{row.Median.ProcessorMillisecondsEach:N3}"),
                row.Median.DatabaseMillisecondsEach > 0 ? Text($"{row.Median.DatabaseMillisecondsEach:N3}") : "-",
                Text($"{row.Median.DriverMillisecondsEach:N3}"),
                Text($"{row.Memory / Megabyte:N0}"),
                Text($"{row.PeakMemory / Megabyte:N0}")
            );
        }

        console.Write(table);
        foreach (TurnsRatio ratio in report.Ratios)
        {
            console.WriteLine(
                Text(
                    $"{ratio.Bot}: {ratio.ProcessorOfBestPeer:N2} of the better peer's processor time a turn, {ratio.PerSecondOfBestPeer:N2} times its turns a second."
                )
            );
        }
    }

    private static IAnsiConsole Terminal() => AnswerTables.ConsoleOn(Console.Out, !Console.IsOutputRedirected);

    private static Table Of(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Square };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }

    private static string Name(Change change) =>
        change switch
        {
            Change.Nothing => "none",
            Change.OnePercent => "1 %",
            _ => "all",
        };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
