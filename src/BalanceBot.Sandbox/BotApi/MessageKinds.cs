using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>The JSON of things that are not text.</summary>
internal static class MessageKinds
{
    public static JsonNode Content(string kind) =>
        kind switch
        {
            "photo" => new JsonArray(File(new JsonObject { ["width"] = 90, ["height"] = 90 })),
            "sticker" => File(
                new JsonObject
                {
                    ["type"] = "regular",
                    ["width"] = 512,
                    ["height"] = 512,
                    ["is_animated"] = false,
                    ["is_video"] = false,
                }
            ),
            "voice" => File(new JsonObject { ["duration"] = 3 }),
            "location" => new JsonObject { ["latitude"] = 59.91, ["longitude"] = 10.75 },
            _ => File([]),
        };

    public static JsonObject Membership(
        ChatState chat,
        JsonObject by,
        JsonObject bot,
        bool blocked,
        DateTimeOffset now
    ) =>
        new()
        {
            ["chat"] = chat.ToJson(),
            ["from"] = by,
            ["date"] = now.ToUnixTimeSeconds(),
            ["old_chat_member"] = Member(bot, !blocked),
            ["new_chat_member"] = Member(bot, blocked),
        };

    private static JsonObject Member(JsonObject bot, bool blocked) =>
        blocked
            ? new JsonObject
            {
                ["user"] = bot.DeepClone(),
                ["status"] = "kicked",
                ["until_date"] = 0,
            }
            : new JsonObject { ["user"] = bot.DeepClone(), ["status"] = "member" };

    private static JsonObject File(JsonObject more)
    {
        more["file_id"] = "made-up-file";
        more["file_unique_id"] = "made-up";
        return more;
    }
}
