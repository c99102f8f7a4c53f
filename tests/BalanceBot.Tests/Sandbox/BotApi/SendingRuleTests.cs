using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Sandbox.BotApi;

/// <summary>Telegram's rules of sending, each with the rule on and off: off, the same steps come out otherwise.</summary>
public sealed class SendingRuleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_press_can_be_answered_for_150_seconds_and_once(bool on)
    {
        await using Api api = await Api.Start(new Rules { QueriesExpire = on });
        long anna = api.Person();
        int message = (int)(await api.Say(anna, "sure?", Button("y"))).Result!["message_id"]!;
        string old = api.World.PersonPresses(anna, message, "y")!;
        api.Time.Advance(TimeSpan.FromSeconds(151));

        Reply late = await api.Call("answerCallbackQuery", new { callback_query_id = old });
        Assert.Equal(on, late.Description?.Contains("query is too old", StringComparison.Ordinal) == true);
        string fresh = api.World.PersonPresses(anna, message, "y")!;
        Assert.True((await api.Call("answerCallbackQuery", new { callback_query_id = fresh })).Ok);
        Assert.False((await api.Call("answerCallbackQuery", new { callback_query_id = fresh })).Ok);
    }

    [Theory]
    [InlineData("<b>never closed", "can't parse entities")]
    [InlineData("<marquee>x</marquee>", "can't parse entities")]
    [InlineData("a < b", "can't parse entities")]
    [InlineData("</b>", "can't parse entities")]
    [InlineData("<a href=\"https://x\">x", "can't parse entities")]
    [InlineData("<a href=\"https://x>y</a>", "can't parse entities")]
    [InlineData("<span class=\"big\">x</span>", "must have class")]
    [InlineData("<span>x</span>", "must have class")]
    public async Task Html_is_read_strictly(string html, string complaint)
    {
        await using Api strict = await Api.Start();
        await using Api lax = await Api.Start(Rules.WithoutLimits with { StrictHtml = false });

        Reply refused = await strict.Say(strict.Person(), html);
        Assert.Equal(400, refused.Status);
        Assert.Contains(complaint, refused.Description!);
        Assert.True((await lax.Say(lax.Person(), html)).Ok);
    }

    [Fact]
    public async Task A_picture_is_uploaded_and_shown_with_its_caption()
    {
        await using Api api = await Api.Start();
        long anna = api.Person();
        byte[] png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

        Reply sent = await api.Photo(anna, png, "<b>what it shows</b>");

        Assert.Equal("what it shows", (string?)sent.Result!["caption"]);
        Assert.NotNull(sent.Result["photo"]);
        ChatMessage shown = api.World.BotMessages(anna)[^1];
        Assert.Equal(("photo", "what it shows"), (shown.Kind, shown.Text));
        Assert.Equal(png, shown.Picture);
    }

    [Theory]
    [InlineData(null, "x", "no photo")]
    [InlineData("no picture", "x", "IMAGE_PROCESS_FAILED")]
    [InlineData("\u0089PNG", "long", "caption is too long")]
    [InlineData("\u0089PNG", "<b>", "can't parse entities")]
    public async Task A_picture_that_is_wrong_is_refused(string? picture, string caption, string complaint)
    {
        await using Api api = await Api.Start();

        Reply refused = await api.Photo(
            api.Person(),
            picture is null ? null : System.Text.Encoding.Latin1.GetBytes(picture),
            caption == "long" ? new string('x', 1025) : caption
        );

        Assert.Equal(400, refused.Status);
        Assert.Contains(complaint, refused.Description!);
    }

    public static TheoryData<string, object?, string> Wrong =>
        new()
        {
            { "", null, "message text is empty" },
            { "  \n ", null, "message text is empty" },
            { "<b> </b>", null, "message text is empty" },
            { new string('x', 4097), null, "message is too long" },
            { "x", Button(new string('d', 65)), "BUTTON_DATA_INVALID" },
            { "x", Button(new string('å', 33)), "BUTTON_DATA_INVALID" },
            { "x", Button("d", text: ""), "text buttons are unallowed" },
            {
                "x",
                new { inline_keyboard = new[] { new[] { new { text = "does nothing" } } } },
                "text buttons are unallowed"
            },
            {
                "x",
                new { inline_keyboard = new[] { new[] { new { text = "x", url = "not an address" } } } },
                "BUTTON_URL_INVALID"
            },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Fields_have_limits(string text, object? markup, string complaint)
    {
        await using Api strict = await Api.Start();
        await using Api lax = await Api.Start(Rules.WithoutLimits with { ChecksFields = false });

        Reply refused = await strict.Say(strict.Person(), text, markup);
        Assert.Equal(400, refused.Status);
        Assert.Contains(complaint, refused.Description!);
        Assert.True((await lax.Say(lax.Person(), text, markup)).Ok);
    }

    [Fact]
    public async Task The_longest_text_counts_after_its_entities_and_the_longest_data_in_bytes()
    {
        await using Api api = await Api.Start();
        long anna = api.Person();

        Assert.True((await api.Say(anna, $"<b>{new string('x', 4096)}</b>")).Ok);
        Assert.True((await api.Say(anna, "x", Button(new string('å', 32)))).Ok);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_bot_cannot_write_first(bool on)
    {
        await using Api api = await Api.Start(new Rules { NeedsContact = on });
        long stranger = api.World.AddPerson("Stranger", "en").Id;

        Assert.Equal(on ? 403 : 200, (await api.Say(stranger, "hello")).Status);
        api.World.PersonSays(stranger, "/start");
        Assert.Equal(200, (await api.Say(stranger, "hello")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_messages_younger_than_48_hours_can_be_deleted(bool on)
    {
        await using Api api = await Api.Start(new Rules { DeletesOnlyYoung = on });
        long anna = api.Person();
        int old = api.World.PersonSays(anna, "old");
        api.Time.Advance(TimeSpan.FromHours(48.1));
        int young = api.World.PersonSays(anna, "young");

        Assert.Equal(
            on ? 400 : 200,
            (await api.Call("deleteMessage", new { chat_id = anna, message_id = old })).Status
        );
        Assert.True((await api.Call("deleteMessage", new { chat_id = anna, message_id = young })).Ok);
        Reply twice = await api.Call("deleteMessage", new { chat_id = anna, message_id = young });
        Assert.Contains("message to delete not found", twice.Description!);
    }

    [Theory]
    [InlineData(30, true)]
    [InlineData(null, false)]
    public async Task Over_all_chats_thirty_a_second(int? most, bool limited)
    {
        await using Api api = await Api.Start(Rules.WithoutLimits with { PerSecond = most });
        long[] people = [.. Enumerable.Range(0, 31).Select(n => api.Person($"P{n}"))];
        foreach (long person in people[..30])
        {
            Assert.True((await api.Say(person, "x")).Ok);
        }

        await Limited(api, people[30], limited, wait: 1);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(null, false)]
    public async Task A_chat_takes_a_burst_and_then_one_a_second(int? burst, bool limited)
    {
        await using Api api = await Api.Start(Rules.WithoutLimits with { PerChatBurst = burst });
        long anna = api.Person();
        for (int n = 0; n < 3; n++)
        {
            Assert.True((await api.Say(anna, "x")).Ok);
        }

        await Limited(api, anna, limited, wait: 1);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(null, false)]
    public async Task A_group_takes_twenty_a_minute(int? most, bool limited)
    {
        await using Api api = await Api.Start(Rules.WithoutLimits with { PerGroupPerMinute = most });
        long group = api.World.AddGroup("Neighbours");
        for (int n = 0; n < 20; n++)
        {
            Assert.True((await api.Say(group, "x")).Ok);
        }

        await Limited(api, group, limited, wait: 61);
    }

    private static async Task Limited(Api api, long chat, bool limited, int wait)
    {
        int shown = api.World.BotMessages(chat).Count;
        Reply refused = await api.Say(chat, "one too many");
        Assert.Equal(limited ? 429 : 200, refused.Status);
        if (limited)
        {
            Assert.Equal(wait, (int)refused.Json!["parameters"]!["retry_after"]!);
            Assert.Equal(shown, api.World.BotMessages(chat).Count);
            api.Time.Advance(TimeSpan.FromSeconds(wait));
            Assert.True((await api.Say(chat, "in time")).Ok);
        }
    }

    private static object Button(string data, string text = "Yes") =>
        new { inline_keyboard = new[] { new[] { new { text, callback_data = data } } } };
}
