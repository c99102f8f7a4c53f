using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Hosting.Settings;
using BalanceBot.Storage;

namespace BalanceBot.Hosting.Keys;

/// <summary>The command rotate-key: everything under the current key, what lay in clear before too.</summary>
internal static class RotateKeyCommand
{
    public static Command RotateKey(Option<FileInfo?> file)
    {
        Option<bool> json = new("--json") { Description = "Answer as JSON, for scripts." };
        Command rotate = new(
            "rotate-key",
            "Seal all contract numbers with the current key (Storage:Key or Storage:KeyFile). With LiteDb the bot must be stopped; with PostgreSql it may run. Run it again to go on after a stop."
        )
        {
            json,
        };
        rotate.SetAction(
            (parsed, stop) =>
                CommandLine.Work(
                    parsed.GetValue(file),
                    "rotate the key",
                    (settings, asked) => Run(settings, parsed.GetValue(json), asked),
                    stop
                )
        );
        return rotate;
    }

    private static async Task<int> Run(BotSettings settings, bool json, CancellationToken stop)
    {
        if (StorageKeyCheck.KeysOf(settings.Storage).CurrentId is not { } current)
        {
            throw new UnusableException(
                "There is no key to seal with: make one with BalanceBot make-key <file>, set Storage:KeyFile to it, and run this again."
            );
        }

        await using OpenStore store = await OpenStore.Open(
            settings,
            Composition.NewOwner(),
            TimeProvider.System,
            _ => { }
        );
        RotationReport report = await StepProgress.Show<RotationStep, RotationReport>(
            told => new Rotation(store.Resealing, told).Run(stop),
            step => new StepShown($"Sealing {step.Table}", step.Rows, step.All),
            isShown: !json
        );
        if (json)
        {
            Console.WriteLine(
                JsonSerializer.Serialize(RotationAnswer.Of(current, report), RotationJson.Plain.RotationAnswer)
            );
        }
        else
        {
            Tell(current, report);
        }

        return 0;
    }

    private static void Tell(string current, RotationReport report)
    {
        foreach (RotatedTable table in report.Tables)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{table.Table}: {table.Rows:N0} rows, of which {table.Resealed:N0} are newly sealed."
                )
            );
        }

        Console.WriteLine(
            $"No row needs an old key any more, everything is sealed with {current}: remove Storage:OldKeyFiles where it is set."
        );
    }
}

/// <param name="Key">The id of the current key.</param>
/// <param name="Retired">Ids of keys that are needed no more.</param>
internal sealed record RotationAnswer(
    string Key,
    bool Complete,
    IReadOnlyList<RotatedTableAnswer> Tables,
    IReadOnlyList<string> Retired
)
{
    public static RotationAnswer Of(string key, RotationReport report) =>
        new(
            key,
            true,
            [
                .. report.Tables.Select(table => new RotatedTableAnswer(
                    table.Table.ToString(),
                    table.Rows,
                    table.Resealed
                )),
            ],
            report.Retired
        );
}

internal sealed record RotatedTableAnswer(string Table, long Rows, long Resealed);

[JsonSerializable(typeof(RotationAnswer))]
internal sealed partial class RotationJson : JsonSerializerContext
{
    public static RotationJson Plain { get; } =
        new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase });
}
