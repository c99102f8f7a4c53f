using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>Whose a number or a login is, and whether whoever types it is that one.</summary>
internal sealed partial class SplynxBilling
{
    private const int MostFound = 100;

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
        api.Ask("customers", async () => (await Numbered(number, stop)).Map(Key), stop);

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
        api.Ask("customers", async () => (await LoggedIn(Login.Normalise(login), stop)).Map(Key), stop);

    /// <summary>One question, whoever is found; and a comparison, with nobody's document when there is none.</summary>
    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(
        string number,
        string document,
        CancellationToken stop
    ) =>
        api.Ask(
            "customers",
            async () =>
            {
                BillingAnswer<JsonRow> found = await Numbered(number, stop);
                JsonRow? customer = (found as BillingAnswer<JsonRow>.Found)?.Value;
                bool proved = documents.Proves(document, customer is null ? null : reader.Document(customer));
                return found.If(proved, one => Proved(one, NumberOf(one)));
            },
            stop
        );

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
                if (!Askable.Is(asked) || !Askable.Is(password))
                {
                    return new BillingAnswer<VerifiedContract>.Refused();
                }

                BillingAnswer<JsonRow> found = await LoggedIn(asked, stop);
                return found is BillingAnswer<JsonRow>.Found or BillingAnswer<JsonRow>.NotFound
                    // Whoever waits for it may go away; the token is revoked all the same.
                    ? await Try((found as BillingAnswer<JsonRow>.Found)?.Value, asked, password).WaitAsync(stop)
                    : found.Map(one => Proved(one, asked));
            },
            stop
        );

    private async Task<BillingAnswer<JsonRow>> Numbered(string number, CancellationToken stop)
    {
        string asked = ContractNumber.Normalise(number);
        return
            SplynxQuestions.OfNumber(settings.NumberField, number, asked, MostFound) is { } question
            && (asked.Any(char.IsAsciiDigit) || Askable.Is(number.Trim()))
            ? Only(
                await List(question, stop),
                row => reader.Number(row) is { } held && ContractNumber.Normalise(held) == asked
            )
            : new BillingAnswer<JsonRow>.NotFound();
    }

    /// <summary>Its database takes "ANNA" for "anna"; bound is only who writes their login as it is.</summary>
    private async Task<BillingAnswer<JsonRow>> LoggedIn(string asked, CancellationToken stop) =>
        Askable.Is(asked)
            ? Only(
                await List(SplynxQuestions.OfLogin(asked, MostFound), stop),
                row => string.Equals(row.Needed("login"), asked, StringComparison.Ordinal)
            )
            : new BillingAnswer<JsonRow>.NotFound();

    private static BillingAnswer<JsonRow> Only(WebOutcome<IReadOnlyList<JsonRow>> answer, Func<JsonRow, bool> isAsked)
    {
        if (answer is not WebOutcome<IReadOnlyList<JsonRow>>.Said(var rows))
        {
            return ((WebOutcome<IReadOnlyList<JsonRow>>.Failed)answer).As<JsonRow>();
        }

        JsonRow[] those =
        [
            .. rows.Where(row => !CustomerReader.IsDeleted(row) && isAsked(row)).DistinctBy(row => CustomerId.Of(row)),
        ];
        return rows.Count >= MostFound ? new BillingAnswer<JsonRow>.Unavailable("customers: too many are alike")
            : those.Length == 1 ? new BillingAnswer<JsonRow>.Found(those[0])
            : those.Length == 0 ? new BillingAnswer<JsonRow>.NotFound()
            : new BillingAnswer<JsonRow>.Ambiguous();
    }

    /// <summary>
    /// Splynx says whether a password is right, and not whose it is: bound is the customer whose login is, letter by letter,
    /// the one that was tried.
    /// </summary>
    private async Task<BillingAnswer<VerifiedContract>> Try(JsonRow? known, string login, string password)
    {
        SplynxReply reply = await line.LogIn(login, password);
        if (reply is SplynxReply.Error(401))
        {
            return known is null
                ? new BillingAnswer<VerifiedContract>.NotFound()
                : new BillingAnswer<VerifiedContract>.Refused();
        }

        if (reply is not SplynxReply.One(var row))
        {
            return new BillingAnswer<VerifiedContract>.Unavailable(reply.Words("login"));
        }

        string access = row.Needed("access_token");
        if (row.Word("refresh_token") is { } refresh)
        {
            await line.Revoke(refresh, access);
        }

        return known is null
            ? new BillingAnswer<VerifiedContract>.NotFound()
            : new BillingAnswer<VerifiedContract>.Found(Proved(known, login));
    }

    private static ContractKey Key(JsonRow customer) => CustomerId.Of(customer).Key;

    private string NumberOf(JsonRow customer) => reader.Number(customer) ?? customer.Needed("login");

    private VerifiedContract Proved(JsonRow customer, string by) => new(Key(customer), NumberOf(customer), by);
}
