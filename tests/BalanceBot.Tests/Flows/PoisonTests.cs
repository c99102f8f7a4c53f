using System.Text.Json.Nodes;
using BalanceBot.Hosting;
using BalanceBot.Inbox;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows;

public sealed class PoisonTests
{
    [Fact]
    public async Task Poison_is_quarantined_with_its_reason_and_everybody_else_is_answered_at_once()
    {
        // A clock that stands still: whoever is answered has waited for nothing.
        await using Scene scene = await Scene.Begin(new FakeTimeProvider(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero)));
        long anna = scene.Person();
        long evil = scene.Person("Evil");

        // In one batch, around a good update.
        JsonObject origin = scene.World.MessageOf(evil, "x");
        origin["forward_origin"] = new JsonObject { ["type"] = "from_the_future", ["date"] = 1 };
        long strange = scene.World.InjectRaw("message", origin);
        JsonObject text = scene.World.MessageOf(evil, "x");
        text["date"] = "yesterday";
        long number = scene.World.InjectRaw("message", text);
        long huge = scene.World.InjectRaw("message", scene.World.MessageOf(evil, new string('x', 1_000_000)));
        long unknown = scene.World.InjectRaw("telepathy", new JsonObject { ["thought"] = "my password is fjord" });

        scene.World.PersonSays(anna, "/start");
        scene.World.PersonSays(evil, "/start");
        await scene.When(w => w.BotMessages(anna).Count == 1 && w.BotMessages(evil).Count == 1);
        await scene.When(w => w.Unconfirmed == 0);

        Assert.Contains("balance of your contract", scene.World.BotMessages(anna)[0].Text);

        IReadOnlyList<QuarantinedUpdate> quarantined = await scene.Bot.Part<OpenStore>().Inbox.Quarantined(10);
        Assert.Equal([strange, number, huge, unknown], quarantined.Select(q => q.Id).Order());
        Assert.Contains(quarantined, q => q.Id == strange && q.Reason.Contains("forward_origin"));
        Assert.Contains(quarantined, q => q.Id == number && q.Reason.Contains("date"));
        Assert.Contains(quarantined, q => q.Id == huge && q.Reason.Contains("larger than"));
        Assert.Contains(quarantined, q => q.Id == unknown && q.Reason.Contains("unknown kind"));
        Assert.DoesNotContain(quarantined, q => q.Reason.Contains("future") || q.Reason.Contains("yesterday"));
        Assert.DoesNotContain(scene.Log, line => line.Contains("fjord") || line.Contains("yesterday"));
    }

    [Fact]
    public async Task A_redelivered_update_is_answered_once_and_a_lower_id_that_is_new_is_answered_too()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.Ask(anna, "/start");
        scene.World.Faults.Add(new(BalanceBot.Sandbox.BotApi.FaultKind.Duplicate, "getUpdates") { Times = 3 });
        await scene.Ask(anna, "/help");
        await scene.Ask(anna, "/privacy");

        Assert.Equal(3, scene.World.BotMessages(anna).Count);
    }
}
