using System.Text.Json.Nodes;
using BalanceBot.Inbox;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.TelegramApi;

public sealed class LongPollTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_poll_asks_for_the_kinds_that_we_handle_and_waits_as_long_as_told()
    {
        using Wire wire = new Wire().Answers(200, """{"ok":true,"result":[]}""");
        await Poll(wire);

        (string method, JsonNode? body) = Assert.Single(wire.Requests);
        Assert.Equal("getUpdates", method);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """{"offset":17,"limit":100,"timeout":50,"allowed_updates":["message","edited_message","callback_query","my_chat_member"]}"""
                ),
                body
            ),
            body?.ToJsonString()
        );
    }

    [Fact]
    public async Task Updates_come_through_as_they_are_and_one_without_an_id_is_passed_over()
    {
        using Wire wire = new Wire().Answers(
            200,
            """{"ok":true,"result":[{"update_id":7,"telepathy":{"a":[1,  2]}},{"message":{}},5,null,{"update_id":"x"},{"update_id":9}]}"""
        );

        PollOutcome.Batch batch = Assert.IsType<PollOutcome.Batch>(await Poll(wire));

        Assert.Equal(
            [
                new RawUpdate(7, """{"update_id":7,"telepathy":{"a":[1,  2]}}"""),
                new RawUpdate(9, """{"update_id":9}"""),
            ],
            batch.Updates
        );
    }

    [Fact]
    public async Task An_update_nested_deeper_than_anything_hurts_no_other_and_ok_may_stand_at_the_end()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 500)) + string.Concat(Enumerable.Repeat("]", 500));
        using Wire wire = new Wire().Answers(
            200,
            $$"""{"result":[{"x":{{deep}},"update_id":7},{"update_id":8,"y":{"update_id":99} }],"ok":true}"""
        );

        PollOutcome.Batch batch = Assert.IsType<PollOutcome.Batch>(await Poll(wire));

        Assert.Equal([7L, 8L], batch.Updates.Select(update => update.Id));
    }

    [Fact]
    public async Task A_batch_of_very_large_updates_is_read_to_its_end()
    {
        string[] updates =
        [
            .. Enumerable.Range(1, 100).Select(id => $$"""{"update_id":{{id}},"text":"{{new string('å', 40_000)}}"}"""),
        ];
        using Wire wire = new Wire().Answers(200, $$"""{"ok":true,"result":[{{string.Join(',', updates)}}]}""");

        PollOutcome.Batch batch = Assert.IsType<PollOutcome.Batch>(await Poll(wire));

        Assert.Equal(updates, batch.Updates.Select(update => update.Json));
    }

    [Theory]
    [InlineData(401, "Unauthorized", "Unauthorized { }")]
    [InlineData(404, "Not Found", "Unauthorized { }")]
    [InlineData(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        "Conflict { WebhookIsSet = True }"
    )]
    [InlineData(409, "Conflict: terminated by other getUpdates request", "Conflict { WebhookIsSet = False }")]
    [InlineData(429, "Too Many Requests: retry after 5", "TooMany { RetryAfter = 00:00:05 }")]
    [InlineData(500, "Internal Server Error", "Failed { Reason = Telegram answers 500 }")]
    public async Task Refusals_are_told_apart(int status, string description, string expected)
    {
        using Wire wire = new Wire().Answers(
            status,
            $$$"""{"ok":false,"error_code":{{{status}}},"description":"{{{description}}}","parameters":{"retry_after":5}}"""
        );

        Assert.Equal(expected, (await Poll(wire)).ToString());
    }

    [Fact]
    public async Task Whatever_else_comes_is_a_failure_told_by_its_kind()
    {
        HttpRequestException broken = new(HttpRequestError.ConnectionError, $"http://x/bot{Wire.Token}/getUpdates");
        Wire[] wires =
        [
            new Wire().Answers(502, "<html>Bad Gateway</html>", "text/html"),
            new Wire().Answers(200, "<html>hotel wifi</html>", "text/html"),
            new Wire().Answers(200, "{\"ok\":true,\"result\":[{"),
            new Wire().Answers(200, "{\"ok\":true,\"result\":{\"not\":\"a list\"}}"),
            new Wire().Cuts(200, "{\"ok\":true,"),
            new Wire().Breaks(broken),
            new Wire().Breaks(new TaskCanceledException("x", new TimeoutException())),
        ];
        foreach (Wire wire in wires)
        {
            PollOutcome.Failed failed = Assert.IsType<PollOutcome.Failed>(await Poll(wire));
            Assert.NotEmpty(failed.Reason);
            Assert.DoesNotContain(Wire.Token, failed.Reason, StringComparison.Ordinal);
            wire.Dispose();
        }
    }

    [Fact]
    public async Task Who_we_are_proves_the_token()
    {
        using Wire known = new Wire().Answers(
            200,
            """{"ok":true,"result":{"id":7,"is_bot":true,"first_name":"B","username":"BalBot"}}"""
        );
        using Wire refused = new Wire().Answers(401, """{"ok":false,"error_code":401,"description":"Unauthorized"}""");
        using Wire away = new Wire().Answers(502, "x", "text/html");

        Assert.Equal(new IdentityOutcome.Known(7, "BalBot"), await new LongPoll(known.Caller()).WhoAmI(Stop));
        Assert.IsType<IdentityOutcome.Unauthorized>(await new LongPoll(refused.Caller()).WhoAmI(Stop));
        Assert.IsType<IdentityOutcome.Failed>(await new LongPoll(away.Caller()).WhoAmI(Stop));
    }

    private static Task<PollOutcome> Poll(Wire wire) =>
        new LongPoll(wire.Caller()).Poll(17, 100, TimeSpan.FromSeconds(50), Stop);
}
