using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting.Asking;

/// <summary>The operator's commands: why and dry-run.</summary>
internal static class AskCommand
{
    private const string BillingAway = "The billing does not answer: try again in a few minutes.";

    /// <summary>What no command can do with the billing of these settings; null: it can.</summary>
    public static string? OnlyBySignIn(BotSettings settings) =>
        Composition.IsScanned(settings)
            ? null
            : "The billing tells of a contract only to who signs in for it (Billing:Ubilling:AgentUrl alone), so nobody is warned and no contract can be looked up or invited to: give Billing:Ubilling a ConnectionString, or ApiUrl, as well.";

    public static Command Why(Option<FileInfo?> file)
    {
        Argument<string[]> contract = Contract("why");
        Option<bool> json = Json();
        Command why = new(
            "why",
            "Tell why a contract's subscribers were warned or not: the last decisions, and what a judgement now comes to. Asks the bot if it runs."
        )
        {
            contract,
            json,
        };
        why.SetAction(
            (parsed, stop) =>
                CommandLine.Work(
                    parsed.GetValue(file),
                    "answer",
                    (settings, asked) =>
                        Why(settings, Joined(parsed.GetValue(contract)!), parsed.GetValue(json), asked),
                    stop
                )
        );
        return why;
    }

    public static Command DryRun(Option<FileInfo?> file)
    {
        Option<bool> json = Json();
        Command dryRun = new(
            "dry-run",
            "Tell who would be warned in the next 24 hours, if nobody pays or spends; nobody is written to. Asks the bot if it runs."
        )
        {
            json,
        };
        dryRun.SetAction(
            (parsed, stop) =>
                CommandLine.Work(
                    parsed.GetValue(file),
                    "answer",
                    (settings, asked) => DryRun(settings, parsed.GetValue(json), asked),
                    stop
                )
        );
        return dryRun;
    }

    /// <param name="command">For an example of how it is typed.</param>
    public static Argument<string[]> Contract(string command)
    {
        Argument<string[]> contract = new("contract")
        {
            Description = "Contract number, as printed in the contract: 700 123",
            HelpName = "contract",
            Arity = ArgumentArity.OneOrMore,
        };
        contract.Validators.Add(given => RefuseNonsense(given, command));
        return contract;
    }

    private static async Task<int> Why(BotSettings settings, string contract, bool json, CancellationToken stop)
    {
        if (OnlyBySignIn(settings) is { } cannot)
        {
            return Fail(cannot);
        }

        WhyAnswer answer = await new Desk(settings, TimeProvider.System).Ask(
            answers => answers.Why(contract, stop),
            stop
        );
        if (json)
        {
            Print(answer, AnswerJson.Plain.WhyAnswer);
        }
        else if (!answer.IsUnknown)
        {
            Tables(settings).Show(answer);
        }

        return answer.IsUnknown ? Fail($"The billing has no contract {answer.Contract}, and no chat is linked to one.")
            : answer.Billing == WhyAnswer.Unavailable
                ? Fail($"The billing does not answer ({answer.Trouble}): try again in a few minutes.")
            : 0;
    }

    private static async Task<int> DryRun(BotSettings settings, bool json, CancellationToken stop)
    {
        if (OnlyBySignIn(settings) is { } cannot)
        {
            return Fail(cannot);
        }

        DryRunAnswer? answer = await new Desk(settings, TimeProvider.System).Ask(answers => answers.DryRun(stop), stop);
        if (answer is null)
        {
            return Fail(BillingAway);
        }

        if (json)
        {
            Print(answer, AnswerJson.Plain.DryRunAnswer);
        }
        else
        {
            Tables(settings).Show(answer);
        }

        return 0;
    }

    internal static AnswerTables Tables(BotSettings settings) =>
        new(AnswerTables.ConsoleOn(Console.Out, !Console.IsOutputRedirected), Composition.VoicesOf(settings).For(null));

    internal static void Print<T>(T answer, JsonTypeInfo<T> type) =>
        Console.WriteLine(JsonSerializer.Serialize(answer, type));

    internal static int Fail(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }

    public static Option<bool> Json() => new("--json") { Description = "Answer as JSON, for scripts." };

    /// <summary>A number with spaces needs no quotes.</summary>
    public static string Joined(IEnumerable<string> words) => string.Join(' ', words).Trim();

    /// <summary>A misspelt option would otherwise be looked for as a contract.</summary>
    private static void RefuseNonsense(ArgumentResult given, string command)
    {
        string[] words = [.. given.Tokens.Select(token => token.Value)];
        if (words.FirstOrDefault(word => word.StartsWith('-')) is { } option)
        {
            given.AddError($"Unrecognized option '{option}'.");
        }
        else if (Joined(words).Length is 0 or > ControlSocket.LongestContract)
        {
            given.AddError($"A contract number is needed, as printed in the contract: BalanceBot {command} 700 123");
        }
    }
}
