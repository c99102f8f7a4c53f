using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>Whose a number or a login is, and whether whoever types it is that one.</summary>
internal sealed partial class AbillsBilling
{
    private const int MostFound = 1000;

    /// <summary>Subscribers of different domains may have one login.</summary>
    private const int MostOfLogin = 50;

    private sealed record Candidate(Uid Uid, string Login, string Number);

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        api.Ask("find", async () => (await Numbered(number, stop)).Map(one => one.Uid.Key), stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        api.Ask("find", async () => (await LoggedIn(Login.Normalise(login), stop)).Map(one => one.Uid.Key), stop);

    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) =>
        api.Ask(
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

        WebOutcome<IReadOnlyList<JsonRow>>? answer = null;
        if (NumberQuestion.Wide(asked) is { } wide)
        {
            answer = await Found(("CONTRACT_ID", wide), MostFound, stop);
        }

        // So many fit that they cannot all be looked at: it must be written as ABillS has it.
        if (answer is null or WebOutcome<IReadOnlyList<JsonRow>>.Said { Value.Count: >= MostFound })
        {
            answer = NumberQuestion.AsWritten(typed, asked) is { } written
                ? await Found(("CONTRACT_ID", written), MostFound, stop)
                : new WebOutcome<IReadOnlyList<JsonRow>>.Said([]);
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

    private Task<WebOutcome<IReadOnlyList<JsonRow>>> Found((string, string) choice, int rows, CancellationToken stop) =>
        lists.Once(AbillsLists.Choosing(AbillsLists.Found, rows, [choice]), stop);

    private static BillingAnswer<Candidate> Only(
        WebOutcome<IReadOnlyList<JsonRow>> answer,
        int rows,
        Func<JsonRow, bool> isAsked
    )
    {
        if (answer is not WebOutcome<IReadOnlyList<JsonRow>>.Said(var found))
        {
            return ((WebOutcome<IReadOnlyList<JsonRow>>.Failed)answer).As<Candidate>();
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

    private async Task<WebOutcome<string?>> Filed(Uid uid, CancellationToken stop)
    {
        AbillsQuestion question = Papers(uid);
        return await line.Get(question, stop) switch
        {
            AbillsReply.One(var row) => Uid.Of(row) == uid
                ? new WebOutcome<string?>.Said(row.Text("pasportNum"))
                : throw new BadCellException(Uid.Field, "is another one than was asked for"),
            AbillsReply.Error { IsNobody: true } => new WebOutcome<string?>.Said(null),
            var reply => new WebOutcome<string?>.Failed(reply.Words(question.Name)),
        };
    }

    /// <summary>Compares in any case, and says the same whoever's papers they were.</summary>
    private BillingAnswer<VerifiedContract> Judge(
        BillingAnswer<Candidate> found,
        WebOutcome<string?> filed,
        string document
    )
    {
        if (filed is not WebOutcome<string?>.Said(var onFile))
        {
            return ((WebOutcome<string?>.Failed)filed).As<VerifiedContract>();
        }

        bool proved = documents.Proves(document, onFile);
        return found.If(proved, one => Proved(one, one.Number));
    }

    private static VerifiedContract Proved(Candidate one, string by) => new(one.Uid.Key, one.Number, by);
}
