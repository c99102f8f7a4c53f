using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>
/// Promised payments are ABillS' credit, which a subscriber's own session checks and takes; opened by a password for one
/// question, and closed whatever came of it. What holds is seen by the operator too.
/// </summary>
internal sealed partial class AbillsBilling
{
    private const string CreditPath = "/user/credit/";

    private static readonly AbillsQuestion CreditTerms = new("credit", CreditPath, []);
    private static readonly AbillsQuestion RecommendedPay = new("recommended", "/user/recommendedPay/", []);

    /// <summary>Where the operator finds a subscriber's credit.</summary>
    public static AbillsQuestion Account(Uid uid) => new("user", $"/users/{uid}/", []);

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, CancellationToken stop) =>
        api.Ask(
            "user",
            async () => Uid.Of(key) is { } uid ? await Held(uid, stop) : new BillingAnswer<PromisedPayment>.NotFound(),
            stop
        );

    public Task<BillingAnswer<PromisedPayment>> Promise(ContractKey key, SignIn by, CancellationToken stop) =>
        SignedIn(key, by, (session, uid) => Told(session, uid, stop), stop);

    public Task<BillingAnswer<PromisedPayment>> TakePromise(
        ContractKey key,
        PromisedPayment.Offered offer,
        SignIn by,
        CancellationToken stop
    ) => SignedIn(key, by, (session, uid) => Take(session, uid, offer, stop), stop);

    private async Task<BillingAnswer<PromisedPayment>> Told(string session, Uid uid, CancellationToken stop)
    {
        BillingAnswer<PromisedPayment> terms = await Terms(session, uid, stop);
        return terms is BillingAnswer<PromisedPayment>.Found(PromisedPayment.Offered offer)
            ? Found(offer with { Recommended = await Recommended(session, stop) })
            : terms;
    }

    private async Task<BillingAnswer<PromisedPayment>> Terms(string session, Uid uid, CancellationToken stop) =>
        await line.GetAs(session, CreditTerms, stop) switch
        {
            AbillsReply.One(var row) => Found(OfferOf(row)),
            var reply => await Refusal(reply, uid, stop),
        };

    private PromisedPayment OfferOf(JsonRow row)
    {
        PromisedPayment offer = Credit.Offer(row, clock.Day(time.GetUtcNow()));
        if (offer is PromisedPayment.Denied(PromiseDenial.NotGiven))
        {
            api.Tell(CreditTerms.Name, "user_credit_change has several rules, and its API takes none of several");
        }

        return offer;
    }

    /// <summary>It never spoils what was asked for.</summary>
    private async Task<decimal?> Recommended(string session, CancellationToken stop)
    {
        try
        {
            return
                await line.GetAs(session, RecommendedPay, stop) is AbillsReply.One(var row)
                && row.Sum("sum") is > 0 and var sum
                ? sum
                : null;
        }
        catch (BadCellException)
        {
            return null;
        }
    }

    private async Task<BillingAnswer<PromisedPayment>> Take(
        string session,
        Uid uid,
        PromisedPayment.Offered offer,
        CancellationToken stop
    )
    {
        BillingAnswer<PromisedPayment> terms = await Terms(session, uid, stop);
        if (terms is not BillingAnswer<PromisedPayment>.Found { Value: PromisedPayment.Offered now } || now != offer)
        {
            return terms;
        }

        // Whoever asked may be gone: then somebody else may be looking already, and it must not be taken any more.
        stop.ThrowIfCancellationRequested();
        return await line.PostAs(session, "take credit", CreditPath) switch
        {
            AbillsReply.One(var row) => await Taken(row, uid, offer, stop),
            var reply => await Refusal(reply, uid, stop),
        };
    }

    /// <summary>
    /// With user_confirm_changes it answers {} and has done nothing; the same when it was done and a program of the provider's
    /// failed after it. What the operator sees counts.
    /// </summary>
    private async Task<BillingAnswer<PromisedPayment>> Taken(
        JsonRow row,
        Uid uid,
        PromisedPayment.Offered offer,
        CancellationToken stop
    ) =>
        (await Held(uid, stop), row.Has("creditSum")) switch
        {
            (BillingAnswer<PromisedPayment>.Found { Value: PromisedPayment.Running running } held, _)
                when running.Amount >= offer.Amount => held,
            (BillingAnswer<PromisedPayment>.Found, true) => api.Wrong<PromisedPayment>(
                "take credit",
                "it says that a credit is set, and the operator sees none"
            ),
            (BillingAnswer<PromisedPayment>.Found, false) => Found(new PromisedPayment.NotRunning()),
            (_, true) => Found(new PromisedPayment.Running(offer.Amount, offer.Until)),
            var (away, _) => away,
        };

    /// <summary>Whoever has one already is told so, whatever it says why no other can be had.</summary>
    private async Task<BillingAnswer<PromisedPayment>> Refusal(AbillsReply reply, Uid uid, CancellationToken stop)
    {
        if (reply is not AbillsReply.Error { Number: var number } || Credit.Why(number) is not { } why)
        {
            return new BillingAnswer<PromisedPayment>.Unavailable(reply.Words("credit"));
        }

        return
            why != PromiseDenial.NotGiven
            && await Held(uid, stop) is BillingAnswer<PromisedPayment>.Found { Value: PromisedPayment.Running } held
            ? held
            : Found(new PromisedPayment.Denied(why));
    }

    /// <summary>As the operator sees it.</summary>
    private async Task<BillingAnswer<PromisedPayment>> Held(Uid uid, CancellationToken stop) =>
        await AccountOf(uid, stop) switch
        {
            WebOutcome<JsonRow?>.Said(null) => new BillingAnswer<PromisedPayment>.NotFound(),
            WebOutcome<JsonRow?>.Said(var row) => Found(
                Credit.Running(row!, clock.Day(time.GetUtcNow())) as PromisedPayment ?? new PromisedPayment.NotRunning()
            ),
            var failed => ((WebOutcome<JsonRow?>.Failed)failed).As<PromisedPayment>(),
        };

    /// <summary>Null: there is nobody.</summary>
    private async Task<WebOutcome<JsonRow?>> AccountOf(Uid uid, CancellationToken stop)
    {
        AbillsQuestion question = Account(uid);
        return await line.Get(question, stop) switch
        {
            AbillsReply.One(var row) => Uid.Of(row) == uid
                ? new WebOutcome<JsonRow?>.Said(row)
                : throw new BadCellException(Uid.Field, "is another one than was asked for"),
            AbillsReply.Error { IsNobody: true } => new WebOutcome<JsonRow?>.Said(null),
            var reply => new WebOutcome<JsonRow?>.Failed(reply.Words(question.Name)),
        };
    }

    private static BillingAnswer<PromisedPayment> Found(PromisedPayment stands) =>
        new BillingAnswer<PromisedPayment>.Found(stands);

    private Task<BillingAnswer<PromisedPayment>> SignedIn(
        ContractKey key,
        SignIn by,
        Func<string, Uid, Task<BillingAnswer<PromisedPayment>>> ask,
        CancellationToken stop
    ) =>
        api.Ask(
            "login",
            async () =>
                Uid.Of(key) is not { } uid ? new BillingAnswer<PromisedPayment>.NotFound()
                // It would be read as none at all, or as another one.
                : !Askable.Is(by.Password) ? new BillingAnswer<PromisedPayment>.Refused()
                : await AccountOf(uid, stop) switch
                {
                    WebOutcome<JsonRow?>.Said(null) => new BillingAnswer<PromisedPayment>.NotFound(),
                    // Whoever waits for it may go away; what was opened is closed all the same.
                    WebOutcome<JsonRow?>.Said(var row) => await Visit(uid, row!.Needed("login"), by, ask)
                        .WaitAsync(stop),
                    var failed => ((WebOutcome<JsonRow?>.Failed)failed).As<PromisedPayment>(),
                },
            stop
        );

    /// <summary>Logins are unique within a domain only: of whoever else is let in nothing is told.</summary>
    private async Task<BillingAnswer<PromisedPayment>> Visit(
        Uid uid,
        string login,
        SignIn by,
        Func<string, Uid, Task<BillingAnswer<PromisedPayment>>> ask
    )
    {
        AbillsReply reply = await line.LogIn(login, by.Password);
        if (reply is AbillsReply.Error { Number: WrongPassword or NoPassword })
        {
            return new BillingAnswer<PromisedPayment>.Refused();
        }

        if (reply is not AbillsReply.One(var row))
        {
            return new BillingAnswer<PromisedPayment>.Unavailable(reply.Words("login"));
        }

        try
        {
            return Uid.Of(row) == uid
                ? await ask(row.Needed("sid"), uid)
                : api.Wrong<PromisedPayment>("login", "'uid' is another one than was asked for");
        }
        finally
        {
            await Close(row);
        }
    }
}
