using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Http.Names;

namespace BalanceBot.Billing.Http;

/// <summary>
/// A billing that answers our own contract. What comes back is compared with what was asked: an answer about another
/// contract is none.
/// </summary>
internal sealed partial class HttpBilling : IBillingAdapter, IDisposable
{
    /// <summary>For the log.</summary>
    public const string System = "The billing's API";

    private readonly HttpLine line;
    private readonly HttpCheck check;
    private readonly WebQuestions api;
    private readonly ContractReader reader;
    private readonly TimeProvider time;

    public HttpBilling(HttpSettings settings, TimeProvider time, ILoggerFactory logs, HolderMark? holders = null)
    {
        this.time = time;
        string key = settings.Secret() ?? throw new ArgumentException("The key cannot be read.", nameof(settings));
        line = new HttpLine(settings, key, time, logs.CreateLogger<WebLine>());
        check = new HttpCheck(line);
        api = new WebQuestions(System, check.Run, time, logs);
        reader = new ContractReader(settings.Currency, holders);
    }

    public BillingAbilities Abilities => check.Abilities;

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => api.Begin(stop);

    public Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop)
    {
        string asked = ContractNumber.Normalise(number);
        string typed = number.Length <= 512 ? number.Trim() : "";
        return Find(
            asked,
            new JsonObject { [Fields.Number] = asked, [Fields.Typed] = Askable.Is(typed) ? typed : asked },
            row => Held.Number(row.Needed(Fields.Number), asked),
            stop
        );
    }

    public Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop)
    {
        string asked = Login.Normalise(login);
        return Find(
            asked,
            new JsonObject { [Fields.Login] = asked },
            row => Held.Login(row.Needed(Fields.Login), asked),
            stop
        );
    }

    /// <summary>A document too short to prove anything is asked about all the same, as none: the work is the same.</summary>
    public Task<BillingAnswer<VerifiedContract>> VerifyDocument(string number, string document, CancellationToken stop)
    {
        string asked = ContractNumber.Normalise(number);
        string? proof = Document.Typed(document);
        return Verify(
            Paths.VerifyDocument,
            asked,
            new JsonObject { [Fields.Number] = asked, [Fields.Document] = proof ?? "" },
            proof is not null,
            row => (row.Needed(Fields.Number), Held.Number(row.Needed(Fields.Number), asked)),
            stop
        );
    }

    public Task<BillingAnswer<VerifiedContract>> VerifyPassword(string login, string password, CancellationToken stop)
    {
        string asked = Login.Normalise(login);
        bool canProve = Askable.Is(password);
        return Verify(
            Paths.VerifyPassword,
            asked,
            new JsonObject { [Fields.Login] = asked, [Fields.Password] = canProve ? password : "" },
            canProve,
            row => (row.Needed(Fields.Login), Held.Login(row.Needed(Fields.Login), asked)),
            stop
        );
    }

    public void Dispose() => line.Dispose();

    private async Task<BillingAnswer<ContractKey>> Find(
        string asked,
        JsonObject question,
        Func<JsonRow, Held> whose,
        CancellationToken stop
    )
    {
        if (!Askable.Is(asked))
        {
            return new BillingAnswer<ContractKey>.NotFound();
        }

        return await Ask(Paths.Find, question, HttpPatience.Soon, Candidates, stop) switch
        {
            HttpReply<ContractKey[]>.Said { Value: [ContractKey only] } => new BillingAnswer<ContractKey>.Found(only),
            HttpReply<ContractKey[]>.Said { Value: [] } => new BillingAnswer<ContractKey>.NotFound(),
            HttpReply<ContractKey[]>.Failed failed => failed.As<ContractKey>(),
            _ => new BillingAnswer<ContractKey>.Ambiguous(),
        };

        ContractKey[] Candidates(JsonRow reply) =>
            [
                .. List(reply, Fields.Found)
                    .Where(row => whose(row).IsAsked)
                    .Select(row => new ContractKey(row.Needed(Fields.Key))),
            ];
    }

    private async Task<BillingAnswer<VerifiedContract>> Verify(
        string path,
        string asked,
        JsonObject question,
        bool canProve,
        Func<JsonRow, (string ProvedBy, Held Held)> whose,
        CancellationToken stop
    )
    {
        if (!Askable.Is(asked))
        {
            return new BillingAnswer<VerifiedContract>.NotFound();
        }

        return await Ask(path, question, HttpPatience.Once, Verdict, stop) switch
        {
            HttpReply<BillingAnswer<VerifiedContract>>.Said(var verdict) => verdict,
            HttpReply<BillingAnswer<VerifiedContract>>.Failed failed => failed.As<VerifiedContract>(),
            _ => throw new InvalidOperationException("A reply of no kind."),
        };

        BillingAnswer<VerifiedContract> Verdict(JsonRow reply)
        {
            switch (reply.Needed(Fields.Result))
            {
                case "proved":
                    JsonRow row =
                        reply.Row(Fields.Contract) ?? throw new BadCellException(Fields.Contract, "is missing");
                    (string provedBy, Held held) = whose(row);
                    return !held.IsAsked ? new BillingAnswer<VerifiedContract>.NotFound()
                        : !canProve ? new BillingAnswer<VerifiedContract>.Refused()
                        : new BillingAnswer<VerifiedContract>.Found(
                            new VerifiedContract(
                                new ContractKey(row.Needed(Fields.Key)),
                                row.Needed(Fields.Number),
                                provedBy
                            )
                        );
                case "refused":
                    return new BillingAnswer<VerifiedContract>.Refused();
                case "unknown":
                    return new BillingAnswer<VerifiedContract>.NotFound();
                case "ambiguous":
                    return new BillingAnswer<VerifiedContract>.Ambiguous();
                default:
                    throw new BadCellException(Fields.Result, "is not proved, refused, unknown or ambiguous");
            }
        }
    }

    /// <summary>Asks, and reads; whatever cannot be read, or is about another, is told to the operator and is no answer.</summary>
    private async Task<HttpReply<T>> Ask<T>(
        string path,
        JsonObject question,
        HttpPatience patience,
        Func<JsonRow, T> read,
        CancellationToken stop
    )
    {
        if (await api.Trouble(stop) is { } trouble)
        {
            return new HttpReply<T>.Failed(trouble, IsOfOne: false);
        }

        WebAnswer answer = await line.Ask(path, question, patience, stop);
        if (((answer as WebAnswer.Unavailable)?.Reason ?? HttpLine.Refusal(answer)) is { } reason)
        {
            return new HttpReply<T>.Failed($"{path}: {reason}", IsOfOne: false);
        }

        try
        {
            return answer is WebAnswer.Json { Root: var root } && JsonRow.Of(root) is { } row
                ? new HttpReply<T>.Said(read(row))
                : Wrong<T>(path, "the answer is no JSON object");
        }
        catch (BadCellException bad)
        {
            return Wrong<T>(path, WebQuestions.Words(bad));
        }
        catch (WrongReplyException wrong)
        {
            return Wrong<T>(path, wrong.Message);
        }
    }
}
