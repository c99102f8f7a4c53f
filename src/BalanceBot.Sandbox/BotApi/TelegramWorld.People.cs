using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>What people do.</summary>
internal sealed partial class TelegramWorld
{
    public Person AddPerson(string firstName, string? languageCode, long? id = null)
    {
        lock (gate)
        {
            Person person = new(id ?? ++lastPerson, firstName, languageCode);
            chats[person.Id] = new ChatState(person.Id, "private", firstName) { Person = person };
            Tell(new WorldEvent.PersonChanged(person.Id));
            return person;
        }
    }

    /// <param name="type">group, supergroup or channel.</param>
    public long AddGroup(string title, bool botIsAdmin = false, long? id = null, string type = "group")
    {
        lock (gate)
        {
            long chat = id ?? --lastGroup;
            chats[chat] = new ChatState(chat, type, title) { BotIsAdmin = botIsAdmin, Contacted = true };
            return chat;
        }
    }

    public bool ClosePerson(long chat) =>
        With(
            chat,
            state =>
            {
                state.Gone = true;
                Tell(new WorldEvent.PersonGone(chat));
            }
        );

    /// <summary>The id of the message.</summary>
    public int PersonSays(long chat, string text, long? from = null, bool forwarded = false, bool viaBot = false) =>
        PersonSends(
            chat,
            text,
            null,
            message =>
            {
                message["text"] = text;
                if (text.StartsWith('/'))
                {
                    int length = text.Split((char[]?)null, 2)[0].Length;
                    message["entities"] = new JsonArray(new Entity("bot_command", 0, length, null).ToJson());
                }

                if (forwarded)
                {
                    message["forward_origin"] = new JsonObject
                    {
                        ["type"] = "hidden_user",
                        ["sender_user_name"] = "Somebody",
                        ["date"] = time.GetUtcNow().ToUnixTimeSeconds(),
                    };
                }

                if (viaBot)
                {
                    message["via_bot"] = new JsonObject
                    {
                        ["id"] = 99,
                        ["is_bot"] = true,
                        ["first_name"] = "Other",
                        ["username"] = "OtherBot",
                    };
                }
            },
            from
        );

    public int PersonSendsContact(long chat, string phone, long? owner) =>
        PersonSends(
            chat,
            phone,
            "contact",
            message =>
            {
                JsonObject contact = new() { ["phone_number"] = phone, ["first_name"] = "Contact" };
                if (owner is { } user)
                {
                    contact["user_id"] = user;
                }

                message["contact"] = contact;
            }
        );

    /// <param name="kind">photo, sticker, voice, document or location.</param>
    public int PersonSendsKind(long chat, string kind) =>
        PersonSends(chat, "", kind, message => message[kind] = MessageKinds.Content(kind));

    public bool PersonEdits(long chat, int messageId, string text) =>
        With(
            chat,
            state =>
            {
                if (state.Messages.TryGetValue(messageId, out ChatMessage? message) && !message.FromBot)
                {
                    ChatMessage edited = message with { Text = text, Edited = true };
                    state.Messages[messageId] = edited;
                    JsonObject json = PersonMessage(state, edited, state.Id);
                    json["text"] = text;
                    json["edit_date"] = time.GetUtcNow().ToUnixTimeSeconds();
                    Enqueue("edited_message", json);
                    Tell(new WorldEvent.Shown(edited));
                }
            }
        );

    /// <summary>The callback query's id; null when there is no such button.</summary>
    public string? PersonPresses(long chat, int messageId, string data, long? from = null)
    {
        string? callback = null;
        With(
            chat,
            state =>
            {
                if (
                    state.Messages.TryGetValue(messageId, out ChatMessage? message)
                    && message.Buttons.Any(row => row.Any(button => button.Data == data))
                )
                {
                    callback = NewCallback(chat);
                    Enqueue(
                        "callback_query",
                        new JsonObject
                        {
                            ["id"] = callback,
                            ["from"] = UserJson(from ?? chat),
                            ["message"] = BotMessageJson(state, message),
                            ["chat_instance"] = "1",
                            ["data"] = data,
                        }
                    );
                }
            }
        );
        return callback;
    }

    public bool PersonBlocks(long chat, bool blocked) =>
        With(
            chat,
            state =>
            {
                if (state.Blocked == blocked)
                {
                    return;
                }

                state.Blocked = blocked;
                Enqueue(
                    "my_chat_member",
                    MessageKinds.Membership(state, UserJson(chat), BotJson(), blocked, time.GetUtcNow())
                );
                Tell(new WorldEvent.PersonChanged(chat));
            }
        );

    /// <summary>An update as it is, for poison: only its id is ours.</summary>
    public long InjectRaw(string kind, JsonNode content)
    {
        lock (gate)
        {
            return Enqueue(kind, content);
        }
    }

    /// <summary>The next update_id, whatever came before: after a quiet week it is random.</summary>
    public void JumpUpdateIdTo(long id)
    {
        lock (gate)
        {
            updates.JumpTo(id);
        }
    }

    /// <summary>A message of a person as the server tells it, to be changed by whoever needs a strange one.</summary>
    public JsonObject MessageOf(long chat, string text)
    {
        lock (gate)
        {
            ChatState state = chats[chat];
            state.Contacted = true;
            JsonObject json = PersonMessage(
                state,
                new ChatMessage(state.NextMessage(), chat, false, time.GetUtcNow(), text),
                chat
            );
            json["text"] = text;
            return json;
        }
    }

    private int PersonSends(long chat, string text, string? kind, Action<JsonObject> fill, long? from = null)
    {
        int id = 0;
        With(
            chat,
            state =>
            {
                state.Contacted = true;
                ChatMessage message = new(id = state.NextMessage(), chat, false, time.GetUtcNow(), text)
                {
                    Kind = kind,
                };
                state.Messages[id] = message;
                JsonObject json = PersonMessage(state, message, from ?? chat);
                fill(json);
                Enqueue("message", json);
                Tell(new WorldEvent.Shown(message));
            }
        );
        return id;
    }

    private JsonObject PersonMessage(ChatState state, ChatMessage message, long from) =>
        new()
        {
            ["message_id"] = message.Id,
            ["from"] = UserJson(from),
            ["chat"] = state.ToJson(),
            ["date"] = message.At.ToUnixTimeSeconds(),
        };

    private JsonObject UserJson(long id)
    {
        Person? person = chats.GetValueOrDefault(id)?.Person;
        JsonObject json = new()
        {
            ["id"] = id,
            ["is_bot"] = false,
            ["first_name"] = person?.FirstName ?? "Somebody",
        };
        if (person?.LanguageCode is { } language)
        {
            json["language_code"] = language;
        }

        return json;
    }

    private bool With(long chat, Action<ChatState> act)
    {
        lock (gate)
        {
            if (!chats.TryGetValue(chat, out ChatState? state) || state.Gone)
            {
                return false;
            }

            act(state);
            return true;
        }
    }
}
