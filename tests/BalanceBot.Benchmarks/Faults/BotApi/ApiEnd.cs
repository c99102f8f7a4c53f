using System.Net;
using System.Text.Json;
using BalanceBot.Benchmarks.Faults.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace BalanceBot.Benchmarks.Faults.BotApi;

/// <summary>
/// The Bot API as far as the bot calls it in these runs: each process at a port of its own, so that it is known who calls.
/// </summary>
internal sealed class ApiEnd(IReadOnlyList<Person> people, IReadOnlyList<int> ports, Chance chance, TimeProvider time)
    : IAsyncDisposable
{
    public const string Token = "7000000001:AA-a-token-for-the-runs-with-faults";

    private const string Me =
        """{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"Balance","username":"balance_test_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}""";

    private const string Yes = """{"ok":true,"result":true}""";
    private readonly TaskCompletionSource<string> secret = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? server;
    private string webhook = "";
    private int messages;

    /// <summary>The webhook's secret, when the bot has told it.</summary>
    public Task<string> Secret => secret.Task;

    /// <summary>Messages that were sent.</summary>
    public int Messages => messages;

    public PollLine? Line { get; set; }

    public static Uri Address(int port) => new(Text.Of($"http://127.0.0.1:{port}"));

    public async Task Start(CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                foreach (int port in ports)
                {
                    kestrel.Listen(IPAddress.Loopback, port, options => options.Protocols = HttpProtocols.Http1);
                }
            });
        server = builder.Build();
        server.Run(Handle);
        await server.StartAsync(stop);
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task Handle(HttpContext http)
    {
        string method = http.Request.Path.Value!.Split('/')[^1];
        try
        {
            using JsonDocument? body =
                http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0
                    ? await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted)
                    : null;
            await Answer(http, method, body?.RootElement ?? default);
        }
        catch (Exception gone)
            when (gone
                    is OperationCanceledException
                        or IOException
                        or Microsoft.AspNetCore.Http.BadHttpRequestException
                        or JsonException
            )
        {
            // Killed in the middle of its request: it was not heard.
            http.Abort();
        }
    }

    private async Task Answer(HttpContext http, string method, JsonElement asked)
    {
        switch (method)
        {
            case "sendMessage":
                string sent = Sent(asked);
                // Telegram takes its time; a process may die between its hearing and its answer.
                await Task.Delay(chance.Between(0.001, 0.015), time);
                await Write(http, 200, sent);
                break;
            case "getMe":
                await Write(http, 200, Me);
                break;
            case "getWebhookInfo":
                await Write(
                    http,
                    200,
                    $$$"""{"ok":true,"result":{"url":"{{{webhook}}}","has_custom_certificate":false,"pending_update_count":0}}"""
                );
                break;
            case "setWebhook":
                webhook = asked.GetProperty("url").GetString()!;
                secret.TrySetResult(asked.GetProperty("secret_token").GetString()!);
                await Write(http, 200, Yes);
                break;
            case "getUpdates":
                await Poll(http, asked);
                break;
            default:
                await Write(http, 200, Yes);
                break;
        }
    }

    private string Sent(JsonElement asked)
    {
        long chat = asked.GetProperty("chat_id").GetInt64();
        string text = asked.GetProperty("text").GetString()!;
        people[Person.NumberOf(chat)].Hear(text);
        string told = JsonEncodedText.Encode(text).ToString();
        return Text.Of(
            $$$"""{"ok":true,"result":{"message_id":{{{Interlocked.Increment(ref messages)}}},"from":{"id":7000000001,"is_bot":true,"first_name":"Balance","username":"balance_test_bot"},"chat":{"id":{{{chat}}},"first_name":"Anna","type":"private"},"date":{{{time.GetUtcNow().ToUnixTimeSeconds()}}},"text":"{{{told}}}"}}"""
        );
    }

    private async Task Poll(HttpContext http, JsonElement asked)
    {
        (int status, string body) = await Line!.Poll(
            ports.ToList().IndexOf(http.Connection.LocalPort),
            Number(asked, "offset", 0),
            (int)Number(asked, "limit", 100),
            TimeSpan.FromSeconds(Number(asked, "timeout", 0)),
            http.RequestAborted
        );
        await Write(http, status, body);
    }

    private static long Number(JsonElement asked, string name, long otherwise) =>
        asked.ValueKind == JsonValueKind.Object && asked.TryGetProperty(name, out JsonElement value)
            ? value.GetInt64()
            : otherwise;

    private static async Task Write(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body, http.RequestAborted);
    }
}
