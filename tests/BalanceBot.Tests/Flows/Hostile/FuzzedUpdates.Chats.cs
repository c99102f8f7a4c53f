using System.Text.Json.Nodes;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Who writes, where, and who comes and goes.</summary>
internal sealed partial class FuzzedUpdates
{
    private JsonObject Member(int person, JsonObject chat) =>
        new()
        {
            ["chat"] = chat,
            ["from"] = Person(person),
            ["date"] = 1,
            ["old_chat_member"] = MemberWith("member"),
            ["new_chat_member"] = MemberWith(
                chance.Next(3) switch
                {
                    0 => "member",
                    1 => "left",
                    _ => "kicked",
                }
            ),
        };

    private static JsonObject MemberWith(string status) =>
        new()
        {
            ["user"] = new JsonObject
            {
                ["id"] = 7_000_000_001,
                ["is_bot"] = true,
                ["first_name"] = "B",
            },
            ["status"] = status,
            ["until_date"] = 0,
        };

    private JsonObject Person(int person) =>
        new()
        {
            ["id"] = FirstPerson + person,
            ["is_bot"] = false,
            ["first_name"] = $"SECRETOFNAME {HostileWords.Mark}<b>",
            ["language_code"] = Languages[person % 4 == 0 ? chance.Next(Languages.Length) : person % 4],
        };

    private static JsonObject PrivateChat(int person) => Chat(FirstPerson + person, "private");

    private JsonObject GroupChat() =>
        chance.Next(2) == 0
            ? Chat(FirstGroup - chance.Next(Groups), "group")
            : Chat(FirstSupergroup - chance.Next(Groups), "supergroup");

    private static JsonObject Chat(long id, string type) =>
        new()
        {
            ["id"] = id,
            ["type"] = type,
            ["title"] = $"SECRETOFNAME {HostileWords.Mark}",
        };
}
