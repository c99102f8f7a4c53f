using System.CommandLine;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Settings;
using Spectre.Console;

namespace BalanceBot.Hosting.Trying;

/// <summary>The command check: everything that the settings lead to is tried for real, and nothing is changed.</summary>
internal static class CheckCommand
{
    public static Command Check(Option<FileInfo?> file)
    {
        Option<string[]> contract = new("--contract")
        {
            Description =
                "A contract number to ask the billing for, as printed in the contract: --contract 700 123; a login for a billing that finds nobody by number",
            HelpName = "number",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
        };
        Option<bool> json = AskCommand.Json();
        Command check = new(
            "check",
            "Try the settings for real: Telegram, webhook, storage, billing, clock, time zone. Nothing is changed, and the bot may run."
        )
        {
            contract,
            json,
        };
        check.SetAction(
            (parsed, stop) =>
                Check(
                    CommandLine.Read(parsed.GetValue(file)),
                    parsed.GetValue(contract) is { Length: > 0 } words ? AskCommand.Joined(words) : null,
                    parsed.GetValue(json),
                    stop
                )
        );
        return check;
    }

    private static async Task<int> Check(SettingsReading reading, string? contract, bool json, CancellationToken stop)
    {
        await using Termination termination = new(stop);
        try
        {
            IReadOnlyList<TrialLine> lines =
                reading.Mistakes.Count > 0
                    ? [.. reading.Mistakes.Select(mistake => new TrialLine("settings", TrialResult.Wrong, mistake))]
                    : await Watched(
                        reading.Settings,
                        contract,
                        !json && !Console.IsOutputRedirected,
                        termination.Asked
                    );
            return Tell(TrialReport.Of(lines), json);
        }
        catch (OperationCanceledException)
        {
            return AskCommand.Fail("Stopped before it was done.");
        }
    }

    private static async Task<IReadOnlyList<TrialLine>> Watched(
        BotSettings settings,
        string? contract,
        bool isShown,
        CancellationToken stop
    )
    {
        List<TrialLine> lines = [];
        if (!isShown)
        {
            foreach (TrialStep step in Trials.Of(settings, contract, TimeProvider.System))
            {
                lines.AddRange(await step.Try(stop));
            }

            return lines;
        }

        await AnsiConsole
            .Status()
            .StartAsync(
                "Trying the settings",
                async status =>
                {
                    foreach (TrialStep step in Trials.Of(settings, contract, TimeProvider.System))
                    {
                        status.Status(Markup.Escape(step.Doing));
                        lines.AddRange(await step.Try(stop));
                    }
                }
            );
        return lines;
    }

    private static int Tell(TrialReport report, bool json)
    {
        if (json)
        {
            AskCommand.Print(report, TrialJson.Plain.TrialReport);
        }
        else
        {
            TrialTable.Show(AnswerTables.ConsoleOn(Console.Out, !Console.IsOutputRedirected), report);
        }

        return report.Fine ? 0 : 1;
    }
}
