using System.CommandLine;
using System.Text.Json;

namespace BalanceBot.Benchmarks.Door;

/// <summary>The verb "door".</summary>
internal static class DoorCommand
{
    private const int Fewest = 5;

    public static Command Make(
        Option<bool> asJson,
        Option<DirectoryInfo?> folder,
        Func<ParseResult, Func<DirectoryInfo, Task>, Task> inFolder
    )
    {
        Option<int> contracts = new("--contracts")
        {
            Description = "In the billing file.",
            DefaultValueFactory = _ => 10_000,
        };
        Option<int> refusals = new("--refusals") { Description = "For each reason.", DefaultValueFactory = _ => 2000 };
        Command door = new("door", "Refuse guesses and see whether the time tells why.")
        {
            contracts,
            refusals,
            folder,
            asJson,
        };
        door.SetAction(
            (parsed, stop) =>
                inFolder(
                    parsed,
                    async place =>
                    {
                        DoorBenchmark benchmark = new(
                            place.FullName,
                            Math.Max(Fewest, parsed.GetValue(contracts)),
                            Math.Max(1, parsed.GetValue(refusals)),
                            stop
                        );
                        DoorReport report = await benchmark.Run();
                        if (parsed.GetValue(asJson))
                        {
                            Console.WriteLine(JsonSerializer.Serialize(report, Json.Default.DoorReport));
                        }
                        else
                        {
                            Tables.Show(report);
                        }
                    }
                )
        );
        return door;
    }
}
