using System.Text.Json;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>What Splynx answered: a closed family. An error is one whatever the status says. Its own words are never kept.</summary>
internal abstract record SplynxReply
{
    private SplynxReply() { }

    public sealed record One(JsonRow Row) : SplynxReply;

    public sealed record Many(IReadOnlyList<JsonRow> Rows) : SplynxReply;

    public sealed record Error(int Status) : SplynxReply;

    public sealed record Failed(string Reason, WebTrouble Trouble) : SplynxReply;

    public static SplynxReply Of(WebAnswer answer) =>
        answer switch
        {
            WebAnswer.Unavailable(var reason, var trouble) => new Failed(reason, trouble),
            WebAnswer.Json(var status, var root) when JsonRow.Of(root) is { } row => status >= 300 || row.Has("error")
                ? new Error(status)
                : new One(row),
            WebAnswer.Json(< 300, { ValueKind: JsonValueKind.Array } root) => JsonRow.Many(root) is { } rows
                ? new Many(rows)
                : new Failed("a list of something else than objects", WebTrouble.Nonsense),
            WebAnswer.Words(>= 400 and var status, _) => new Error(status),
            WebAnswer.Words(var status, _) => new Failed($"a text instead of JSON ({status})", WebTrouble.Nonsense),
            _ => new Failed("an error that is none of Splynx' own", WebTrouble.Nonsense),
        };

    /// <summary>Why there is no answer to rely on, for the operator.</summary>
    /// <param name="name">A word of ours for what was asked.</param>
    public string Words(string name) =>
        this switch
        {
            Failed(var reason, _) => $"{name}: {reason}",
            Error(401 or 403) =>
                $"{name}: access denied: is the API key right, and may it see that (docs/billing-splynx.md)?",
            Error(404) => $"{name}: nothing is there (404): is the address right?",
            Error(var status) => $"{name}: it answers error {status}",
            _ => $"{name}: the answer has another form than was asked for",
        };
}
