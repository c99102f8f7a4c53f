using BalanceBot.Inbox;
using BalanceBot.Subscribers;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.TelegramApi;

/// <summary>From Telegram's JSON to our words, kind by kind.</summary>
public sealed class UpdateReaderTests
{
    public const string Chat = """{"id":5,"type":"private","first_name":"A"}""";
    public const string From = """{"id":5,"is_bot":false,"first_name":"A","language_code":"nb"}""";
    private static readonly Sender Anna = new(5, "nb", false);

    private static readonly UpdateReader Reader = new(16 * 1024);

    public static TheoryData<string, string> Messages =>
        new()
        {
            { "\"text\":\"hi\"", "Text hi" },
            {
                "\"text\":\"hi\",\"forward_origin\":{\"type\":\"hidden_user\",\"date\":1,\"sender_user_name\":\"S\"}",
                "Text hi foreign"
            },
            { "\"text\":\"hi\",\"via_bot\":{\"id\":9,\"is_bot\":true,\"first_name\":\"B\"}", "Text hi foreign" },
            { "\"contact\":{\"phone_number\":\"+47\",\"first_name\":\"A\",\"user_id\":5}", "Contact +47 5" },
            { "\"contact\":{\"phone_number\":\"+47\",\"first_name\":\"A\"}", "Contact +47 " },
            {
                "\"photo\":[{\"file_id\":\"f\",\"file_unique_id\":\"u\",\"width\":1,\"height\":1}],\"caption\":\"4510 123456\"",
                "Other Photo"
            },
            {
                "\"sticker\":{\"file_id\":\"f\",\"file_unique_id\":\"u\",\"type\":\"regular\",\"width\":1,\"height\":1,\"is_animated\":false,\"is_video\":false}",
                "Other Sticker"
            },
            { "\"voice\":{\"file_id\":\"f\",\"file_unique_id\":\"u\",\"duration\":1}", "Other Voice" },
            { "\"location\":{\"latitude\":1.5,\"longitude\":2.5}", "Other Location" },
            { "\"dice\":{\"emoji\":\"x\",\"value\":3}", "Other Dice" },
            {
                "\"pinned_message\":{\"message_id\":1,\"date\":1,\"chat\":{\"id\":5,\"type\":\"private\"},\"text\":\"x\"}",
                "Silent PinnedMessage"
            },
            { "\"new_chat_members\":[{\"id\":9,\"is_bot\":false,\"first_name\":\"N\"}]", "Silent NewChatMembers" },
            { "\"from_the_future\":{\"a\":1}", "Silent Unknown" },
        };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_told_by_what_it_carries(string carries, string expected)
    {
        Update update = Read(
            $$$"""{"update_id":7,"message":{"message_id":3,"date":1,"chat":{{{Chat}}},"from":{{{From}}},{{{carries}}}} }"""
        );

        Assert.Equal((7, new ChatId(5), ChatKind.Private), (update.Id, update.Chat, update.Kind));
        Assert.Equal(expected, Told(update));
        Assert.True(update is Update.Silent || update.From == Anna);
    }

    [Theory]
    [InlineData("private", 5, "Private")]
    [InlineData("private", -5, "Group")]
    [InlineData("group", -5, "Group")]
    [InlineData("supergroup", -5, "Group")]
    [InlineData("channel", -5, "Channel")]
    public void A_chat_is_told_by_its_kind_and_private_is_only_one_with_a_person_s_id(
        string type,
        long id,
        string expected
    )
    {
        Update update = Read(
            $$$"""{"update_id":7,"message":{"message_id":3,"date":1,"chat":{"id":{{{id}}},"type":"{{{type}}}","title":"G"},"text":"x"}}"""
        );

        Assert.Equal(expected, update.Kind.ToString());
        Assert.Null(update.From);
    }

    [Fact]
    public void An_edited_message_comes_without_its_words()
    {
        Update update = Read(
            $$$"""{"update_id":7,"edited_message":{"message_id":3,"date":1,"edit_date":2,"chat":{{{Chat}}},"from":{{{From}}},"text":"4510 123456"}}"""
        );

        Assert.Equal(new Update.Edited(7, new ChatId(5), ChatKind.Private, Anna, 3), update);
    }

