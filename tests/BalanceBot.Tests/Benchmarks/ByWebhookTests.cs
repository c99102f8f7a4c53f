using System.Collections.Concurrent;
using System.Net;
using BalanceBot.Benchmarks.Turns;
using BalanceBot.Benchmarks.Turns.BotApi;

namespace BalanceBot.Tests.Benchmarks;

public sealed class ByWebhookTests : IAsyncDisposable
{
    private static readonly Person Anna = new(1);
    private static readonly Person Bo = new(2);
    private readonly Instances instances = new();
    private readonly ByWebhook webhook;

    public ByWebhookTests() =>
        webhook = new ByWebhook(
            new Webhook(new Uri("https://bot.example/hook"), "the-secret", 10),
            [new Uri("http://127.0.0.1:81"), new Uri("http://127.0.0.1:82")],
            instances
        );

    public async ValueTask DisposeAsync()
    {
        await webhook.DisposeAsync();
        instances.Dispose();
    }

    [Fact]
    public async Task A_chats_next_update_goes_after_the_first_was_taken_and_other_chats_do_not_wait()
    {
        webhook.Deliver(Anna, 1, "a1"u8.ToArray());
        webhook.Deliver(Anna, 2, "a2"u8.ToArray());
        webhook.Deliver(Bo, 3, "b1"u8.ToArray());
        Post[] first = [await instances.Next(), await instances.Next()];

        Assert.Equal(["a1", "b1"], first.Select(post => post.Body).Order());
        Assert.False(instances.HasNext);
        first.Single(post => post.Body == "a1").Answer(HttpStatusCode.OK);
        Post second = await instances.Next();
        Assert.Equal("a2", second.Body);
        second.Answer(HttpStatusCode.OK);
        first.Single(post => post.Body == "b1").Answer(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Instances_take_turns_and_are_shown_the_secret_at_the_webhooks_path()
    {
        webhook.Deliver(Anna, 1, "a"u8.ToArray());
        webhook.Deliver(Bo, 2, "b"u8.ToArray());
        Post[] posts = [await instances.Next(), await instances.Next()];

        Assert.Equal(["http://127.0.0.1:81/hook", "http://127.0.0.1:82/hook"], posts.Select(post => post.To).Order());
        Assert.All(posts, post => Assert.Equal("the-secret", post.Secret));
        Array.ForEach(posts, post => post.Answer(HttpStatusCode.OK));
    }

    [Fact]
    public async Task What_is_not_taken_comes_again()
    {
        webhook.Deliver(Anna, 1, "a"u8.ToArray());
        (await instances.Next()).Answer(HttpStatusCode.ServiceUnavailable);
        Post again = await instances.Next();

        Assert.Equal("a", again.Body);
        Assert.Equal(1, webhook.Refused);
        again.Answer(HttpStatusCode.OK);
    }

    private sealed record Post(string To, string Body, string? Secret, TaskCompletionSource<HttpStatusCode> Told)
    {
        public void Answer(HttpStatusCode status) => Told.SetResult(status);
    }

    /// <summary>Takes requests and lets the test answer them.</summary>
    private sealed class Instances : HttpMessageHandler
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
        private readonly ConcurrentQueue<Post> posts = new();
        private readonly SemaphoreSlim came = new(0);

        public bool HasNext => !posts.IsEmpty;

        public async Task<Post> Next()
        {
            Assert.True(await came.WaitAsync(Patience, TestContext.Current.CancellationToken));
            Assert.True(posts.TryDequeue(out Post? post));
            return post;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
        {
            Post post = new(
                request.RequestUri!.ToString(),
                await request.Content!.ReadAsStringAsync(stop),
                request.Headers.GetValues("X-Telegram-Bot-Api-Secret-Token").Single(),
                new TaskCompletionSource<HttpStatusCode>(TaskCreationOptions.RunContinuationsAsynchronously)
            );
            posts.Enqueue(post);
            came.Release();
            HttpResponseMessage answer = new(await post.Told.Task.WaitAsync(stop));
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                answer.Headers.Add("Retry-After", "0");
            }

            return answer;
        }

        protected override void Dispose(bool disposing)
        {
            came.Dispose();
            base.Dispose(disposing);
        }
    }
}
