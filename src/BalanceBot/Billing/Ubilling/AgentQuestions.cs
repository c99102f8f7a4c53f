using System.Security.Cryptography;
using System.Text;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <param name="Login">As the billing holds it, and as it was asked for.</param>
/// <param name="Contract">The contract's number; null: none, or not asked for.</param>
/// <param name="Profile">All that was told; it names a person, and is never printed.</param>
internal sealed record AgentSubscriber(string Login, string? Contract, JsonRow Profile);

/// <summary>
/// The questions to Ubilling's agent in the subscribers' cabinet, which answers whoever brings a subscriber's credential. It looks for the
/// subscriber by IP address, and takes the first who has it: two without one of their own are one to it. So who it answers for
/// is compared with who was asked for, each time.
/// </summary>
/// <param name="serial">The billing's; empty: none is given. An agent may ask for its digest.</param>
internal sealed class AgentQuestions(WebLine line, string serial, WebWatch watch)
{
    public const string System = "Ubilling's agent";

    private const string SomebodyElse = "it answers for another subscriber: two have the same IP address, or none";

    private const string WrongCredential = "ERROR_WRONG_UBERAUTH";

    private static readonly TimeSpan TakingAtMost = TimeSpan.FromSeconds(6);
    private static readonly (string, string)[] Plainly = [("xmlagent", "true"), ("json", "true")];
    private static readonly (string, string)[] Crediting =
    [
        ("module", "creditor"),
        ("agentcredit", "true"),
        ("json", "true"),
    ];

    /// <summary>What it tells of the subscriber, whose login is the one that was asked for.</summary>
    public async Task<BillingAnswer<AgentSubscriber>> Subscriber(AgentCredential who, CancellationToken stop) =>
        Of(await line.Ask(Call("subscriber", Plainly, who), stop), who);

    /// <summary>
    /// What the subscriber's tariff and services cost; null: not told. The answer names nobody: who the agent answers for is
    /// asked right before.
    /// </summary>
    public async Task<IReadOnlyList<JsonRow>?> Prices(AgentCredential who, CancellationToken stop) =>
        Rows(
            await line.Ask(
                Call("prices", [.. Plainly, ("tariffvservices", "true")], who) with
                {
                    IsRepeatable = true,
                },
                stop
            )
        );

    /// <summary>What all tariffs and services cost that somebody may take; null: not told.</summary>
    public async Task<IReadOnlyList<JsonRow>?> AllPrices(AgentCredential who, CancellationToken stop) =>
        Rows(
            await line.Ask(
                Call("all prices", [.. Plainly, ("activetariffsvservices", "true")], who) with
                {
                    IsRepeatable = true,
                },
                stop
            )
        );

    /// <summary>Found: the agent acts for nobody else now.</summary>
    public async Task<BillingAnswer<AgentSubscriber>> Identity(AgentCredential who, CancellationToken stop) =>
        Of(
            await line.Ask(
                Call("identity", [.. Plainly, ("justauth", "true")], who) with
                {
                    IsRepeatable = true,
                },
                stop
            ),
            who
        );

    public Task<WebAnswer> CheckCredit(AgentCredential who, CancellationToken stop) =>
        line.Ask(Call("check credit", [.. Crediting, ("justcheck", "true")], who) with { IsRepeatable = true }, stop);

    public Task<WebAnswer> TakeCredit(AgentCredential who, CancellationToken stop) =>
        line.Ask(Call("take credit", Crediting, who) with { AtMost = TakingAtMost }, stop);

    /// <summary>Asks with a credential that is nobody's.</summary>
    public async Task<FirstLook> Check(CancellationToken stop) =>
        await line.Ask(
            Call("check", [.. Plainly, ("justauth", "true")], new AgentCredential("-", "nobody's")) with
            {
                IsRepeatable = true,
            },
            stop
        ) switch
        {
            WebAnswer.Words { Text: WrongCredential } => new FirstLook.Well(),
            WebAnswer.Unavailable { Trouble: WebTrouble.Away } away => new FirstLook.Away($"the agent: {away.Reason}"),
            WebAnswer.Unavailable nonsense => Mistake($"Billing:Ubilling:AgentUrl: {nonsense.Reason}."),
            _ => Mistake("Billing:Ubilling:AgentUrl: what answers there is no agent (xmlagent) of Ubilling's."),
        };

    private static IReadOnlyList<JsonRow>? Rows(WebAnswer answer) =>
        answer is WebAnswer.Json { Status: 200 } json ? JsonRow.Many(json.Root) : null;

    private static FirstLook.Wrong Mistake(string mistake) => new([mistake]);

    private WebCall Call(string name, (string, string)[] question, AgentCredential who) =>
        new(name, HttpMethod.Get, "/")
        {
            Query =
            [
                .. question,
                .. who.Query(),
                .. serial.Length == 0 ? Array.Empty<(string, string)>() : [("uberkey", Digest(serial))],
            ],
        };

    private BillingAnswer<AgentSubscriber> Of(WebAnswer answer, AgentCredential who)
    {
        switch (answer)
        {
            case WebAnswer.Words { Text: WrongCredential }:
                return new BillingAnswer<AgentSubscriber>.Refused();
            case WebAnswer.Unavailable(var reason, _):
                return new BillingAnswer<AgentSubscriber>.Unavailable($"the agent: {reason}");
            case WebAnswer.Json { Status: 200 } json when JsonRow.Of(json.Root) is { } row:
                return Of(row, who);
            default:
                return new BillingAnswer<AgentSubscriber>.Unavailable("the agent answers with what is no subscriber");
        }
    }

    private BillingAnswer<AgentSubscriber> Of(JsonRow row, AgentCredential who)
    {
        try
        {
            if (Otherwise(row.Word("reason")) is { } otherwise)
            {
                return Wrong(otherwise, isOfOne: false);
            }

            string told = row.Needed("login");
            return string.Equals(told, who.Login, who.Spelling) && (!row.Has("auth") || row.YesOrNo("auth"))
                    ? new BillingAnswer<AgentSubscriber>.Found(new AgentSubscriber(told, row.Word("contract"), row))
                // Its base takes SUB1001 for sub1001; who types it so has not typed the login.
                : string.Equals(told, who.Login, StringComparison.OrdinalIgnoreCase)
                    ? new BillingAnswer<AgentSubscriber>.NotFound()
                : Wrong(SomebodyElse, isOfOne: true);
        }
        catch (BadCellException bad)
        {
            return Wrong($"'{bad.Column}' {bad.Message}", isOfOne: true);
        }
    }

    private BillingAnswer<AgentSubscriber>.Unavailable Wrong(string what, bool isOfOne)
    {
        watch.Wrong("subscriber", what);
        return new BillingAnswer<AgentSubscriber>.Unavailable($"the agent: {what}") { IsOfOne = isOfOne };
    }

    /// <summary>It says so to a right credential only: the first look at it does not find it out.</summary>
    private static string? Otherwise(string? reason) =>
        reason switch
        {
            null => null,
            "wrong_uberauth" => "it asks for the billing's serial, or for another one: see Billing:Ubilling:Key",
            "disabled" => "it is switched off (UBA_ENABLED in userstats.ini)",
            _ => "it gives no answer, and a reason that is not known",
        };

    private static string Digest(string text) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text)));
}