    [Theory]
    [InlineData(
        ""","message":{"message_id":3,"date":1,"chat":{"id":5,"type":"private"},"text":"x"},"data":"d" """,
        3,
        "d"
    )]
    [InlineData(""","message":{"message_id":3,"date":0,"chat":{"id":5,"type":"private"}},"data":"d" """, 3, "d")]
    [InlineData(""","inline_message_id":"i","data":"d" """, null, "d")]
    [InlineData(
        ""","message":{"message_id":3,"date":1,"chat":{"id":5,"type":"private"},"text":"x"},"game_short_name":"g" """,
        3,
        null
    )]
    public void A_press_is_told_with_or_without_its_message(string rest, int? message, string? data)
    {
        Update update = Read(
            $$$"""{"update_id":7,"callback_query":{"id":"c","from":{{{From}}},"chat_instance":"1"{{{rest}}}}}"""
        );

        Assert.Equal(new Update.Press(7, new ChatId(5), ChatKind.Private, Anna, "c", message, data), update);
    }

    [Theory]
    [InlineData("kicked", "\"until_date\":0", false)]
    [InlineData("left", "\"x\":1", false)]
    [InlineData("member", "\"x\":1", true)]
    public void Blocking_and_unblocking_is_told(string status, string more, bool mayWrite)
    {
        const string bot = """{"id":9,"is_bot":true,"first_name":"B"}""";
        Update update = Read(
            $$$"""
            {"update_id":7,"my_chat_member":{"chat":{{{Chat}}},"from":{{{From}}},"date":1,
             "old_chat_member":{"user":{{{bot}}},"status":"member"},
             "new_chat_member":{"user":{{{bot}}},"status":"{{{status}}}",{{{more}}}}} }
            """
        );

        Assert.Equal(new Update.Membership(7, new ChatId(5), ChatKind.Private, Anna, mayWrite), update);
    }

    [Fact]
    public void A_channel_post_asks_nothing_of_us() =>
        Assert.Equal(
            "Silent channel_post",
            Told(
                Read(
                    """{"update_id":7,"channel_post":{"message_id":3,"date":1,"chat":{"id":-5,"type":"channel","title":"C"},"text":"x"}}"""
                )
            )
        );

    [Theory]
    [InlineData("null", "is empty")]
    [InlineData("[]", "cannot be parsed at $")]
    [InlineData("{", "cannot be parsed at $")]
    [InlineData("""{"update_id":7,"telepathy":{"thought":"fjord"}}""", "is of an unknown kind")]
    [InlineData(
        """{"update_id":7,"poll_answer":{"poll_id":"1","option_ids":[1]}}""",
        "is of a kind that was not asked for: PollAnswer"
    )]
    [InlineData("""{"update_id":7,"message":{"message_id":"fjord"}}""", "cannot be parsed at $.message.message_id")]
    [InlineData(
        """{"update_id":7,"message":{"message_id":3,"date":1,"chat":{"id":5,"type":"private"},"forward_origin":{"type":"fjord","date":1}}}""",
        "cannot be parsed at $.message.forward_origin"
    )]
    public void What_cannot_be_read_says_where_and_quotes_nothing(string json, string expected)
    {
        string reason = Assert.IsType<Reading.Unreadable>(Reader.Read(new RawUpdate(7, json))).Reason;

        Assert.StartsWith(expected, reason);
        Assert.DoesNotContain("fjord", reason);
    }

    /// <summary>Refused at the webhook, Telegram would bring it again and again for a day, and nothing else of its chat.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(5000)]
    public void An_update_is_known_by_its_id_however_deep_it_is_and_put_away(int depth)
    {
        string json = $$"""{"message":{{new string('[', depth)}}{{new string(']', depth)}},"update_id":7}""";

        RawUpdate raw = Assert.IsType<RawUpdate>(Reader.Identify(json));
        Assert.Equal(7, raw.Id);
        Assert.IsType<Reading.Unreadable>(Reader.Read(raw));
    }

    [Fact]
    public void What_is_too_large_is_not_even_parsed() =>
        Assert.Equal(
            new Reading.Unreadable("is larger than 16384 bytes"),
            Reader.Read(new RawUpdate(7, new string('å', 9000)))
        );

    private static Update Read(string json) =>
        Assert.IsType<Reading.Readable>(Reader.Read(new RawUpdate(7, json))).Update;

    private static string Told(Update update) =>
        update switch
        {
            Update.Text text => $"Text {text.Words}{(text.Foreign ? " foreign" : "")}",
            Update.Contact contact => $"Contact {contact.Phone} {contact.Owner}",
            Update.Other other => $"Other {other.What}",
            Update.Silent silent => $"Silent {silent.What}",
            _ => update.ToString(),
        };
}
