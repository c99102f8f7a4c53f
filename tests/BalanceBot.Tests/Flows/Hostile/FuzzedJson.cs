using System.Text.Json.Nodes;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Changes a text of JSON at random: fields gone, strange, of another type, copied, too many, too deep.</summary>
internal static class FuzzedJson
{
    private static readonly string Deep = new string('[', 60) + new string(']', 60);

    // A writer has its own limit of depth.
    private const string TooDeepMark = "\"AS DEEP AS THE SEA\"";
    private static readonly string TooDeep = new string('[', 2000) + new string(']', 2000);

    private static readonly string[] Strange =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e400",
        "99999999999999999999999",
        "-9223372036854775808",
        "9223372036854775807",
        "4294967296",
        "0.5",
        "\"\"",
        "\"\\u0000\"",
        $"\"{HostileWords.Lone}\"",
        "\"\\u202e\"",
        "\"private\"",
        "\"channel\"",
        "\"group\"",
        "[]",
        "{}",
        Deep,
        TooDeepMark,
        "{\"type\":\"unheard-of\"}",
        "{\"id\":{}}",
        $"\"{new string('x', 5000)}\"",
    ];

    public static void Change(JsonObject root, Random chance, int changes)
    {
        for (; changes > 0; changes--)
        {
            (JsonObject Owner, string Name)[] fields = [.. Fields(root)];
            if (fields.Length == 0)
            {
                return;
            }

            (JsonObject at, string field) = fields[chance.Next(fields.Length)];
            switch (chance.Next(16))
            {
                case 0:
                    at.Remove(field);
                    break;
                case 1:
                    at[field] = Any(chance);
                    break;
                case 2:
                    at[fields[chance.Next(fields.Length)].Name] = at[field]?.DeepClone();
                    break;
                case 3 or 4 when at.ContainsKey("text"):
                    at["text"] = HostileWords.Any(chance);
                    break;
                default:
                    // What Telegram will add one day.
                    at[$"unheard_of_{chance.Next(5)}"] = Any(chance);
                    break;
            }
        }
    }

    private static JsonNode? Any(Random chance) => JsonNode.Parse(Strange[chance.Next(Strange.Length)]);

    /// <summary>The text of it, with what no writer would write.</summary>
    public static string Written(JsonObject root, Random chance) =>
        root.ToJsonString()
            .Replace(HostileWords.Lone, chance.Next(2) == 0 ? "\\ud83d" : "\\udc00", StringComparison.Ordinal)
            .Replace(TooDeepMark, TooDeep, StringComparison.Ordinal);

    private static IEnumerable<(JsonObject Owner, string Name)> Fields(JsonNode? node) =>
        node switch
        {
            JsonObject owner => owner.ToList().SelectMany(field => Fields(field.Value).Prepend((owner, field.Key))),
            JsonArray { Count: > 0 } list when list[0] is JsonObject => list.ToList().SelectMany(Fields),
            _ => [],
        };
}
