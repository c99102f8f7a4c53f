using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>Login and password, tried by a session that is closed whatever came of it.</summary>
internal sealed partial class AbillsBilling
{
    private const string WrongPassword = "1001014";
    private const string NoPassword = "10001";

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) =>
        api.Ask(
            "login",
            async () =>
            {
                string asked = Login.Normalise(login);
                if (!NumberQuestion.IsPlain(asked))
                {
                    return new BillingAnswer<VerifiedContract>.NotFound();
                }

                // It would be read as none at all, or as another one.
                if (!Askable.Is(password))
                {
                    return new BillingAnswer<VerifiedContract>.Refused();
                }

                return await LoggedIn(asked, stop) switch
                {
                    BillingAnswer<Candidate>.Unavailable(var reason) => new BillingAnswer<VerifiedContract>.Unavailable(
                        reason
                    ),
                    BillingAnswer<Candidate>.Ambiguous => new BillingAnswer<VerifiedContract>.Ambiguous(),
                    // Whoever waits for it may go away; what was opened is closed all the same.
                    var found => await Session((found as BillingAnswer<Candidate>.Found)?.Value, asked, password)
                        .WaitAsync(stop),
                };
            },
            stop
        );

    /// <summary>Opens a session by the password, reads whose it is, and closes it whatever was read.</summary>
    private async Task<BillingAnswer<VerifiedContract>> Session(Candidate? known, string login, string password)
    {
        AbillsReply reply = await line.LogIn(login, password);
        if (reply is AbillsReply.Error { Number: WrongPassword or NoPassword })
        {
            return known is null
                ? new BillingAnswer<VerifiedContract>.NotFound()
                : new BillingAnswer<VerifiedContract>.Refused();
        }

        if (reply is not AbillsReply.One(var row))
        {
            return new BillingAnswer<VerifiedContract>.Unavailable(reply.Words("login"));
        }

        try
        {
            return Judge(row, known, login);
        }
        catch (BadCellException bad)
        {
            return api.Wrong<VerifiedContract>("login", WebQuestions.Words(bad));
        }
        finally
        {
            await Close(row);
        }
    }

    private async Task Close(JsonRow row)
    {
        try
        {
            await line.LogOut(row.Needed("sid"));
        }
        catch (BadCellException)
        {
            // No session is named: nothing was opened that could be closed.
        }
    }

    /// <summary>
    /// ABillS lets in "SUB1" as "sub1", and the disabled: bound is only whoever it names as they were asked for, under the
    /// uid that its operator sees too.
    /// </summary>
    private BillingAnswer<VerifiedContract> Judge(JsonRow reply, Candidate? known, string login)
    {
        bool isOpened = reply.Needed("sid").Length > 0;
        string named = reply.Needed("login");
        Uid uid = Uid.Of(reply);
        return !isOpened || known is null || !string.Equals(named, login, StringComparison.Ordinal)
                ? new BillingAnswer<VerifiedContract>.NotFound()
            : uid != known.Uid ? api.Wrong<VerifiedContract>("login", "'uid' is another one than the operator sees")
            : new BillingAnswer<VerifiedContract>.Found(Proved(known, named));
    }
}
