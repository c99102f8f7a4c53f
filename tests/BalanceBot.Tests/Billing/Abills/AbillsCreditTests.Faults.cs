using BalanceBot.Billing;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>Answers that are lost, empty, another's or wrong.</summary>
public sealed partial class AbillsCreditTests
{
    [Fact]
    public async Task Trap_7_an_empty_answer_proves_nothing_and_what_the_operator_sees_counts()
    {
        ground.Server.ConfirmsChanges = true;
        Assert.IsType<PromisedPayment.NotRunning>(Found(await billing.TakePromise(KeyOf(101), Offer, By, Stop)));

        ground.Server.ConfirmsChanges = false;
        ground.Server.StandIn.Answer = asked =>
            ground.Server.Answer(asked) is var reply
            && asked.Method == "POST"
            && asked.Path.EndsWith(CreditPath, StringComparison.Ordinal)
                ? Reply.Json("{}")
                : reply;
        Assert.IsType<PromisedPayment.Running>(Found(await billing.TakePromise(KeyOf(101), Offer, By, Stop)));
    }

    [Theory]
    [InlineData("hang", "no answer in time")]
    [InlineData("cut", "the answer was cut off")]
    [InlineData("drop", "the answer was cut off")]
    [InlineData("page", "a web page")]
    [InlineData("failed", "it failed (502)")]
    public async Task Trap_11_a_request_whose_answer_is_lost_is_unknown_sent_once_closed_and_found_out_later(
        string how,
        string reason
    )
    {
        await billing.Begin(Stop);
        ground.Server.StandIn.Answer = asked =>
            ground.Server.Answer(asked) is var reply
            && asked.Method == "POST"
            && asked.Path.EndsWith(CreditPath, StringComparison.Ordinal)
                ? Bad(how)
                : reply;

        string told = Reason(await ground.Through(billing.TakePromise(KeyOf(101), Offer, By, Stop)));

        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0), (Posts(), ground.Server.CreditsTaken, ground.Server.Open));
        Assert.IsType<PromisedPayment.Running>(Found(await billing.Promise(KeyOf(101), Stop)));
    }

    [Fact]
    public async Task Who_gives_up_before_it_is_taken_takes_nothing_and_leaves_no_session_open()
    {
        await billing.Begin(Stop);
        using CancellationTokenSource gone = new();
        TaskCompletionSource closed = new();
        ground.Server.StandIn.Answer = asked =>
        {
            if (asked.Method == "GET" && asked.Path.EndsWith(CreditPath, StringComparison.Ordinal))
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
            billing.TakePromise(KeyOf(101), Offer, By, gone.Token)
        );
        await closed.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);

        Assert.Equal((0, 1, 0), (Posts(), ground.Server.Opened, ground.Server.Open));
    }

    [Fact]
    public async Task Trap_1_another_subscribers_session_is_closed_and_nothing_of_theirs_is_told_or_taken()
    {
        // Of another domain, by the same login.
        ground.Server.Subscribers.Insert(0, Ivan with { Uid = 7, Password = "Other-Horse" });
        SignIn other = new("Other-Horse");

        Assert.Contains("'uid' is another one", Reason(await billing.Promise(KeyOf(101), other, Stop)));
        Assert.Contains("'uid' is another one", Reason(await billing.TakePromise(KeyOf(101), Offer, other, Stop)));
        Assert.DoesNotContain(ground.Server.Asked, one => one.EndsWith(CreditPath, StringComparison.Ordinal));
        Assert.Equal((2, 0), (ground.Server.Opened, ground.Server.Open));
    }

    [Theory]
    [InlineData("wrong-horse")]
    [InlineData("correct-horse")]
    [InlineData("")]
    [InlineData("\0")]
    public async Task A_wrong_password_is_refused_and_opens_nothing(string password)
    {
        SignIn wrong = new(password);

        Assert.IsType<BillingAnswer<PromisedPayment>.Refused>(await billing.Promise(KeyOf(101), wrong, Stop));
        Assert.IsType<BillingAnswer<PromisedPayment>.Refused>(
            await billing.TakePromise(KeyOf(101), Offer, wrong, Stop)
        );
        Assert.IsType<BillingAnswer<PromisedPayment>.NotFound>(await billing.Promise(KeyOf(999), By, Stop));
        Assert.IsType<BillingAnswer<PromisedPayment>.NotFound>(await billing.Promise(KeyOf(999), Stop));
        Assert.Equal((0, 0), (ground.Server.Opened, ground.Server.CreditsTaken));
        Assert.DoesNotContain(ground.Log, line => password.Length > 1 && line.Contains(password));
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("page")]
    [InlineData("odd sum")]
    public async Task A_recommended_payment_that_is_not_told_well_spoils_no_terms(string how)
    {
        await billing.Begin(Stop);
        ground.Server.Instead["/user/recommendedPay/"] = Bad(how);

        PromisedPayment told = Found(await ground.Through(billing.Promise(KeyOf(101), By, Stop)));

        Assert.Equal(Offer, told);
        Assert.Null(Assert.IsType<PromisedPayment.Offered>(told).Recommended);
        Assert.Equal(0, ground.Server.Open);
    }

    [Fact]
    public async Task A_logout_that_is_missing_is_told_to_the_operator_and_spoils_nothing()
    {
        ground.Server.Instead["/user/logout"] = Reply.Json("""{"errno":2,"errstr":"No such route"}""", 404);

        Found(await billing.TakePromise(KeyOf(101), Offer, By, Stop));

        Assert.Contains(ground.Log, line => line.Contains("stays open"));
    }
}
