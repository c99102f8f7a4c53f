using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Hosting.Settings;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.Moving;
using BalanceBot.Storage.PostgreSql;

namespace BalanceBot.Hosting.Moving;

/// <summary>The command move-store: everything from one engine into the other.</summary>
internal static class MoveCommand
{
    private static readonly string[] Engines = [SettingsCheck.LiteDb, SettingsCheck.PostgreSql];

    public static Command MoveStore(Option<FileInfo?> file)
    {
        Option<string> from = Engine("--from", "The engine that holds the data.");
        Option<string> to = Engine("--to", "The engine that is to hold it, empty.");
        Option<bool> json = new("--json") { Description = "Answer as JSON, for scripts." };
        Command move = new(
            "move-store",
            "Copy all data from one storage engine into the other, and compare both. The bot must be stopped. Run it again to go on after a stop."
        )
        {
            from,
            to,
            json,
        };
        move.Validators.Add(given =>
        {
            if (given.GetValue(from) == given.GetValue(to))
            {
                given.AddError("--from and --to must be two different engines.");
            }
        });
        move.SetAction(
            (parsed, stop) =>
                CommandLine.Work(
                    parsed.GetValue(file),
                    "move the data",
                    (settings, asked) =>
                        Run(settings, parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(json), asked),
                    stop
                )
        );
        return move;
    }

    private static Option<string> Engine(string name, string description)
    {
        Option<string> engine = new(name)
        {
            Description = description,
            HelpName = string.Join('|', Engines),
            Required = true,
        };
        engine.Validators.Add(given =>
        {
            if (given.Tokens is [var one] && !Engines.Contains(one.Value, StringComparer.Ordinal))
            {
                given.AddError($"{name} must be {string.Join(" or ", Engines)}.");
            }
        });
        return engine;
    }

    private static async Task<int> Run(BotSettings settings, string from, string to, bool json, CancellationToken stop)
    {
        using ILoggerFactory logs = LoggerFactory.Create(_ => { });
        ILogger log = logs.CreateLogger("move-store");
        // The source first: what cannot be moved leaves no trace of a target.
        await using IMovable source = await Open(settings, from, mustExist: true, log);
        await using IMovable target = await Open(settings, to, mustExist: false, log);
        MoveReport report = await StepProgress.Show<MoveStep, MoveReport>(
            told => new Move(source, target, told).Run(stop),
            step => new StepShown($"{Word(step.Phase)} {step.Table}", step.Rows, step.All),
            isShown: !json
        );
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(MoveAnswer.Of(from, to, report), MoveJson.Plain.MoveAnswer));
        }
        else if (report.IsSame)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{report.Tables.Sum(table => table.Target.Rows):N0} rows are in {to}, and the same as in {from}. Set Storage:Engine to {to}, and start the bot."
                )
            );
        }

        return report.IsSame ? 0 : TellDifference(report, target.Place);
    }

    private static string Word(MovePhase phase) =>
        phase switch
        {
            MovePhase.Copying => "Copying",
            MovePhase.CheckingSource => "Checking in the source:",
            _ => "Checking in the target:",
        };

    private static int TellDifference(MoveReport report, string place)
    {
        foreach (TableCheck table in report.Tables.Where(table => !table.IsSame))
        {
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Table} differ: {table.Source.Rows} rows in the source, {table.Target.Rows} in the target."
                )
            );
        }

        Console.Error.WriteLine(
            $"{place} is not the same as the source (has a bot run on that meanwhile?) and stays incomplete: empty it and move again."
        );
        return 1;
    }

    private static async Task<IMovable> Open(BotSettings settings, string engine, bool mustExist, ILogger log) =>
        engine == SettingsCheck.PostgreSql
            ? await MovableDatabase.Open(settings.PostgreSql, mustExist, log, StorageKeyCheck.KeysOf(settings.Storage))
            : MovableFile.Open(settings.LiteDb.File, mustExist, StorageKeyCheck.KeysOf(settings.Storage));
}

internal sealed record MoveAnswer(string From, string To, bool Complete, IReadOnlyList<MovedTableAnswer> Tables)
{
    public static MoveAnswer Of(string from, string to, MoveReport report) =>
        new(
            from,
            to,
            report.IsSame,
            [
                .. report.Tables.Select(table => new MovedTableAnswer(
                    table.Table.ToString(),
                    table.Source.Rows,
                    table.Target.Rows,
                    table.IsSame
                )),
            ]
        );
}

internal sealed record MovedTableAnswer(string Table, long Source, long Target, bool Same);

[JsonSerializable(typeof(MoveAnswer))]
internal sealed partial class MoveJson : JsonSerializerContext
{
    /// <summary>For terminals and scripts, not for HTML.</summary>
    public static MoveJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
