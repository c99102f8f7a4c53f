using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>Whose a number or a login is, and whether whoever types it is that one.</summary>
internal sealed partial class AbillsBilling
{
    private const int MostFound = 1000;

    /// <summary>Subscribers of different domains may have one login.</summary>
    private const int MostOfLogin = 50;

    private const string WrongPassword = "1001014";
    private const string NoPassword = "10001";

    private sealed record Candidate(Uid Uid, string Login, string Number);

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        Ask("find", async () => Key(await Numbered(number, stop)), stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        Ask("find", async () => Key(await LoggedIn(Login.Normalise(login), stop)), stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) =>
        Ask(
            "papers",
            async () =>
            {
                BillingAnswer<Candidate> found = await Numbered(number, stop);
                Candidate? candidate = (found as BillingAnswer<Candidate>.Found)?.Value;
                return found is BillingAnswer<Candidate>.Unavailable(var reason)
                    ? new BillingAnswer<VerifiedContract>.Unavailable(reason)
                    : Judge(found, await Filed(candidate?.Uid ?? check.Somebody, stop), document);
            },
            stop
        );

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(
        string login,
        string password,
        CancellationToken stop
    ) =>
        Ask(
            "login",
            async () =>
            {
                string asked = Login.Normalise(login);
                if (!NumberQuestion.IsPlain(asked))
                {
                    return new BillingAnswer<VerifiedContract>.NotFound();
                }

                // ABillS takes an empty password for a question about something else, and an odd one is none.
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

    /// <summary>Where the operator finds a subscriber's papers.</summary>
    public static AbillsQuestion Papers(Uid uid) => new("papers", $"/users/{uid}/pi/", []);

    private async Task<BillingAnswer<Candidate>> Numbered(string number, CancellationToken stop)
    {
        string asked = ContractNumber.Normalise(number);
        string typed = number.Length <= 512 ? number : "";
        if (asked.Length == 0)
        {
            return new BillingAnswer<Candidate>.NotFound();
        }

        AbillsAnswer<IReadOnlyList<JsonRow>>? answer = null;
        if (NumberQuestion.Wide(asked) is { } wide)
        {
            answer = await Found(("CONTRACT_ID", wide), MostFound, stop);
        }

        // So many fit that they cannot all be looked at: it must be written as ABillS has it.
        if (answer is null or AbillsAnswer<IReadOnlyList<JsonRow>>.Said { Value.Count: >= MostFound })
        {
            answer = NumberQuestion.AsWritten(typed, asked) is { } written
                ? await Found(("CONTRACT_ID", written), MostFound, stop)
                : new AbillsAnswer<IReadOnlyList<JsonRow>>.Said([]);
        }

        return Only(answer, MostFound, row => ContractNumber.Normalise(AccountReader.ContractId(row) ?? "") == asked);
    }

    private async Task<BillingAnswer<Candidate>> LoggedIn(string asked, CancellationToken stop) =>
        NumberQuestion.IsPlain(asked)
            ? Only(
                await Found(("LOGIN", asked), MostOfLogin, stop),
                MostOfLogin,
                // Its database takes "ANNA" for "anna"; bound is only who writes their login as it is.
                row => string.Equals(row.Needed("login"), asked, StringComparison.Ordinal)
            )
            : new BillingAnswer<Candidate>.NotFound();

    private Task<AbillsAnswer<IReadOnlyList<JsonRow>>> Found(
        (string, string) choice,
        int rows,
        CancellationToken stop
    ) => lists.Once(AbillsLists.Choosing(AbillsLists.Found, rows, [choice]), stop);

    private static BillingAnswer<Candidate> Only(
        AbillsAnswer<IReadOnlyList<JsonRow>> answer,
        int rows,
        Func<JsonRow, bool> isAsked
    )
    {
        if (answer is not AbillsAnswer<IReadOnlyList<JsonRow>>.Said(var found))
        {
            return ((AbillsAnswer<IReadOnlyList<JsonRow>>.Failed)answer).As<Candidate>();
        }

        Candidate[] those =
        [
            .. found
                .Where(isAsked)
                .Select(row => new Candidate(Uid.Of(row), row.Needed("login"), AccountReader.Number(row)))
                .DistinctBy(one => one.Uid),
        ];
        return found.Count >= rows ? new BillingAnswer<Candidate>.Unavailable("find: too many are alike")
            : those.Length == 1 ? new BillingAnswer<Candidate>.Found(those[0])
            : those.Length == 0 ? new BillingAnswer<Candidate>.NotFound()
            : new BillingAnswer<Candidate>.Ambiguous();
    }

    private static BillingAnswer<ContractKey> Key(BillingAnswer<Candidate> found) =>
        found switch
        {
            BillingAnswer<Candidate>.Found(var only) => new BillingAnswer<ContractKey>.Found(only.Uid.Key),
            BillingAnswer<Candidate>.Unavailable(var reason) => new BillingAnswer<ContractKey>.Unavailable(reason),
            BillingAnswer<Candidate>.Ambiguous => new BillingAnswer<ContractKey>.Ambiguous(),
            _ => new BillingAnswer<ContractKey>.NotFound(),
        };

    private async Task<AbillsAnswer<string?>> Filed(Uid uid, CancellationToken stop)
    {
        AbillsQuestion question = Papers(uid);
        return await line.Get(question, stop) switch
        {
            AbillsReply.One(var row) => Uid.Of(row) == uid
                ? new AbillsAnswer<string?>.Said(row.Text("pasportNum"))
                : throw new BadCellException(Uid.Field, "is another one than was asked for"),
            AbillsReply.Error { IsNobody: true } => new AbillsAnswer<string?>.Said(null),
            var reply => new AbillsAnswer<string?>.Failed(reply.Words(question.Name)),
        };
    }

    /// <summary>Compares in any case, and says the same whoever's papers they were.</summary>
    private static BillingAnswer<VerifiedContract> Judge(
        BillingAnswer<Candidate> found,
        AbillsAnswer<string?> filed,
        string document
    )
    {
        if (filed is not AbillsAnswer<string?>.Said(var onFile))
        {
            return ((AbillsAnswer<string?>.Failed)filed).As<VerifiedContract>();
        }

        bool proved = DocumentCheck.Proves(document, onFile);
        return found switch
        {
            BillingAnswer<Candidate>.Found(var one) => proved
                ? Proved(one, one.Number)
                : new BillingAnswer<VerifiedContract>.Refused(),
            BillingAnswer<Candidate>.Ambiguous => new BillingAnswer<VerifiedContract>.Ambiguous(),
            _ => new BillingAnswer<VerifiedContract>.NotFound(),
        };
    }

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
            return Wrong<VerifiedContract>("login", $"'{bad.Column}' {bad.Message}");
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
            : uid != known.Uid ? Wrong<VerifiedContract>("login", "'uid' is another one than the operator sees")
            : Proved(known, named);
    }

    private static BillingAnswer<VerifiedContract> Proved(Candidate one, string by) =>
        new BillingAnswer<VerifiedContract>.Found(new VerifiedContract(one.Uid.Key, one.Number, by));
}
