using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace BalanceBot.Tests.Flows;

/// <summary>Who and what is refused, and that nothing is told or logged by it.</summary>
public sealed class LinksApiRefusalTests : LinksApiGround
{
    [Theory]
    [InlineData("Authorization", "Bearer " + Key, 201)]
    [InlineData("Authorization", "bearer " + Key, 201)]
    [InlineData("X-Api-Key", Key, 201)]
    [InlineData("Authorization", Key, 401)]
    [InlineData("Authorization", "Bearer", 401)]
    [InlineData("Authorization", "Bearer " + Key + "0", 401)]
    [InlineData("X-Api-Key", "0123456789ABCDEF0123456789ABCDEF", 401)]
    [InlineData("X-Api-Key", "", 401)]
    [InlineData("X-Other", Key, 401)]
    public async Task Only_the_key_opens(string header, string value, int expected)
    {
        using HttpRequestMessage request = Request("""{"contract":"700 123"}""", key: null);
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(expected, (int)(await Send(request)).Status);
    }

    [Fact]
    public async Task Whoever_does_not_know_the_key_is_told_nothing_and_nobody_is_asked_on_their_behalf()
    {
        string[] bodies = ["""{"contract":"700 123"}""", """{"contract":"999"}""", "nonsense", new string('x', 5000)];
        HashSet<string> answers = new(StringComparer.Ordinal);
        foreach (string body in bodies)
        {
            using HttpRequestMessage request = Request(body, key: null);
            (HttpStatusCode status, JsonNode? said, _) = await Send(request);
            answers.Add($"{(int)status} {said!.ToJsonString()}");
        }

        Assert.Equal("""401 {"title":"Unauthorized","status":401}""", Assert.Single(answers));
        Assert.Equal(0, billing.Questions);
        Assert.Empty(audit);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"contract":null}""", 400)]
    [InlineData("""{"contract":" "}""", 400)]
    [InlineData("""{"contract":700123}""", 400)]
    [InlineData("""{"contract":"700 123","chat":1}""", 400)]
    [InlineData("""{"contract":"999","contract":"700 123"}""", 400)]
    [InlineData("""{"contract":"999"}""", 404)]
    [InlineData("""{"contract":"555"}""", 404)]
    [InlineData("""{"contract":"\u0000"}""", 404)]
    public async Task What_is_no_contract_is_refused_with_a_problem_that_names_only_its_status(
        string body,
        int expected
    )
    {
        using HttpRequestMessage request = Request(body);
        (HttpStatusCode status, JsonNode? said, _) = await Send(request);

        Assert.Equal(expected, (int)status);
        Assert.Equal(["title", "status"], said!.AsObject().Select(field => field.Key));
        Assert.Empty(audit);
    }

    [Fact]
    public async Task Too_large_is_refused_whether_or_not_the_length_is_said_before()
    {
        using HttpRequestMessage said = Request($$"""{"contract":"{{new string('7', 2000)}}"}""");
        using HttpRequestMessage unsaid = Request("x");
        unsaid.Content = new StreamContent(new Unmeasured(new byte[3000]));
        unsaid.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        Assert.Equal(413, (int)(await Send(said)).Status);
        Assert.Equal(413, (int)(await Send(unsaid)).Status);
    }

    [Fact]
    public async Task Another_type_another_method_and_another_path_are_refused()
    {
        using HttpRequestMessage form = Request("contract=700", type: "application/x-www-form-urlencoded");
        using HttpRequestMessage get = Request("");
        get.Method = HttpMethod.Get;
        get.Content = null;
        using HttpRequestMessage elsewhere = Request("{}");
        elsewhere.RequestUri = new Uri(server.Address, "/api/links/");

        Assert.Equal(415, (int)(await Send(form)).Status);
        Assert.Equal(405, (int)(await Send(get)).Status);
        Assert.Equal(404, (int)(await Send(elsewhere)).Status);
    }

    [Fact]
    public async Task A_body_that_comes_letter_by_letter_is_not_waited_for()
    {
        using TcpClient slow = new();
        await slow.ConnectAsync(IPAddress.Loopback, server.Address.Port, Stop);
        await using NetworkStream stream = slow.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /api/links HTTP/1.1\r\nHost: x\r\nX-Api-Key: {Key}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{"
            ),
            Stop
        );
        byte[] answer = new byte[1024];
        Task<int> read = stream.ReadAsync(answer, Stop).AsTask();
        while (!read.IsCompleted)
        {
            await Task.WhenAny(read, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Stop));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.StartsWith("HTTP/1.1 408", Encoding.ASCII.GetString(answer, 0, await read));
        Assert.Equal(0, billing.Questions);
    }

    [Fact]
    public async Task No_key_contract_or_token_is_logged()
    {
        (_, JsonNode? made, _) = await Ask("700 123");
        using HttpRequestMessage wrong = Request("{}", key: "a-key-that-is-wrong");
        await Send(wrong);

        string token = ((string)made!["url"]!).Split("start=")[1];
        Assert.DoesNotContain(
            log,
            line => new[] { Key, "700", token, "a-key-that-is-wrong" }.Any(secret => line.Contains(secret))
        );
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
