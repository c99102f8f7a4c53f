using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Sandbox.BotApi;

/// <summary>Telegram's rules of receiving, each with the rule on and off: off, the same steps come out otherwise.</summary>
public sealed class ReceivingRuleTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_offset_forgets_everything_below_it(bool on)
    {
        await using Api api = await Api.Start(new Rules { OffsetForgets = on, SlowsHammering = false });
        long anna = api.Person();
        api.World.PersonSays(anna, "two");
        long[] both = await api.Poll();
        Assert.Equal(both, await api.Poll());

        Assert.Equal(both[1], Assert.Single(await api.Poll(both[1])));
        Assert.Equal(on ? [both[1]] : both, await api.Poll());
        Assert.Equal(on ? 1 : 2, api.World.Unconfirmed);
    }

    [Fact]
    public async Task A_limit_is_kept_and_a_negative_offset_counts_from_the_end()
    {
        await using Api api = await Api.Start(new Rules { SlowsHammering = false });
        long anna = api.Person();
        api.World.PersonSays(anna, "two");
        api.World.PersonSays(anna, "three");
        long[] all = await api.Poll();

        Assert.Equal(all[..2], await api.Poll(0, limit: 2));
        Assert.Equal(all[^1..], await api.Poll(-1));
        Assert.Equal(1, api.World.Unconfirmed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_poller_ends_the_first_with_a_409(bool on)
    {
        await using Api api = await Api.Start(new Rules { OnePoller = on });
        Task<Reply> first = await api.BeginPoll(0, 50);
        Task<Reply> second = await api.BeginPoll(1, 50);
        Assert.Equal(on, await Ends(first, on));
        await api.PassUntil(second);
        await first;

        Reply reply = await first;
        Assert.Equal(on ? 409 : 200, reply.Status);
        Assert.True(
            !on || reply.Description!.StartsWith("Conflict: terminated by other getUpdates", StringComparison.Ordinal)
        );
        Assert.True((await second).Ok);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_webhook_excludes_polling(bool on)
    {
        await using Api api = await Api.Start(new Rules { WebhookExcludesPolling = on, SlowsHammering = false });
        await api.Call("setWebhook", new { url = "https://bot.example/hook" });

        Reply refused = await api.Call("getUpdates", new { timeout = 0 });
        Assert.Equal(on ? 409 : 200, refused.Status);
        Assert.True(!on || refused.Description!.Contains("use deleteWebhook", StringComparison.Ordinal));
        await api.Call("deleteWebhook");
        Assert.Equal(200, (await api.Call("getUpdates", new { timeout = 0 })).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Asking_again_at_once_with_the_same_offset_waits_three_seconds(bool on)
    {
        await using Api api = await Api.Start(new Rules { SlowsHammering = on });
        await api.Poll(5);
        Task<Reply> again = await api.BeginPoll(5, 0);

        TimeSpan passed = await api.PassUntil(again);

        Assert.Equal(on, passed >= TimeSpan.FromSeconds(2.5));
        Assert.True(on || passed == TimeSpan.Zero);
    }

    [Fact]
    public async Task An_update_ends_a_long_poll_at_once_and_none_ends_it_after_its_time()
    {
        await using Api api = await Api.Start();
        long anna = api.World.AddPerson("Anna", "en").Id;
        Task<Reply> poll = await api.BeginPoll(0, 50);
        api.World.PersonSays(anna, "/start");
        long id = Assert.Single(Api.Ids(await poll));

        Task<Reply> empty = await api.BeginPoll(id + 1, 20);
        Assert.InRange((await api.PassUntil(empty)).TotalSeconds, 19.5, 40);
        Assert.Empty(Api.Ids(await empty));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_press_is_kept_for_150_seconds_and_a_message_for_a_day(bool on)
    {
        await using Api api = await Api.Start(new Rules { UpdatesExpire = on, SlowsHammering = false });
        long anna = api.Person();
        object markup = new { inline_keyboard = new[] { new[] { new { text = "Yes", callback_data = "y" } } } };
        int message = (int)(await api.Say(anna, "sure?", markup)).Result!["message_id"]!;
        api.World.PersonPresses(anna, message, "y");
        Assert.Equal(2, (await api.Poll()).Length);

        api.Time.Advance(TimeSpan.FromSeconds(151));
        Assert.Equal(on ? 1 : 2, (await api.Poll()).Length);
        api.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(on ? 0 : 2, (await api.Poll()).Length);
    }

    [Fact]
    public async Task After_a_quiet_week_the_numbers_may_go_on_anywhere()
    {
        await using Api api = await Api.Start(new Rules { SlowsHammering = false });
        long anna = api.Person();
        long first = Assert.Single(await api.Poll());
        await api.Poll(first + 1);
        api.World.JumpUpdateIdTo(17);
        api.World.PersonSays(anna, "again");

        Assert.Equal(17, Assert.Single(await api.Poll()));
    }

    [Fact]
    public async Task A_duplicate_delivery_brings_the_confirmed_batch_once_more()
    {
        await using Api api = await Api.Start(new Rules { SlowsHammering = false });
        api.Person();
        long first = Assert.Single(await api.Poll());
        api.World.Faults.Add(new Fault(FaultKind.Duplicate, "getUpdates") { Times = 1 });

        Assert.Equal(first, Assert.Single(await api.Poll(first + 1)));
        Assert.Empty(await api.Poll(first + 1));
    }

    private static async Task<bool> Ends(Task call, bool expected) =>
        await Task.WhenAny(call, Task.Delay(TimeSpan.FromSeconds(expected ? 20 : 0.2), TimeProvider.System)) == call;
}
