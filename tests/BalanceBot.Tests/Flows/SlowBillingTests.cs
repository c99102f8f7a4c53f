using BalanceBot.Billing;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

public sealed class SlowBillingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// In virtual time, so "within 100 ms" is exact: the clock is moved by 100 ms at most before ninety-nine answers are
    /// there, while the hundredth person's billing is still silent.
    /// </summary>
    [Fact]
    public async Task A_hundred_chats_and_one_slow_billing_the_other_chats_are_answered_within_100_ms()
    {
        FakeTimeProvider time = new(Noon);
        SlowBilling billing = new();
        await using Scene scene = await Scene.Begin(
            time,
            replace: services => services.AddSingleton<IBilling>(sp => billing.Around(sp))
        );
        long slow = scene.Person("Slow");
        await scene.Link(slow);
        long[] others = [.. Enumerable.Range(1, 99).Select(n => scene.Person($"Other {n}"))];
        DateTimeOffset asked = time.GetUtcNow();
        billing.Hold();
        scene.World.PersonSays(slow, "/balance");
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        foreach (long other in others)
        {
            scene.World.PersonSays(other, "/start");
        }

        Task answered = scene.When(w => others.All(other => w.BotMessages(other).Count > 0));
        while (!answered.IsCompleted && time.GetUtcNow() - asked < TimeSpan.FromMilliseconds(100))
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.WhenAny(
                answered,
                Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, TestContext.Current.CancellationToken)
            );
        }

        await answered;

        Assert.InRange((time.GetUtcNow() - asked).TotalMilliseconds, 0, 100);
        Assert.DoesNotContain(scene.World.BotMessages(slow), message => message.Text.Contains("149.99"));

        time.Advance(TimeSpan.FromSeconds(5));
        billing.Release();
        await scene.When(w => w.BotMessages(slow).Any(message => message.Text.Contains("149.99")));
    }

    [Fact]
    public async Task A_billing_that_never_answers_is_told_after_its_time_out()
    {
        FakeTimeProvider time = new(Noon);
        SlowBilling billing = new();
        await using Scene scene = await Scene.Begin(
            time,
            replace: services => services.AddSingleton<IBilling>(sp => billing.Around(sp))
        );
        long anna = scene.Person();
        await scene.Link(anna);
        // Else it would be told what the billing said when the contract was linked.
        await scene.StopBot();
        await scene.StartBot();
        DateTimeOffset asked = time.GetUtcNow();
        billing.Hold();

        ChatMessage answer = await scene.Ask(anna, "/balance");

        Assert.DoesNotContain("149.99", answer.Text);
        Assert.Contains("not answering", answer.Text);
        Assert.InRange(time.GetUtcNow() - asked, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));
    }
}
