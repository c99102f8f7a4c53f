using System.Text.Json.Nodes;
using BalanceBot.Replies;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>An update as its sender wrote it.</summary>
/// <param name="Typed">The contract whose credentials may be in it, which its sender knows.</param>
internal sealed record Fuzzed(long Id, string Json, int Typed);

/// <summary>
/// Updates of every kind, most of them as Telegram makes them, many changed at random at the level of JSON. The same seed
/// makes the same updates.
/// </summary>
internal sealed partial class FuzzedUpdates(int seed, int people)
{
    public const long FirstPerson = 600_000_000;
    public const long FirstGroup = -2_000_000;
    public const long FirstSupergroup = -1_002_000_000_000;
    public const long FirstChannel = -1_003_000_000_000;
    public const int Groups = 20;

    private static readonly string[] Languages = ["en", "nb", "uk", "ru", "de", "xx-YY", "", "EN_us", "\u202E"];

    private static readonly string[] Media =
    [
        "photo",
        "voice",
        "video",
        "video_note",
        "audio",
        "document",
        "sticker",
        "animation",
        "location",
        "venue",
        "dice",
        "poll",
        "story",
        "game",
    ];

    private static readonly string[] Services =
    [
        """{"new_chat_title":"x"}""",
        """{"new_chat_members":[{"id":7000000001,"is_bot":true,"first_name":"B"}]}""",
        """{"left_chat_member":{"id":1,"is_bot":false,"first_name":"B"}}""",
        """{"pinned_message":{"message_id":1,"date":1,"chat":{"id":5,"type":"private"},"text":"x"}}""",
        """{"migrate_to_chat_id":-1002000000001}""",
        """{"forum_topic_created":{"name":"t","icon_color":1}}""",
        """{"message_auto_delete_timer_changed":{"message_auto_delete_time":60}}""",
        """{"web_app_data":{"data":"TYPEDBYME","button_text":"x"}}""",
        """{"users_shared":{"request_id":1,"users":[{"user_id":1}]}}""",
        """{"successful_payment":{"currency":"XTR","total_amount":1,"invoice_payload":"x","telegram_payment_charge_id":"x","provider_payment_charge_id":"x"}}""",
        """{"gift":{"type":"unheard-of"}}""",
        """{"invented_in_2031":{"a":[1,2,{"b":null}]}}""",
    ];

    private static readonly string[] OtherKinds =
    [
        "inline_query",
        "chosen_inline_result",
        "poll",
        "poll_answer",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "business_message",
        "deleted_business_messages",
        "shipping_query",
        "telepathy",
        "",
    ];

    private readonly Random chance = new(seed);
    private int message;

    public int People => people;

    public long Last { get; private set; } = 900_000_000;

    public Fuzzed Next()
    {
        int person = chance.Next(people);
        JsonObject update = Of(person);
        update["update_id"] = ++Last;
        if (chance.Next(2) == 0)
        {
            FuzzedJson.Change(update, chance, changes: chance.Next(1, 4));
            update["update_id"] = Last;
        }

        return new Fuzzed(Last, FuzzedJson.Written(update, chance), person);
    }

    private JsonObject Of(int person) =>
        chance.Next(100) switch
        {
            < 50 => new() { ["message"] = Private(person) },
            < 54 => new() { ["edited_message"] = Edited(Private(person)) },
            < 70 => new() { ["callback_query"] = Press(person, PrivateChat(person)) },
            < 74 => new() { ["my_chat_member"] = Member(person, PrivateChat(person)) },
            < 86 => new() { ["message"] = Content(Message(person, GroupChat()), person) },
            < 88 => new() { ["edited_message"] = Edited(Content(Message(person, GroupChat()), person)) },
            < 90 => new() { ["callback_query"] = Press(person, GroupChat()) },
            < 91 => new() { ["my_chat_member"] = Member(person, GroupChat()) },
            < 94 => new() { [chance.Next(2) == 0 ? "channel_post" : "edited_channel_post"] = Post(person) },
            _ => new()
            {
                [OtherKinds[chance.Next(OtherKinds.Length)]] = chance.Next(2) == 0 ? Private(person) : Person(person),
            },
        };

    private JsonObject Private(int person) => Content(Message(person, PrivateChat(person)), person);

