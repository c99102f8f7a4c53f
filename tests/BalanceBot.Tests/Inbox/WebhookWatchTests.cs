using BalanceBot.Hosting;
using BalanceBot.Inbox;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Inbox;

/// <summary>Telegram is told where to deliver, until it knows and whenever it forgets.</summary>
public sealed class WebhookWatchTests : IDisposable
{
    private static readonly WebhookPlace Place = new(new Uri("https://bot.example.com/telegram"), "a-secret", 40);
    private static readonly WebhookOutcome.Seen Fine = new(Place.Address.ToString(), 0, null);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly ScriptedWebhook webhook = new();
    private readonly ReceiverStatus status = new();
    private readonly WebhookWatch watch;

    public WebhookWatchTests() =>
        watch = new WebhookWatch(
            webhook,
            () => Task.FromResult(Place),
            status,
            time,
            () => 1,
            NullLogger<WebhookWatch>.Instance
        );

    public void Dispose() => watch.Dispose();

    [Fact]
    public async Task It_is_set_again_after_failures_and_as_late_as_Telegram_asks()
    {
        webhook.Next(
            new WebhookOutcome.Failed("no connection"),
            new WebhookOutcome.Failed("Telegram asks to wait (429)", TimeSpan.FromSeconds(30))
        );
        DateTimeOffset begun = time.GetUtcNow();
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await PassUntil(() => webhook.Calls.Count == 3);

        Assert.Equal(["set", "set", "set"], webhook.Calls);
        Assert.Equal(Place, webhook.Place);
        Assert.InRange((time.GetUtcNow() - begun).TotalSeconds, 30.5, 40);
        Assert.NotNull(status.LastGoodPoll);
    }

    [Fact]
    public async Task An_address_that_Telegram_refuses_ends_the_bot_with_a_sentence()
    {
        webhook.Next(new WebhookOutcome.Refused("Bad Request: bad webhook"));
        await watch.StartAsync(TestContext.Current.CancellationToken);

        WebhookRefusedException refused = await Assert.ThrowsAsync<WebhookRefusedException>(() =>
            watch.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)
        );
        Assert.Contains("Telegram:Webhook:Url", refused.Message);
        Assert.Equal(refused.Message, BotHost.Told(refused));
    }

    [Fact]
    public async Task A_webhook_that_somebody_took_away_is_set_again()
    {
        webhook.Next(new WebhookOutcome.Done(), Fine, new WebhookOutcome.Seen("", 3, null));
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await PassUntil(() => webhook.Calls.Count == 4);

        Assert.Equal(["set", "look", "look", "set"], webhook.Calls);
    }

    [Fact]
    public async Task What_keeps_Telegram_from_delivering_is_told_until_it_is_over()
    {
        webhook.Next(
            new WebhookOutcome.Done(),
            new WebhookOutcome.Seen(Place.Address.ToString(), 9, "Connection refused"),
            Fine
        );
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await PassUntil(() => status.Trouble == "Connection refused");
        await PassUntil(() => status.Trouble is null);

        Assert.Equal(["set", "look", "look"], webhook.Calls);
    }

    private async Task PassUntil(Func<bool> holds)
    {
        for (int step = 0; !holds(); step++)
        {
            Assert.True(step < 5000, "it never came");
            time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
