using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>From a method's name to what it does.</summary>
internal static class Methods
{
    public static async Task<Answer> Call(TelegramWorld world, string method, Parameters p, CancellationToken gone) =>
        method.ToUpperInvariant() switch
        {
            "GETME" => new Answer.Ok(Me()),
            "GETUPDATES" => await world.GetUpdates(
                p.Long("offset") ?? 0,
                p.Int("limit", 100),
                p.Int("timeout", 0),
                gone
            ),
            "SETWEBHOOK" => SetWebhook(world, p),
            "DELETEWEBHOOK" => world.SetWebhook(null, p.Flag("drop_pending_updates")),
            "GETWEBHOOKINFO" => new Answer.Ok(world.WebhookInfo()),
            "SENDMESSAGE" => world.SendMessage(
                p.Long("chat_id") ?? 0,
                p.Text("text"),
                p.Text("parse_mode"),
                p.Json("reply_markup")
            ),
            "SENDPHOTO" => world.SendPhoto(
                p.Long("chat_id") ?? 0,
                p.File("photo")?.Bytes,
                p.Text("caption"),
                p.Text("parse_mode"),
                p.Json("reply_markup")
            ),
            "SENDDOCUMENT" => world.SendDocument(
                p.Long("chat_id") ?? 0,
                p.File("document"),
                p.Text("caption"),
                p.Text("parse_mode")
            ),
            "EDITMESSAGETEXT" => Edit(world, p, onlyMarkup: false),
            "EDITMESSAGEREPLYMARKUP" => Edit(world, p, onlyMarkup: true),
            "DELETEMESSAGE" => world.DeleteMessage(p.Long("chat_id") ?? 0, p.Int("message_id", 0)),
            "ANSWERCALLBACKQUERY" => world.AnswerCallback(
                p.Text("callback_query_id"),
                p.Text("text"),
                p.Flag("show_alert")
            ),
            "SETMYCOMMANDS" => world.SetCommands(p.Text("language_code") ?? "", p.Json("commands") as JsonArray ?? []),
            "GETMYCOMMANDS" => new Answer.Ok(
                world.Commands.GetValueOrDefault(p.Text("language_code") ?? "")?.DeepClone() ?? new JsonArray()
            ),
            "SENDCHATACTION" or "SETMYDESCRIPTION" or "SETMYSHORTDESCRIPTION" => Answer.True,
            "GETCHAT" => world.Chat(p.Long("chat_id") ?? 0) is { } chat
                ? new Answer.Ok(chat.ToJson())
                : Answer.Bad("chat not found"),
            _ => new Answer.Error(404, "Not Found"),
        };

    private static Answer Edit(TelegramWorld world, Parameters p, bool onlyMarkup) =>
        world.EditMessage(
            p.Long("chat_id") ?? 0,
            p.Int("message_id", 0),
            p.Text("text"),
            p.Text("parse_mode"),
            p.Json("reply_markup"),
            onlyMarkup
        );

    private static JsonObject Me()
    {
        JsonObject me = TelegramWorld.BotJson();
        me["can_join_groups"] = true;
        me["can_read_all_group_messages"] = false;
        me["supports_inline_queries"] = false;
        return me;
    }

    private static Answer SetWebhook(TelegramWorld world, Parameters p)
    {
        (Webhook? webhook, Answer.Error? error) = Webhook.Of(p);
        return error ?? world.SetWebhook(webhook, p.Flag("drop_pending_updates"));
    }
}
