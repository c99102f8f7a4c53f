using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Benchmarks.Announcements;
using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Benchmarks.Door;
using BalanceBot.Benchmarks.Faults;
using BalanceBot.Benchmarks.Scans;
using BalanceBot.Benchmarks.Turns;

namespace BalanceBot.Benchmarks;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ScanFigures))]
[JsonSerializable(typeof(ScanReport))]
[JsonSerializable(typeof(AnnounceReport))]
[JsonSerializable(typeof(TurnsReport))]
[JsonSerializable(typeof(IReadOnlyList<IdleRow>))]
[JsonSerializable(typeof(DoorReport))]
[JsonSerializable(typeof(FaultReport))]
[JsonSerializable(typeof(BulkReport))]
[JsonSerializable(typeof(double))]
internal sealed partial class Json : JsonSerializerContext;
