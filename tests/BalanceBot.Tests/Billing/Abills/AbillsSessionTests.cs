using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What is opened is closed, what is unknown is not repeated, and nothing is waited for without an end.</summary>
public sealed class AbillsSessionTests : IAsyncDisposable
{
    private const string LogIn = "/user/login/";
    private const string LogOut = "/user/logout";

    private readonly AbillsGround ground = new();
    private readonly AbillsBilling billing;

    public AbillsSessionTests() => billing = ground.Billing(Ivan);

    [Theory]
    [InlineData("hang", "no answer in time")]
    [InlineData("slow", "no answer in time")]
    [InlineData("cut", "the answer was cut off")]
    [InlineData("drop", "the answer was cut off")]
    [InlineData("flood", "larger than 1 MB")]
    [InlineData("odd", "no UTF-8")]
    [InlineData("page", "a web page")]
    [InlineData("failed", "it failed (502)")]
    public async Task Trap_11_what_a_login_came_to_is_unknown_then_and_it_is_never_tried_again(
        string how,
        string reason
    )
    {
        await billing.Begin(Stop);
        ground.Server.Instead[LogIn] = Bad(how);

        string told = Reason(await ground.Through(billing.VerifyPassword("ivan_p", "Correct-Horse", Stop)));

        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.Single(ground.Server.Asked, one => one == "POST /api.cgi/user/login/");
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("cut")]
    [InlineData("drop")]
    [InlineData("failed")]
    public async Task A_logout_that_fails_once_is_made_again_and_spoils_no_proof(string how)
    {
        await billing.Begin(Stop);
        int times = 0;
        ground.Server.StandIn.Answer = asked =>
            asked.Path.EndsWith(LogOut, StringComparison.Ordinal) && ++times == 1
                ? Bad(how)
                : ground.Server.Answer(asked);

        Found(await ground.Through(billing.VerifyPassword("ivan_p", "Correct-Horse", Stop)));

        Assert.Equal((2, 1, 0), (times, ground.Server.Opened, ground.Server.Open));
        Assert.DoesNotContain(ground.Log, line => line.Contains("stays open"));
    }

    [Fact]
    public async Task A_logout_that_never_works_is_told_to_the_operator_and_spoils_no_proof()
    {
        await billing.Begin(Stop);
        ground.Server.Instead[LogOut] = new Reply.Hang();

        Found(await ground.Through(billing.VerifyPassword("ivan_p", "Correct-Horse", Stop)));

        Assert.Single(ground.Log, line => line.Contains("stays open") && line.Contains("no answer in time"));
    }

    [Fact]
    public async Task Whoever_goes_away_while_they_log_in_leaves_no_session_open()
    {
        await billing.Begin(Stop);
        using CancellationTokenSource gone = new();
        TaskCompletionSource closed = new();
        ground.Server.StandIn.Answer = asked =>
        {
            if (asked.Path.EndsWith(LogIn, StringComparison.Ordinal))
            {
                gone.Cancel();
            }

            Reply reply = ground.Server.Answer(asked);
            if (asked.Method == "DELETE")
            {
                closed.SetResult();
            }

            return reply;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            billing.VerifyPassword("ivan_p", "Correct-Horse", gone.Token)
        );

        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal((1, 0), (ground.Server.Opened, ground.Server.Open));
    }

    [Theory]
    [InlineData("hang", "no answer in time")]
    [InlineData("slow", "no answer in time")]
    [InlineData("cut", "the answer was cut off")]
    [InlineData("flood", "larger than 1 MB")]
    [InlineData("odd", "no UTF-8")]
    [InlineData("page", "a web page")]
    public async Task A_balance_that_is_not_told_well_is_none_and_soon(string how, string reason)
    {
        await billing.Begin(Stop);
        ground.Server.Instead["/users/all/"] = Bad(how);
        DateTimeOffset asked = ground.Time.GetUtcNow();

        string told = Reason(await ground.Through(billing.Snapshot(KeyOf(101), Stop)));

        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.InRange(ground.Time.GetUtcNow() - asked, TimeSpan.Zero, TimeSpan.FromSeconds(1.8));
    }

    [Fact]
    public async Task A_password_that_is_none_is_not_sent()
    {
        foreach (string password in new[] { "", "\0", "\uD800" })
        {
            Assert.IsType<BillingAnswer<VerifiedContract>.Refused>(
                await billing.VerifyPassword("ivan_p", password, Stop)
            );
        }

        Assert.DoesNotContain(ground.Server.Asked, one => one.StartsWith("POST", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync()
    {
        billing.Dispose();
        return ground.DisposeAsync();
    }

    private static Reply Bad(string how) =>
        how switch
        {
            "hang" => new Reply.Hang(),
            "slow" => new Reply.Slow([.. Enumerable.Repeat((byte)' ', 100)]),
            "cut" => new Reply.Cut("""{"login":"ivan_p","sid":"s1","uid":"""u8.ToArray()),
            "drop" => new Reply.Drop(),
            "flood" => new Reply.Flood(100L * 1024 * 1024),
            "odd" => new Reply.Bytes(200, [.. "{\"login\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
            "page" => Reply.Json("<!DOCTYPE html><html><form>"),
            _ => Reply.Json("{}", 502),
        };
}
