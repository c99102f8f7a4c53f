using System.Globalization;
using BalanceBot.Storage;
using Spectre.Console;

namespace BalanceBot.Hosting.Keys;

/// <summary>How far a rotation is: bars on a terminal, one line for each table elsewhere. On stderr, beside the answer.</summary>
internal static class RotationProgress
{
    public static Task<RotationReport> Show(Func<Action<RotationStep>, Task<RotationReport>> rotate, bool isShown) =>
        !isShown ? rotate(_ => { })
        : Console.IsErrorRedirected ? rotate(Line)
        : Bars(rotate);

    private static void Line(RotationStep step)
    {
        if (step.Rows >= step.All)
        {
            Console.Error.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"Sealing {step.Table}: {step.Rows} rows")
            );
        }
    }

    private static Task<RotationReport> Bars(Func<Action<RotationStep>, Task<RotationReport>> rotate)
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
                Dictionary<SealedTable, ProgressTask> bars = [];
                return await rotate(step =>
                {
                    if (!bars.TryGetValue(step.Table, out ProgressTask? bar))
                    {
                        bar = shown.AddTask($"Sealing {step.Table}", maxValue: Math.Max(1, step.All));
                        bars[step.Table] = bar;
                    }

                    bar.Value = step.Rows;
                });
            });
    }
}
