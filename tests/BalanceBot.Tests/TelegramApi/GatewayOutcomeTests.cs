using System.Net.Sockets;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.TelegramApi;

/// <summary>What came back decides whether a message arrived.</summary>
public sealed class GatewayOutcomeTests
{
    private const string Secret = "my document is 4510 123456";

    [Theory]
    [InlineData(400, "Bad Request: chat not found", "Unreachable { Reason = 400 chat not found }")]
    [InlineData(400, "Bad Request: user is deactivated", "Unreachable { Reason = 400 chat not found }")]
    [InlineData(403, "Forbidden: bot was blocked by the user", "Unreachable { Reason = 403 }")]
    [InlineData(403, "Forbidden: user is deactivated", "Unreachable { Reason = 403 }")]
    [InlineData(400, "Bad Request: message is not modified: specified new message", "Sent { MessageId =  }")]
    [InlineData(400, "Bad Request: query is too old and response timeout expired", "Sent { MessageId =  }")]
    [InlineData(400, "Bad Request: message to delete not found", "Sent { MessageId =  }")]
    [InlineData(400, "Bad Request: message can't be deleted", "Refused { Reason = 400 message can't be deleted }")]
    [InlineData(400, "Bad Request: can't parse entities: my document", "Refused { Reason = 400 can't parse entities }")]
    [InlineData(400, "Bad Request: my document is 4510 123456", "Refused { Reason = 400 }")]
    [InlineData(401, "Unauthorized", "Unauthorized { }")]
    [InlineData(500, "Internal Server Error: restart", "Unknown { Reason = HTTP 500 }")]
    public async Task Telegrams_refusals(int status, string description, string expected)
    {
        string body = $$"""{"ok":false,"error_code":{{status}},"description":"{{description}}"}""";

        Assert.Equal(expected, await Outcome(new Wire().Answers(status, body)));
    }

    [Theory]
    [InlineData(""","parameters":{"retry_after":7200}""", "TooMany { RetryAfter = 02:00:00 }")]
    [InlineData("", "TooMany { RetryAfter = 00:00:01 }")]
    public async Task Too_many_requests_come_with_a_deadline(string parameters, string expected)
    {
        string body =
            $$"""{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 7200"{{parameters}}}""";

        Assert.Equal(expected, await Outcome(new Wire().Answers(429, body)));
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_comes_with_its_new_id()
    {
        const string body =
            """{"ok":false,"error_code":400,"description":"Bad Request: group chat was upgraded to a supergroup chat","parameters":{"migrate_to_chat_id":-1001234}}""";

        Assert.Equal("Moved { NewChat = -1001234 }", await Outcome(new Wire().Answers(400, body)));
    }

    [Theory]
    [InlineData(200, "{\"ok\":tr", "application/json", "Sent")]
    [InlineData(200, "", "application/json", "Sent")]
    [InlineData(200, "<html>a proxy speaks</html>", "text/html", "Sent")]
    [InlineData(200, "{\"ok\":true,\"result\":{\"message_id\":\"seven\"}}", "application/json", "Sent")]
    [InlineData(502, "<html>Bad Gateway</html>", "text/html", "Unknown")]
    [InlineData(503, "", "text/plain", "Unknown")]
    [InlineData(500, "{\"ok\":fal", "application/json", "Unknown")]
    public async Task An_answer_that_cannot_be_read_counts_by_its_status(
        int status,
        string body,
        string type,
        string expected
    ) => Assert.StartsWith(expected + " ", await Outcome(new Wire().Answers(status, body, type)));

    [Fact]
    public async Task A_body_that_is_cut_counts_as_arrived_only_after_a_200_whose_start_was_read()
    {
        Assert.Matches("^(Sent|Unknown) ", await Outcome(new Wire().Cuts(200, "{\"ok\":true,\"res")));
        Assert.StartsWith("Unknown ", await Outcome(new Wire().Cuts(502, "<html>")));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "NotDelivered")]
    [InlineData(HttpRequestError.ConnectionError, "NotDelivered")]
    [InlineData(HttpRequestError.SecureConnectionError, "Unknown")]
    [InlineData(HttpRequestError.ResponseEnded, "Unknown")]
    [InlineData(HttpRequestError.InvalidResponse, "Unknown")]
    [InlineData(HttpRequestError.Unknown, "Unknown")]
    public async Task A_broken_connection_counts_as_not_arrived_only_if_there_was_none(
        HttpRequestError error,
        string expected
    ) =>
        Assert.StartsWith(
            expected + " ",
            await Outcome(new Wire().Breaks(new HttpRequestException(error, $"http://x/bot{Wire.Token}/ {Secret}")))
        );

    [Fact]
    public async Task A_time_out_and_a_reset_may_have_arrived()
    {
        Assert.StartsWith(
            "Unknown ",
            await Outcome(new Wire().Breaks(new TaskCanceledException(Secret, new TimeoutException())))
        );
        Assert.StartsWith(
            "Unknown ",
            await Outcome(new Wire().Breaks(new IOException(Secret, new SocketException(104))))
        );
    }

    [Fact]
    public async Task Who_stops_is_told_by_the_usual_exception()
    {
        using Wire wire = new();
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Gateway(wire.Caller()).Send(Message, stop.Token)
        );
    }

    private static Outgoing Message => new(Guid.NewGuid(), new ChatId(5), OutgoingClass.Answer, new Body.Text(Secret));

    /// <summary>One try, one request; and whatever happened, nothing of ours is quoted.</summary>
    private static async Task<string> Outcome(Wire wire)
    {
        using (wire)
        {
            SendOutcome outcome = await new Gateway(wire.Caller()).Send(Message, TestContext.Current.CancellationToken);
            Assert.Single(wire.Requests);
            Assert.DoesNotContain("4510", outcome.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(Wire.Token, outcome.ToString(), StringComparison.Ordinal);
            return outcome.ToString();
        }
    }
}
