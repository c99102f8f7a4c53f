using System.CommandLine;
using System.Text.Json;

namespace BalanceBot.Benchmarks.Bulk;

/// <summary>The verb bulk.</summary>
internal static class BulkCommand
{
    public static Command Make(
        Option<bool> asJson,
        Option<DirectoryInfo?> folder,
        Func<ParseResult, Func<DirectoryInfo, Task>, Task> inFolder
    )
    {
        Option<string> engines = new("--engine")
        {
            Description = "Databases, with commas between: mariadb, postgresql.",
            DefaultValueFactory = _ => "mariadb,postgresql",
        };
        Option<int> contracts = new("--contracts") { Description = "All linked.", DefaultValueFactory = _ => 20_000 };
        Option<int> runs = new("--runs") { Description = "Scans after the first.", DefaultValueFactory = _ => 5 };
        Command bulk = new("bulk", "Judge every linked contract out of a real database, queries included.")
        {
            engines,
            contracts,
            runs,
            folder,
            asJson,
        };
        bulk.SetAction(
            (parsed, stop) =>
                inFolder(
                    parsed,
                    async place =>
                    {
                        BulkBenchmark benchmark = new(
                            place,
                            Math.Max(1, parsed.GetValue(contracts)),
                            Math.Max(1, parsed.GetValue(runs)),
                            stop
                        );
                        BulkReport report = await benchmark.Run(parsed.GetValue(engines)!.Split(','));
                        if (parsed.GetValue(asJson))
                        {
                            Console.WriteLine(JsonSerializer.Serialize(report, Json.Default.BulkReport));
                        }
                        else
                        {
                            Tables.Show(report);
                        }
                    }
                )
        );
        return bulk;
    }
}
