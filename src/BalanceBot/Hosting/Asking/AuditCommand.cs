using System.CommandLine;
using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting.Asking;

/// <summary>The operator's command audit: who came in, and who was refused.</summary>
internal static class AuditCommand
{
    public static Command Audit(Option<FileInfo?> file)
    {
        Option<string> since = new("--since")
        {
            Description = "From when on: 12h, 7d, or a day such as 2026-11-01. Default: 7d.",
            HelpName = "time",
            DefaultValueFactory = _ => "7d",
        };
        since.Validators.Add(given =>
        {
            if (given.Tokens is [var one] && AuditSince.Parse(one.Value) is null)
            {
                given.AddError(
                    "--since wants hours or days back, such as 12h or 7d (at most 3650d), or a day such as 2026-11-01."
                );
            }
        });
        Option<string?> contract = new("--contract")
        {
            Description =
                "Only of this contract: its number as printed, or the billing's own key. Quote one with spaces.",
            HelpName = "number",
        };
        contract.Validators.Add(given =>
        {
            if (given.Tokens is [var one] && one.Value.Trim().Length is 0 or > ControlSocket.LongestContract)
            {
                given.AddError("--contract wants a contract number, as printed in the contract: \"700 123\"");
            }
        });
        Option<bool> json = new("--json") { Description = "Answer as JSON, for scripts." };
        Command audit = new(
            "audit",
            "Tell who linked, unlinked or was refused, the oldest first. Asks the bot if it runs."
        )
        {
            since,
            contract,
            json,
        };
        audit.SetAction(
            (parsed, stop) =>
                CommandLine.Work(
                    parsed.GetValue(file),
                    "answer",
                    (settings, asked) =>
                        Tell(
                            settings,
                            AuditSince.Parse(parsed.GetValue(since)!)!,
                            parsed.GetValue(contract),
                            parsed.GetValue(json),
                            asked
                        ),
                    stop
                )
        );
        return audit;
    }

    private static async Task<int> Tell(
        BotSettings settings,
        AuditSince since,
        string? contract,
        bool json,
        CancellationToken stop
    )
    {
        DateTimeOffset from = since.From(TimeProvider.System.GetUtcNow(), Composition.ZoneOf(settings));
        AuditAnswer? answer = await new Desk(settings, TimeProvider.System).Ask(
            answers => answers.Audit(from, contract, stop),
            stop
        );
        if (answer is null)
        {
            return AskCommand.Fail(
                "The billing, which knows the contract's number, does not answer: try again in a few minutes, or without --contract."
            );
        }

        if (json)
        {
            AskCommand.Print(answer, AnswerJson.Plain.AuditAnswer);
        }
        else
        {
            AskCommand.Tables(settings).Show(answer, Composition.ZoneOf(settings));
        }

        return 0;
    }
}
