using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Sandbox.BotApi;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record Reply(int Status, JsonNode? Json)
{
    public JsonNode? Result => Json?["result"];
    public string? Description => (string?)Json?["description"];
    public bool Ok => (bool?)Json?["ok"] == true;
}

/// <summary>The imitation over real HTTP, in virtual time, with a bare client.</summary>
internal sealed class Api : IAsyncDisposable
{
    public const string Token = "7000000001:a-made-up-token-for-the-tests";
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly BotApiServer server;

    private Api(FakeTimeProvider time, TelegramWorld world, BotApiServer server)
    {
        Time = time;
        World = world;
        this.server = server;
    }

    public FakeTimeProvider Time { get; }
    public TelegramWorld World { get; }
    public Uri Address => server.Address;

    public static async Task<Api> Start(Rules? rules = null)
    {
        FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        TelegramWorld world = new(time, Token, rules ?? Rules.WithoutLimits);
        return new Api(time, world, await BotApiServer.Start(world, time));
    }

    public async Task<Reply> Call(string method, object? parameters = null, string token = Token)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            new Uri(server.Address, $"/bot{token}/{method}"),
            parameters ?? new object(),
            TestContext.Current.CancellationToken
        );
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Reply((int)answer.StatusCode, body.StartsWith('{') ? JsonNode.Parse(body) : null);
    }

    public Task<Reply> Say(long chat, string text, object? markup = null) =>
        Call(
            "sendMessage",
            new
            {
                chat_id = chat,
                text,
                parse_mode = "HTML",
                reply_markup = markup,
            }
        );

    public async Task<Reply> Photo(long chat, byte[]? picture, string caption)
    {
        using MultipartFormDataContent form = new()
        {
            { new StringContent($"{chat}"), "chat_id" },
            { new StringContent(caption), "caption" },
            { new StringContent("HTML"), "parse_mode" },
        };
        if (picture is not null)
        {
            form.Add(new ByteArrayContent(picture), "photo", "picture.png");
        }

        CancellationToken stop = TestContext.Current.CancellationToken;
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri(server.Address, $"/bot{Token}/sendPhoto"),
            form,
            stop
        );
        return new Reply((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(stop)));
    }

    /// <summary>Ids of the updates that a poll brings.</summary>
    public async Task<long[]> Poll(long offset = 0, int limit = 100) =>
        Ids(
            await Call(
                "getUpdates",
                new
                {
                    offset,
                    limit,
                    timeout = 0,
                }
            )
        );

    public static long[] Ids(Reply reply) => [.. reply.Result!.AsArray().Select(update => (long)update!["update_id"]!)];

    /// <summary>A person who has written to the bot.</summary>
    public long Person(string name = "Anna")
    {
        long person = World.AddPerson(name, "en").Id;
        World.PersonSays(person, "/start");
        return person;
    }

    /// <summary>Begins a poll, and returns when the server waits for updates on its behalf.</summary>
    public async Task<Task<Reply>> BeginPoll(long offset, int timeout)
    {
        int before = World.Polls;
        Task<Reply> poll = Call("getUpdates", new { offset, timeout });
        await World
            .When(w => w.Polls > before)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return poll;
    }

    /// <summary>Lets virtual time pass, step by step, until the call ends; how much passed. A lower bound on what passed is exact; an upper one must leave room, for the clock goes on while a busy machine gets there.</summary>
    public async Task<TimeSpan> PassUntil(Task ended)
    {
        DateTimeOffset from = Time.GetUtcNow();
        while (!ended.IsCompleted)
        {
            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System));
            Time.Advance(ended.IsCompleted ? TimeSpan.Zero : TimeSpan.FromMilliseconds(500));
        }

        await ended;
        return Time.GetUtcNow() - from;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }
}