    private JsonObject Content(JsonObject message, int person)
    {
        switch (chance.Next(20))
        {
            case 0:
                Merge(message, MediaOf(person));
                break;
            case 1:
                message["contact"] = new JsonObject
                {
                    ["phone_number"] = "+47 SECRETOFPHONE",
                    ["first_name"] = HostileWords.Any(chance),
                    ["user_id"] = FirstPerson + chance.Next(people),
                };
                break;
            case 2:
                Merge(message, JsonNode.Parse(Services[chance.Next(Services.Length)])!.AsObject());
                break;
            default:
                message["text"] = Words(person);
                break;
        }

        Around(message);
        return message;
    }

    /// <summary>Forwarded, through a bot, in a topic, as an answer, in somebody's name.</summary>
    private void Around(JsonObject message)
    {
        switch (chance.Next(30))
        {
            case 0:
                message["forward_origin"] = new JsonObject
                {
                    ["type"] = chance.Next(4) == 0 ? "from_the_future" : "hidden_user",
                    ["sender_user_name"] = "Somebody",
                    ["date"] = 1,
                };
                break;
            case 1:
                message["via_bot"] = new JsonObject
                {
                    ["id"] = 9,
                    ["is_bot"] = true,
                    ["first_name"] = "B",
                };
                break;
            case 2:
                (message["is_topic_message"], message["message_thread_id"]) = (true, chance.Next(9));
                break;
            case 3:
                message["sender_chat"] = GroupChat();
                break;
            case 4:
                message["reply_to_message"] = new JsonObject
                {
                    ["message_id"] = 1,
                    ["date"] = 1,
                    ["chat"] = message["chat"]!.DeepClone(),
                    ["text"] = HostileWords.Any(chance),
                };
                break;
            case 5:
                message["entities"] = JsonNode.Parse("""[{"type":"bot_command","offset":-5,"length":99999}]""");
                break;
        }
    }

    private string Words(int person)
    {
        MarkedContract own = new(person);
        return chance.Next(10) switch
        {
            0 or 1 => own.Printed,
            2 or 3 => own.Document,
            4 => own.Login,
            5 => own.Password,
            6 when chance.Next(3) == 0 => $"/link {own.Printed} {own.Document}",
            _ => HostileWords.Any(chance),
        };
    }

    private JsonObject MediaOf(int person)
    {
        string kind = Media[chance.Next(Media.Length)];
        return new JsonObject
        {
            [kind] = JsonNode.Parse(
                kind == "photo"
                    ? """[{"file_id":"f","file_unique_id":"u","width":1,"height":1}]"""
                    : """{"file_id":"f","file_unique_id":"u","duration":1,"width":1,"height":1,"length":1,"type":"regular","is_animated":false,"is_video":false,"latitude":1.5,"longitude":2.5,"emoji":"x","value":3,"title":"t","question":"q"}"""
            ),
            ["caption"] = Words(person),
        };
    }

    private JsonObject Message(int person, JsonObject chat) =>
        new()
        {
            ["message_id"] = ++message,
            ["from"] = Person(person),
            ["chat"] = chat,
            ["date"] = 1_700_000_000 + message,
        };

    private static JsonObject Edited(JsonObject message)
    {
        message["edit_date"] = 1_800_000_000;
        return message;
    }

    private JsonObject Post(int person)
    {
        JsonObject post = Content(Message(person, Chat(FirstChannel - chance.Next(Groups), "channel")), person);
        post.Remove("from");
        return post;
    }

    private JsonObject Press(int person, JsonObject chat) =>
        new()
        {
            ["id"] = $"{Last}",
            ["from"] = Person(person),
            ["chat_instance"] = "1",
            ["data"] = HostileWords.Press(
                chance,
                Presses.Tag(new MarkedContract(chance.Next(4) > 0 ? person : chance.Next(people)).Printed)
            ),
            ["message"] =
                chance.Next(20) == 0
                    ? null
                    : new JsonObject
                    {
                        ["message_id"] = chance.Next(1, 1000),
                        ["date"] = chance.Next(2),
                        ["chat"] = chat,
                        ["text"] = "x",
                    },
        };

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach ((string name, JsonNode? value) in from)
        {
            into[name] = value?.DeepClone();
        }
    }
}
