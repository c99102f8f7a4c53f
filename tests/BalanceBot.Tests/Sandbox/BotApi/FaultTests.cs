using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Sandbox.BotApi;

/// <summary>Each fault as its caller sees it, and whether the thing was done; and the refusals that are no fault.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData(FaultKind.TooMany, 429)]
    [InlineData(FaultKind.Forbidden, 403)]
    [InlineData(FaultKind.ServerError, 500)]
    [InlineData(FaultKind.Html, 502)]
    public async Task A_refusal_is_seen_and_nothing_was_done(int kind, int status)
    {
        await using Api api = await Api.Start();
        long anna = api.Person();
        api.World.Faults.Add(new Fault((FaultKind)kind, "sendMessage", Seconds: 9) { Times = 1 });

        Reply reply = await api.Say(anna, "x");

        Assert.Equal(status, reply.Status);
        Assert.Empty(api.World.BotMessages(anna));
        Assert.True((FaultKind)kind != FaultKind.TooMany || (int)reply.Json!["parameters"]!["retry_after"]! == 9);
        Assert.True((await api.Say(anna, "x")).Ok);
    }

    [Theory]
    [InlineData(FaultKind.ReplyLost, true)]
    [InlineData(FaultKind.CutBody, true)]
    [InlineData(FaultKind.Reset, false)]
    public async Task A_broken_connection_hides_whether_it_was_done(int kind, bool done)
    {
        await using Api api = await Api.Start();
        long anna = api.Person();
        api.World.Faults.Add(new Fault((FaultKind)kind, "sendMessage") { Times = 1 });

        Exception broken = await Assert.ThrowsAnyAsync<Exception>(() => api.Say(anna, "x"));

        Assert.True(broken is HttpRequestException or IOException, broken.GetType().Name);
        Assert.Equal(done ? 1 : 0, api.World.BotMessages(anna).Count);
    }

    [Fact]
    public async Task A_slow_answer_comes_late_and_a_hanging_one_never()
    {
        await using Api api = await Api.Start();
        long anna = api.Person();
        api.World.Faults.Add(new Fault(FaultKind.Slow, "sendMessage", Seconds: 5) { Times = 1 });
        Assert.InRange((await api.PassUntil(api.Say(anna, "slow"))).TotalSeconds, 5, 30);

        api.World.Faults.Add(new Fault(FaultKind.Hang, "sendMessage") { Times = 1 });
        Task<Reply> hanging = api.Say(anna, "never");
        await api.World.When(w => w.Calls("sendMessage").Count == 2).WaitAsync(TestContext.Current.CancellationToken);
        api.Time.Advance(TimeSpan.FromHours(1));

        Assert.False(hanging.IsCompleted);
        Assert.Equal("slow", Assert.Single(api.World.BotMessages(anna)).Text);
        await api.DisposeAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => hanging);
    }

    [Fact]
    public async Task A_fault_can_be_meant_for_one_chat()
    {
        await using Api api = await Api.Start();
        long anna = api.Person();
        long bo = api.Person("Bo");
        api.World.Faults.Add(new Fault(FaultKind.ServerError, "sendMessage", anna));

        Assert.Equal(500, (await api.Say(anna, "x")).Status);
        Assert.Equal(200, (await api.Say(bo, "x")).Status);
        Assert.Equal(500, (await api.Say(anna, "x")).Status);
    }

    [Fact]
    public async Task Refusals_come_in_Telegrams_own_words()
    {
        await using Api api = await Api.Start();
        long anna = api.Person();
        int ours = (int)(await api.Say(anna, "<b>x</b>")).Result!["message_id"]!;
        int theirs = api.World.PersonSays(anna, "mine");

        Assert.Equal(401, (await api.Call("getMe", token: "7:wrong")).Status);
        Assert.Equal((404, "Not Found"), Told(await api.Call("readMind")));
        Assert.Equal((400, "Bad Request: chat not found"), Told(await api.Say(12, "x")));
        Assert.StartsWith(
            "Bad Request: message is not modified",
            (
                await api.Call(
                    "editMessageText",
                    new
                    {
                        chat_id = anna,
                        message_id = ours,
                        text = "<b>x</b>",
                        parse_mode = "HTML",
                    }
                )
            ).Description!
        );
        Assert.Equal(
            (400, "Bad Request: message can't be edited"),
            Told(
                await api.Call(
                    "editMessageText",
                    new
                    {
                        chat_id = anna,
                        message_id = theirs,
                        text = "x",
                    }
                )
            )
        );
        Assert.Equal(
            (400, "Bad Request: message to edit not found"),
            Told(
                await api.Call(
                    "editMessageText",
                    new
                    {
                        chat_id = anna,
                        message_id = 999,
                        text = "x",
                    }
                )
            )
        );
        api.World.PersonBlocks(anna, blocked: true);
        Assert.Equal((403, "Forbidden: bot was blocked by the user"), Told(await api.Say(anna, "x")));
        api.World.ClosePerson(anna);
        Assert.Equal((403, "Forbidden: user is deactivated"), Told(await api.Say(anna, "x")));
    }

    [Fact]
    public async Task A_group_that_moved_tells_its_new_id_and_deletes_only_for_administrators()
    {
        await using Api api = await Api.Start();
        long group = api.World.AddGroup("Neighbours");
        int message = api.World.PersonSays(group, "mine", from: 5);
        Reply refused = await api.Call("deleteMessage", new { chat_id = group, message_id = message });
        Assert.Equal((400, "Bad Request: message can't be deleted"), Told(refused));

        long moved = api.World.Migrate(group);
        Reply reply = await api.Say(group, "x");

        Assert.Equal(400, reply.Status);
        Assert.Equal(moved, (long)reply.Json!["parameters"]!["migrate_to_chat_id"]!);
        Assert.True((await api.Say(moved, "x")).Ok);
    }

    private static (int, string?) Told(Reply reply) => (reply.Status, reply.Description);
}
