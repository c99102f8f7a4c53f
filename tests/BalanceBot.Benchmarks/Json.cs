using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Benchmarks.Announcements;
using BalanceBot.Benchmarks.Scans;

namespace BalanceBot.Benchmarks;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ScanFigures))]
[JsonSerializable(typeof(ScanReport))]
[JsonSerializable(typeof(AnnounceReport))]
[JsonSerializable(typeof(double))]
internal sealed partial class Json : JsonSerializerContext;
