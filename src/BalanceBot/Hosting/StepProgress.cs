using System.Globalization;
using Spectre.Console;

namespace BalanceBot.Hosting;

/// <summary>Of one step of long work: what it is about, and how far that is.</summary>
internal sealed record StepShown(string About, long Rows, long All);

/// <summary>How far long work is: bars on a terminal, one line for each part elsewhere. On stderr, beside the answer.</summary>
internal static class StepProgress
{
    public static Task<TReport> Show<TStep, TReport>(
        Func<Action<TStep>, Task<TReport>> work,
        Func<TStep, StepShown> of,
        bool isShown
    ) =>
        !isShown ? work(_ => { })
        : Console.IsErrorRedirected ? work(step => Line(of(step)))
        : Bars(work, of);

    /// <summary>Of work that goes on the last page does not make a part whole: then the next part's line tells that it is past.</summary>
    private static void Line(StepShown step)
    {
        if (step.Rows >= step.All)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.About}: {step.Rows} rows"));
        }
    }

    private static Task<TReport> Bars<TStep, TReport>(
        Func<Action<TStep>, Task<TReport>> work,
        Func<TStep, StepShown> of
    )
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
                Dictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);
                return await work(step =>
                {
                    StepShown now = of(step);
                    if (!bars.TryGetValue(now.About, out ProgressTask? bar))
                    {
                        bar = shown.AddTask(now.About, maxValue: Math.Max(1, now.All));
                        bars[now.About] = bar;
                    }

                    bar.Value = now.Rows;
                });
            });
    }
}
