using BalanceBot.Hosting.Asking;
using Spectre.Console;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>The report for people at a terminal.</summary>
internal static class FaultTable
{
    public static void Show(FaultReport report)
    {
        IAnsiConsole console = AnswerTables.ConsoleOn(Console.Out, !Console.IsOutputRedirected);
        Table table = new() { Border = TableBorder.Square };
        table.AddColumn("What");
        table.AddColumn(new TableColumn("Count").RightAligned());
        foreach ((string what, FormattableString count) in Rows(report))
        {
            table.AddRow(what, Text.Of(count));
        }

        console.Write(table);
        foreach (string broken in report.Broken)
        {
            console.WriteLine($"BROKEN: {broken}");
        }

        console.WriteLine(report.Broken.Count == 0 ? "Everything holds." : "Not everything holds.");
    }

    private static IEnumerable<(string What, FormattableString Count)> Rows(FaultReport report)
    {
        FaultPlan plan = report.Plan;
        yield return ("Updates", $"{report.Updates:N0}");
        yield return ("Seconds", $"{report.Seconds:N0}");
        yield return (
            "Processes; one with a wrong clock",
            $"{plan.Processes}; {(report.ClockWasWrong ? "yes" : "no")}"
        );
        yield return ("kill -9", $"{plan.Kills}");
        yield return ("Stood still for 1 s; until thought dead", $"{plan.Pauses}; {plan.Freezes}");
        yield return ("Rolling restarts", $"{plan.RollingRestarts}");
        yield return ("Database restarts", $"{plan.DatabaseRestarts}");
        yield return ("Deliveries taken", $"{report.Deliveries.Taken:N0}");
        yield return ("... refused with 503", $"{report.Deliveries.Refused:N0}");
        yield return ("... without an answer", $"{report.Deliveries.Unanswered:N0}");
        yield return ("... of them duplicates on purpose", $"{report.Deliveries.Duplicates:N0}");
        yield return ("Updates lost", $"{report.Done.Lost}");
        yield return ("... done twice", $"{report.Done.Twice}");
        yield return ("... done out of order in their chat", $"{report.Done.OutOfOrder}");
        yield return ("Effects", $"{report.Effects.Expected:N0}");
        yield return ("... lost", $"{report.Effects.Lost}");
        yield return ("... twice", $"{report.Effects.Twice}");
        yield return ("... wrong", $"{report.Effects.Wrong}");
        yield return ("Lines answered", $"{report.Answers.First:N0}");
        yield return ("... not answered", $"{report.Answers.Missing}");
        yield return ("... answered once more", $"{report.Answers.Repeated:N0}");
        yield return ("... and that behind a later answer", $"{report.Answers.RepeatedLate:N0}");
        yield return ("Wrong answers", $"{report.Answers.Wrong}");
        if (report.Away is { } away)
        {
            yield return ("Database away, seconds", $"{away.Seconds:N0}");
            yield return ("... deliveries answered 200; 503", $"{away.Taken}; {away.Refused:N0}");
            yield return ("... answers that arrived meanwhile", $"{away.Answers}");
            yield return ("... seconds until what waited was answered", $"{away.DrainedIn:N1}");
        }

        foreach (PollerFall fall in report.PollerFalls)
        {
            yield return ($"Poller {fall.How}: seconds to the next poll", $"{fall.Seconds:N2}");
        }
    }
}
