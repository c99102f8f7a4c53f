using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace BalanceBot.Tests.Sandbox.BotApi;

/// <summary>How Telegram brings updates to a webhook.</summary>
public sealed class WebhookTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_update_is_brought_with_the_secret_and_is_gone_after_a_200()
    {
        await using Api api = await Api.Start();
        await using Hook hook = await Hook.Open();
        await Set(api, hook, secret: "s3-cret_");
        api.Person();

        Request request = await hook.Next();
        Assert.Equal("s3-cret_", request.Secret);
        Assert.Equal("/start", (string?)request.Update["message"]!["text"]);
        Assert.Equal(1, (int)(await api.Call("getWebhookInfo")).Result!["pending_update_count"]!);
        request.Answer(200);
        await Gone(api);
    }

    [Fact]
    public async Task In_a_queue_the_next_comes_after_a_200_and_presses_are_another_queue()
    {
        await using Api api = await Api.Start();
        await using Hook hook = await Hook.Open();
        long anna = api.Person();
        object markup = new { inline_keyboard = new[] { new[] { new { text = "Yes", callback_data = "y" } } } };
        int message = (int)(await api.Say(anna, "sure?", markup)).Result!["message_id"]!;
        await Set(api, hook);
        api.World.PersonSays(anna, "two");
        Request first = await hook.Next();
        api.World.PersonPresses(anna, message, "y");
        Request press = await hook.Next();
        long bo = api.Person("Bo");
        Request other = await hook.Next();

        Assert.Equal("/start", (string?)first.Update["message"]!["text"]);
        Assert.Equal("y", (string?)press.Update["callback_query"]!["data"]);
        Assert.Equal(bo, (long)other.Update["message"]!["chat"]!["id"]!);
        Assert.False(hook.HasNext);
        first.Answer(200);
        Request second = await hook.Next();
        Assert.Equal("two", (string?)second.Update["message"]!["text"]);
        Array.ForEach([press, other, second], request => request.Answer(204));
        await Gone(api);
    }

    [Fact]
    public async Task What_is_not_taken_comes_again_later_and_later()
    {
        await using Api api = await Api.Start();
        await using Hook hook = await Hook.Open();
        await Set(api, hook);
        api.Person();
        List<double> waits = [];
        for (int failure = 0; failure < 4; failure++)
        {
            (await hook.Next()).Answer(500);
            await api.World.When(_ => true);
            waits.Add((await api.PassUntil(hook.Waiting())).TotalSeconds);
        }

        JsonNode info = (await api.Call("getWebhookInfo")).Result!;
        Assert.Equal("Wrong response from the webhook: 500 Internal Server Error", (string?)info["last_error_message"]);
        Assert.All(waits.Zip([1, 2, 4, 8]), pair => Assert.True(pair.First >= pair.Second));
        (await hook.Next()).Answer(200);
        await Gone(api);
    }

    [Fact]
    public async Task Retry_After_of_a_503_is_kept()
    {
        await using Api api = await Api.Start();
        await using Hook hook = await Hook.Open();
        await Set(api, hook);
        api.Person();
        (await hook.Next()).Answer(503, retryAfter: 30);

        Assert.InRange((await api.PassUntil(hook.Waiting())).TotalSeconds, 30, 60);
        (await hook.Next()).Answer(200);
        await Gone(api);
    }

    [Fact]
    public async Task No_more_are_under_way_than_allowed()
    {
        await using Api api = await Api.Start();
        await using Hook hook = await Hook.Open();
        await Set(api, hook, most: 2);
        for (int person = 0; person < 5; person++)
        {
            api.Person($"P{person}");
        }

        Request[] open = [await hook.Next(), await hook.Next()];
        Assert.False(hook.HasNext);
        for (int left = 3; left > 0; left--)
        {
            open[left % 2].Answer(200);
            open[left % 2] = await hook.Next();
        }

        Array.ForEach(open, request => request.Answer(200));
        await Gone(api);
        Assert.Equal(2, hook.MostAtOnce);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_a_minute_for_an_answer()
    {
        await using Api api = await Api.Start();
        await using Hook hook = await Hook.Open();
        await Set(api, hook);
        api.Person();
        Request silent = await hook.Next();

        Assert.InRange((await api.PassUntil(hook.Waiting())).TotalSeconds, 60, 120);
        silent.Answer(200);
        (await hook.Next()).Answer(200);
        await Gone(api);
    }

    [Theory]
    [InlineData("http://bot.example/hook", null, "An HTTPS URL must be provided")]
    [InlineData("nonsense", null, "An HTTPS URL must be provided")]
    [InlineData("https://bot.example/hook", "has spaces", "secret token contains unallowed characters")]
    public async Task What_is_set_wrong_is_refused(string address, string? secret, string complaint)
    {
        await using Api api = await Api.Start();
        Reply refused = await api.Call("setWebhook", new { url = address, secret_token = secret });

        Assert.Equal(400, refused.Status);
        Assert.Contains(complaint, refused.Description!);
    }

    [Fact]
    public async Task Dropping_what_waits_drops_it_and_an_empty_address_takes_the_webhook_away()
    {
        await using Api api = await Api.Start();
        api.Person();
        await api.Call("setWebhook", new { url = "https://bot.example/hook", drop_pending_updates = true });
        Assert.Equal(0, api.World.Unconfirmed);
        Assert.Equal("https://bot.example/hook", (string?)(await api.Call("getWebhookInfo")).Result!["url"]);
        await api.Call("setWebhook", new { url = "" });

        Assert.Equal("", (string?)(await api.Call("getWebhookInfo")).Result!["url"]);
    }

    private static async Task Set(Api api, Hook hook, string? secret = null, int most = 40) =>
        Assert.True(
            (
                await api.Call(
                    "setWebhook",
                    new
                    {
                        url = hook.Address,
                        secret_token = secret,
                        max_connections = most,
                    }
                )
            ).Ok
        );

    private static Task Gone(Api api) =>
        api.World.When(w => w.Unconfirmed == 0).WaitAsync(TimeSpan.FromSeconds(20), Stop);

    private sealed class Request(JsonNode update, string? secret)
    {
        private readonly TaskCompletionSource<(int, int?)> answer = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public JsonNode Update { get; } = update;
        public string? Secret { get; } = secret;
        public Task<(int Status, int? RetryAfter)> Answered => answer.Task;

        public void Answer(int status, int? retryAfter = null) => answer.TrySetResult((status, retryAfter));
    }

    /// <summary>A webhook that shows each request and answers when told.</summary>
    private sealed class Hook(WebApplication web) : IAsyncDisposable
    {
        private readonly Channel<Request> requests = Channel.CreateUnbounded<Request>();
        private readonly ConcurrentBag<Request> all = [];
        private int underWay;

        public string Address => web.Urls.Single() + "/hook";
        public int MostAtOnce { get; private set; }
        public bool HasNext => requests.Reader.TryPeek(out _);

        public static async Task<Hook> Open()
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            WebApplication web = builder.Build();
            Hook hook = new(web);
            web.Run(hook.Serve);
            await web.StartAsync(Stop);
            return hook;
        }

        public Task<Request> Next() =>
            requests.Reader.ReadAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);

        /// <summary>Ends when a request stands there, which is left unread.</summary>
        public Task Waiting() =>
            requests.Reader.WaitToReadAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Stop);

        public async ValueTask DisposeAsync()
        {
            foreach (Request request in all)
            {
                request.Answer(200);
            }

            await web.DisposeAsync();
        }

        private async Task Serve(HttpContext context)
        {
            using StreamReader reader = new(context.Request.Body);
            JsonNode update = JsonNode.Parse(await reader.ReadToEndAsync(Stop))!;
            string? secret = context.Request.Headers["X-Telegram-Bot-Api-Secret-Token"];
            Request request = new(update, secret);
            all.Add(request);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref underWay));
            requests.Writer.TryWrite(request);
            (int status, int? retryAfter) = await request.Answered;
            Interlocked.Decrement(ref underWay);
            context.Response.StatusCode = status;
            if (retryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = $"{seconds}";
            }
        }
    }
}
