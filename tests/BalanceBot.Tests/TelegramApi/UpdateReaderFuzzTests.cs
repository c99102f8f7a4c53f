using System.Text.Json.Nodes;
using BalanceBot.Inbox;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.TelegramApi;

/// <summary>Updates changed at random, at the level of JSON: always an answer, never an exception.</summary>
public sealed class UpdateReaderFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Seeds = Filled([
        """{"update_id":7,"message":{"message_id":3,"date":1,"chat":#C,"from":#F,"text":"hi","entities":[{"type":"bot_command","offset":0,"length":2}],"forward_origin":{"type":"hidden_user","date":1,"sender_user_name":"S"}}}""",
        """{"update_id":7,"message":{"message_id":3,"date":1,"chat":#C,"from":#F,"contact":{"phone_number":"+47","first_name":"A","user_id":5}}}""",
        """{"update_id":7,"edited_message":{"message_id":3,"date":1,"edit_date":2,"chat":#C,"from":#F,"text":"x"}}""",
        """{"update_id":7,"callback_query":{"id":"c","from":#F,"chat_instance":"1","data":"d","message":{"message_id":3,"date":1,"chat":#C,"text":"x"}}}""",
        """{"update_id":7,"my_chat_member":{"chat":#C,"from":#F,"date":1,"old_chat_member":{"user":#F,"status":"member"},"new_chat_member":{"user":#F,"status":"kicked","until_date":0}}}""",
    ]);

    private static readonly string[] Strange =
    [
        "null",
        "true",
        "0",
        "-1",
        "1e400",
        "99999999999999999999999",
        "-9223372036854775808",
        "0.5",
        "\"\"",
        "\"\\u0000\"",
        "\"LONE\"",
        "\"\\u202e\"",
        "[]",
        "{}",
        "[[[[[[[[{}]]]]]]]]",
        "{\"type\":\"unheard-of\"}",
        "{\"id\":{}}",
        $"\"{new string('x', 5000)}\"",
    ];

    [Fact]
    public void Whatever_is_changed_the_reader_answers_and_never_throws()
    {
        UpdateReader reader = new(16 * 1024);
        Random chance = new(20261124);
        int readable = 0;
        for (int round = 0; round < Rounds; round++)
        {
            string json = Changed(Seeds[chance.Next(Seeds.Length)], chance);
            try
            {
                readable += reader.Read(new RawUpdate(7, json)) is Reading.Readable ? 1 : 0;
            }
#pragma warning disable CA1031 // Whatever it is: the text that makes it must be told.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                Assert.Fail($"round {round}: {thrown.GetType().Name} on {json}");
            }
        }

        // Both ways are walked: a fuzz that only ever breaks, or never does, shows nothing.
        Assert.InRange(readable, Rounds / 10, Rounds * 9 / 10);
    }

    private static string Changed(string seed, Random chance)
    {
        JsonNode root = JsonNode.Parse(seed)!;
        for (int changes = chance.Next(1, 4); changes > 0; changes--)
        {
            (JsonObject owner, string name)[] fields = [.. Fields(root)];
            (JsonObject at, string field) = fields[chance.Next(fields.Length)];
            switch (chance.Next(3))
            {
                case 0:
                    at.Remove(field);
                    break;
                case 1:
                    at[field] = JsonNode.Parse(Strange[chance.Next(Strange.Length)]);
                    break;
                default:
                    at[fields[chance.Next(fields.Length)].name] = at[field]?.DeepClone();
                    break;
            }

            if (root is JsonObject { Count: 0 })
            {
                break;
            }
        }

        // A writer of JSON refuses half of a surrogate pair; a hostile one does not.
        string json = root.ToJsonString().Replace("LONE", "\\ud800", StringComparison.Ordinal);
        return chance.Next(50) == 0 ? json[..chance.Next(json.Length)] : json;
    }

    private static IEnumerable<(JsonObject Owner, string Name)> Fields(JsonNode? node) =>
        node switch
        {
            JsonObject owner => owner.ToList().SelectMany(field => Fields(field.Value).Prepend((owner, field.Key))),
            JsonArray list => list.ToList().SelectMany(Fields),
            _ => [],
        };

    private static string[] Filled(string[] seeds) =>
        [
            .. seeds.Select(seed =>
                seed.Replace("#C", UpdateReaderTests.Chat, StringComparison.Ordinal)
                    .Replace("#F", UpdateReaderTests.From, StringComparison.Ordinal)
            ),
        ];
}
