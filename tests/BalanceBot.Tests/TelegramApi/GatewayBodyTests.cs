using System.Text.Json.Nodes;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.TelegramApi;

/// <summary>The exact JSON of each request: the library has changed the order of its parameters between minor versions.</summary>
public sealed class GatewayBodyTests
{
    private const string Sent =
        """{"ok":true,"result":{"message_id":42,"date":1,"chat":{"id":5,"type":"private","first_name":"A"},"text":"x"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_text_goes_as_html_without_a_preview() =>
        Goes(
            new Body.Text("<b>149.99 kr</b>"),
            "sendMessage",
            """
            {"chat_id":5,"text":"<b>149.99 kr</b>","parse_mode":"Html",
             "link_preview_options":{"is_disabled":true}}
            """
        );

    [Fact]
    public Task Buttons_go_in_their_rows() =>
        Goes(
            new Body.Text("x")
            {
                Buttons =
                [
                    [new Button.Callback("Yes", "y:1"), new Button.Callback("No", "n")],
                    [new Button.Url("Pay", "https://pay.example/?c=1&a=2")],
                ],
                Keyboard =
                [
                    ["Balance"],
                ],
            },
            "sendMessage",
            """
            {"chat_id":5,"text":"x","parse_mode":"Html",
             "link_preview_options":{"is_disabled":true},
             "reply_markup":{"inline_keyboard":[
               [{"text":"Yes","callback_data":"y:1"},{"text":"No","callback_data":"n"}],
               [{"text":"Pay","url":"https://pay.example/?c=1&a=2"}]]}}
            """
        );

    [Fact]
    public Task A_keyboard_is_small_and_stays_and_a_silent_message_rings_nobody() =>
        Goes(
            new Body.Text("x")
            {
                Keyboard =
                [
                    ["Balance", "Contracts"],
                    ["Help"],
                ],
                Silent = true,
            },
            "sendMessage",
            """
            {"chat_id":5,"text":"x","parse_mode":"Html",
             "link_preview_options":{"is_disabled":true},"disable_notification":true,
             "reply_markup":{"keyboard":[[{"text":"Balance"},{"text":"Contracts"}],[{"text":"Help"}]],
                             "resize_keyboard":true,"is_persistent":true}}
            """
        );

    [Fact]
    public async Task A_picture_goes_as_a_form_with_its_words_below_it()
    {
        Body.Text words = new("<b>Øl & \"x\"</b>")
        {
            Buttons =
            [
                [new Button.Url("Pay", "https://pay.example/?c=1&a=2")],
            ],
            Silent = true,
        };

        using MultipartFormDataContent form = PhotoForm.Of(new ChatId(5), new Body.Photo([1, 2, 255], words), true);

        Dictionary<string, byte[]> parts = [];
        foreach (HttpContent part in form)
        {
            parts[part.Headers.ContentDisposition!.Name!.Trim('"')] = await part.ReadAsByteArrayAsync(Stop);
        }

        Assert.Equal([1, 2, 255], parts["photo"]);
        parts.Remove("photo");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["chat_id"] = "5",
                ["caption"] = words.Html,
                ["parse_mode"] = "Html",
                ["disable_notification"] = "true",
                ["allow_paid_broadcast"] = "true",
                ["reply_markup"] = """{"inline_keyboard":[[{"text":"Pay","url":"https://pay.example/?c=1&a=2"}]]}""",
            },
            parts.ToDictionary(part => part.Key, part => System.Text.Encoding.UTF8.GetString(part.Value))
        );
    }

    [Fact]
    public Task An_edit_names_the_message_and_replaces_text_and_buttons() =>
        Goes(
            new Body.Edit(
                9,
                new Body.Text("new")
                {
                    Buttons =
                    [
                        [new Button.Callback("Ok", "o")],
                    ],
                }
            ),
            "editMessageText",
            """
            {"chat_id":5,"message_id":9,"text":"new","parse_mode":"Html",
             "link_preview_options":{"is_disabled":true},
             "reply_markup":{"inline_keyboard":[[{"text":"Ok","callback_data":"o"}]]}}
            """
        );

    [Fact]
    public Task A_deletion_names_the_message() =>
        Goes(
            new Body.Delete(9, new Body.Text("please delete it yourself")),
            "deleteMessage",
            """{"chat_id":5,"message_id":9}"""
        );

    [Theory]
    [InlineData(true, (int)OutgoingClass.Bulk, true)]
    [InlineData(true, (int)OutgoingClass.Answer, false)]
    [InlineData(true, (int)OutgoingClass.Notice, false)]
    [InlineData(false, (int)OutgoingClass.Bulk, false)]
    public async Task Only_bulk_is_paid_for_and_only_where_the_operator_has_said_so(bool setting, int @class, bool paid)
    {
        using Wire wire = new Wire().Answers(200, Sent);
        await new Gateway(wire.Caller(), setting).Send(
            new Outgoing(Guid.NewGuid(), new ChatId(5), (OutgoingClass)@class, new Body.Text("x")),
            Stop
        );

        Assert.Equal(paid ? "true" : null, wire.Requests.Single().Body!["allow_paid_broadcast"]?.ToJsonString());
    }

    [Theory]
    [InlineData(null, """{"callback_query_id":"c7"}""")]
    [InlineData("Wait", """{"callback_query_id":"c7","text":"Wait"}""")]
    public async Task A_press_is_answered_by_its_id(string? text, string expected)
    {
        using Wire wire = new();
        await new Gateway(wire.Caller()).AnswerPress("c7", text, Stop);

        Same("answerCallbackQuery", expected, wire);
    }

    private static async Task Goes(Body body, string method, string expected)
    {
        using Wire wire = new Wire().Answers(200, body is Body.Delete ? """{"ok":true,"result":true}""" : Sent);
        SendOutcome outcome = await new Gateway(wire.Caller()).Send(
            new Outgoing(Guid.NewGuid(), new ChatId(5), OutgoingClass.Answer, body),
            Stop
        );

        Assert.IsType<SendOutcome.Sent>(outcome);
        Same(method, expected, wire);
    }

    private static void Same(string method, string expected, Wire wire)
    {
        (string called, JsonNode? sent) = Assert.Single(wire.Requests);
        Assert.Equal(method, called);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), sent),
            $"expected {JsonNode.Parse(expected)!.ToJsonString()}\nbut was {sent?.ToJsonString()}"
        );
    }
}
