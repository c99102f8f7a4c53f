using System.Globalization;
using BalanceBot.Storage.Moving;
using Spectre.Console;

namespace BalanceBot.Hosting.Moving;

/// <summary>How far a move is: bars on a terminal, one line for each table elsewhere. On stderr, beside the answer.</summary>
internal static class MoveProgress
{
    public static Task<MoveReport> Show(Func<Action<MoveStep>, Task<MoveReport>> move, bool isShown) =>
        !isShown ? move(_ => { })
        : Console.IsErrorRedirected ? move(Line)
        : Bars(move);

    private static void Line(MoveStep step)
    {
        // Of a move that goes on the last page does not make it whole: then the next table's line tells that it is past.
        if (step.Rows >= step.All)
        {
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{Word(step.Phase)} {step.Table}: {step.Rows} rows")
            );
        }
    }

    private static Task<MoveReport> Bars(Func<Action<MoveStep>, Task<MoveReport>> move)
    {
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        return console
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .StartAsync(async shown =>
            {
                Dictionary<(MovePhase, MovedTable), ProgressTask> bars = [];
                return await move(step =>
                {
                    if (!bars.TryGetValue((step.Phase, step.Table), out ProgressTask? bar))
                    {
                        bar = shown.AddTask($"{Word(step.Phase)} {step.Table}", maxValue: Math.Max(1, step.All));
                        bars[(step.Phase, step.Table)] = bar;
                    }

                    bar.Value = step.Rows;
                });
            });
    }

    private static string Word(MovePhase phase) =>
        phase switch
        {
            MovePhase.Copying => "Copying",
            MovePhase.CheckingSource => "Checking in the source:",
            _ => "Checking in the target:",
        };
}
