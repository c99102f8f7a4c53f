using System.Globalization;
using Spectre.Console;

namespace BalanceBot.Hosting.Trying;

/// <summary>What was tried, for people at a terminal.</summary>
internal static class TrialTable
{
    public static void Show(IAnsiConsole console, TrialReport report)
    {
        Table table = new() { Border = TableBorder.Square };
        table.AddColumn("Tried").AddColumn("Result").AddColumn("What was found");
        table.AddColumn(new TableColumn("ms").RightAligned());
        string last = "";
        foreach (TrialLine line in report.Lines)
        {
            table.AddRow(
                new Text(line.Area == last ? "" : Word(line.Area)),
                new Text(Word(line.Result), ColorOf(line.Result)),
                // Never as mark-up: a contract number may hold brackets.
                new Text(line.Text),
                new Text(line.Milliseconds?.ToString("N0", CultureInfo.InvariantCulture) ?? "")
            );
            last = line.Area;
        }

        console.Write(table);
        console.WriteLine(Summary(report));
    }

    private static string Summary(TrialReport report) =>
        report.Lines.Count(line => line.Result == TrialResult.Wrong) switch
        {
            0 => "Nothing is wrong.",
            1 => "One thing is wrong: put it right, and check again.",
            int many => $"{many} things are wrong: put them right, and check again.",
        };

    private static string Word(string area) => area == "timeZone" ? "time zone" : area;

    private static string Word(TrialResult result) =>
        result switch
        {
            TrialResult.Fine => "ok",
            TrialResult.Note => "note",
            TrialResult.Warning => "warning",
            _ => "WRONG",
        };

    private static Style ColorOf(TrialResult result) =>
        new(
            result switch
            {
                TrialResult.Fine => Color.Green,
                TrialResult.Note => Color.Default,
                TrialResult.Warning => Color.Olive,
                _ => Color.Red,
            }
        );
}
