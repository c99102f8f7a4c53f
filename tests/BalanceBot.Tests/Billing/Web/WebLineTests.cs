using System.Text;
using BalanceBot.Billing.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Web;

/// <summary>What real servers do, and what comes of it. In virtual time, over real sockets.</summary>
public sealed class WebLineTests : IAsyncDisposable
{
    private static readonly Reply Good = Reply.Json("""{"ok":"yes"}""");

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<string> log = [];
    private readonly StandIn server;
    private readonly WebLine line;

    public WebLineTests()
    {
        server = new StandIn(_ => Good, time);
        line = new WebLine(
            "the test's API",
            server.Address,
            new WebLimits(),
            time,
            LoggerFactory
                .Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(log)))
                .CreateLogger<WebLine>()
        );
    }

    private static WebCall Read => new("read", HttpMethod.Get, "/read") { IsRepeatable = true };

    private static WebCall Take => new("take", HttpMethod.Post, "/take") { Body = "{}"u8.ToArray() };

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/html; charset=windows-1251")]
    public async Task JSON_is_JSON_whatever_its_content_type_says(string type)
    {
        server.Answer = _ => Reply.Json("\uFEFF\n {\"ok\":\"yes\"}\n", type: type);

        Assert.Equal("yes", JsonRow.Of(Assert.IsType<WebAnswer.Json>(await Ask(Read)).Root)!.Text("ok"));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><form action='/login'>", "a web page")]
    [InlineData("  <br />\n<b>Warning</b>: mysql {\"ok\":1}", "a web page")]
    [InlineData("{\"ok\":\"ye", "cut or broken")]
    [InlineData("{\"ok\":1} trailing", "cut or broken")]
    [InlineData("{\"a\":1,\"a\":2}", "cut or broken")]
    [InlineData("{\"a\":\"\\ud800\"}", "no Unicode")]
    [InlineData("{\"\\ud800\":1}", "no Unicode")]
    public async Task What_calls_itself_JSON_and_is_none_is_no_answer(string body, string reason)
    {
        server.Answer = _ => Reply.Json(body);

        Assert.Contains(reason, Reason(await Ask(Read)), StringComparison.Ordinal);
        Assert.Single(server.Questions);
    }

    [Fact]
    public async Task Invalid_UTF8_is_no_answer()
    {
        server.Answer = _ => new Reply.Bytes(200, [.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        Assert.Equal("the answer is no UTF-8", Reason(await Ask(Read)));
    }

    [Fact]
    public async Task An_error_in_words_is_told_with_its_status_and_printed_nowhere()
    {
        server.Answer = _ => Reply.Json("ERROR:GET_WRONG_KEY secret-7", 401);

        WebAnswer answer = await Ask(Read);

        Assert.Equal(new WebAnswer.Words(401, "ERROR:GET_WRONG_KEY secret-7"), answer);
        Assert.DoesNotContain("secret-7", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task A_hang_with_no_byte_ends_in_time_and_only_what_is_safe_is_asked_again(
        bool isRepeatable,
        int times
    )
    {
        server.Answer = _ => new Reply.Hang();
        DateTimeOffset asked = time.GetUtcNow();

        WebAnswer answer = await Ask(isRepeatable ? Read : Take);

        Assert.Equal("no answer in time", Reason(answer));
        Assert.Equal(times, server.Questions.Count);
        Assert.InRange(time.GetUtcNow() - asked, TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(1.6));
    }

    [Fact]
    public async Task A_body_of_a_byte_a_second_ends_in_time()
    {
        server.Answer = _ => new Reply.Slow(Encoding.UTF8.GetBytes("""{"ok":"yes, in a minute"}"""));
        DateTimeOffset asked = time.GetUtcNow();

        Assert.Equal("no answer in time", Reason(await Ask(Read)));
        Assert.InRange(time.GetUtcNow() - asked, TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(1.6));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_cut_off_is_asked_for_again_if_that_is_safe(bool isRepeatable)
    {
        int times = 0;
        server.Answer = _ => ++times == 1 ? new Reply.Cut("""{"ok":"""u8.ToArray()) : Good;

        WebAnswer answer = await Ask(isRepeatable ? Read : Take);

        Assert.Equal(isRepeatable, answer is WebAnswer.Json);
        Assert.Equal(isRepeatable ? 2 : 1, times);
        Assert.True(isRepeatable || Reason(answer) == "the answer was cut off");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 16)]
    public async Task Of_a_hundred_megabytes_no_more_is_read_than_is_allowed(bool isBulk, int megabytes)
    {
        const int Mega = 1024 * 1024;
        server.Answer = _ => new Reply.Flood(100L * Mega);

        WebAnswer answer = await Ask(Read with { IsBulk = isBulk });

        Assert.Equal($"the answer is larger than {megabytes} MB", Reason(answer));
        // What has been read, and what lies in the buffers of both sockets.
        Assert.InRange(server.Sent, megabytes * Mega, (megabytes + 16) * Mega);
        Assert.Single(server.Questions);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        server.Answer = asked => asked.Path == "/read" ? new Reply.Redirect($"{server.Address}elsewhere") : Good;

        Assert.Contains("elsewhere (302)", Reason(await Ask(Read)), StringComparison.Ordinal);
        Assert.Single(server.Questions);
    }

    [Theory]
    [InlineData(500, true, 2)]
    [InlineData(503, true, 2)]
    [InlineData(503, false, 1)]
    [InlineData(429, true, 1)]
    public async Task A_failure_is_followed_by_one_more_try_if_that_is_safe_and_too_many_by_none(
        int status,
        bool isRepeatable,
        int times
    )
    {
        int asked = 0;
        server.Answer = _ => ++asked == 1 ? Reply.Json("{}", status) : Good;

        WebAnswer answer = await Ask(isRepeatable ? Read : Take);

        Assert.Equal(times, asked);
        Assert.Equal(times == 2, answer is WebAnswer.Json);
        Assert.True(times == 2 || Reason(answer).Contains($"({status})"));
    }

    [Fact]
    public async Task A_connection_that_ends_without_an_answer_never_repeats_what_takes_something()
    {
        await Ask(Take);
        server.Answer = _ => new Reply.Drop();

        Reason(await Ask(Take));
        Reason(await Ask(Take with { Body = null }));

        Assert.Equal(3, server.Questions.Count);
    }

    [Fact]
    public async Task A_question_that_must_not_be_repeated_is_sent_once_over_a_connection_that_ends()
    {
        await Ask(Take);
        server.Answer = _ => new Reply.Drop();

        Reason(await Ask(Read with { IsRepeatable = false }));

        Assert.Equal(2, server.Questions.Count);
    }

    [Fact]
    public async Task After_failures_it_is_left_alone_then_asked_once_and_trusted_again()
    {
        server.Answer = _ => new Reply.Drop();
        for (int i = 0; i < 5; i++)
        {
            await Ask(Take);
        }

        Assert.StartsWith("not asked", Reason(await Ask(Take)), StringComparison.Ordinal);
        Assert.Equal(5, server.Questions.Count);

        // A probe that fails says nothing new.
        time.Advance(TimeSpan.FromSeconds(5));
        await Ask(Take);
        Assert.StartsWith("not asked", Reason(await Ask(Take)), StringComparison.Ordinal);
        Assert.Equal(6, server.Questions.Count);

        server.Answer = _ => Good;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<WebAnswer.Json>(await Ask(Take));
        Assert.IsType<WebAnswer.Json>(await Ask(Take));
        Assert.Single(log, line => line.Contains("fails too often"));
        Assert.Single(log, line => line.Contains("answers again"));
    }

    [Fact]
    public async Task Nobody_is_there_is_told_in_words_of_ours()
    {
        using WebLine nowhere = new(
            "nobody",
            new Uri($"http://127.0.0.1:{Ports.Free()}/"),
            new WebLimits(),
            TimeProvider.System,
            LoggerFactory.Create(_ => { }).CreateLogger<WebLine>()
        );

        Assert.Equal("no connection", Reason(await nowhere.Ask(Take, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task An_address_is_put_together_and_what_comes_from_outside_stays_a_part_of_it()
    {
        await Ask(
            Read with
            {
                Path = $"/users/{WebPath.Segment("a/b?c d")}",
                Query = [("login", "anna&admin=1"), ("page", "ü")],
                Headers = [("KEY", "secret-7")],
            }
        );

        Asked asked = Assert.Single(server.Questions);
        Assert.Equal("/users/a%2Fb%3Fc%20d?login=anna%26admin%3D1&page=%C3%BC", asked.Target);
        Assert.Equal("secret-7", asked.Headers["KEY"]);
        Assert.Null(WebPath.Segment(".."));
        Assert.DoesNotContain(log, line => line.Contains("secret-7") || line.Contains("anna"));
    }

    [Fact]
    public async Task Whoever_stops_asking_is_not_answered()
    {
        server.Answer = _ => new Reply.Hang();
        using CancellationTokenSource stop = new();

        Task<WebAnswer> answer = line.Ask(Read, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    public async ValueTask DisposeAsync()
    {
        line.Dispose();
        await server.DisposeAsync();
    }

    private static string Reason(WebAnswer answer) => Assert.IsType<WebAnswer.Unavailable>(answer).Reason;

    private Task<WebAnswer> Ask(WebCall call) =>
        server.Through(line.Ask(call, TestContext.Current.CancellationToken), time);
}
