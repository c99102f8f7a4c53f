using System.Text.Json;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>What ABillS answered: a closed family. An error is one whatever the status says. Its own words are never kept.</summary>
internal abstract record AbillsReply
{
    private AbillsReply() { }

    public sealed record One(JsonRow Row) : AbillsReply;

    public sealed record Many(IReadOnlyList<JsonRow> Rows) : AbillsReply;

    /// <param name="Number">ABillS' number of the error; empty: it gave none.</param>
    public sealed record Error(int Status, string Number) : AbillsReply
    {
        public bool IsDenied => Number == "10" || Status is 401 or 403;

        /// <summary>By a route that knows uids (15), or by the subscriber's data themselves (2; as 404 it is the route that is unknown).</summary>
        public bool IsNobody => Number == "15" || (Number == "2" && Status != 404);
    }

    public sealed record Failed(string Reason, WebTrouble Trouble) : AbillsReply;

    public static AbillsReply Of(WebAnswer answer) =>
        answer switch
        {
            WebAnswer.Unavailable(var reason, var trouble) => new Failed(reason, trouble),
            WebAnswer.Json(< 300, { ValueKind: JsonValueKind.Array } root) => JsonRow.Many(root) is { } rows
                ? new Many(rows)
                : Nonsense("a list of something else than objects"),
            WebAnswer.Json(var status, var root) when JsonRow.Of(root) is { } row => ErrorOf(status, row) is { } error
                ? error
            : status < 300 ? new One(row)
            : Nonsense($"it refuses without saying why ({status})"),
            WebAnswer.Words(var status, _) => Nonsense($"a text instead of JSON ({status})"),
            _ => Nonsense("an error that is none of ABillS' own"),
        };

    /// <summary>Why there is no answer to rely on, for the operator.</summary>
    /// <param name="name">A word of ours for what was asked.</param>
    public string Words(string name) =>
        this switch
        {
            Failed(var reason, _) => $"{name}: {reason}",
            Error { IsDenied: true } =>
                $"{name}: access denied: is the key right, and may its operator see that (docs/billing-abills.md)?",
            Error { Status: 404 } =>
                $"{name}: it does not know this question: is the address right, and the module on?",
            Error(var status, var number) => $"{name}: it answers error {(number.Length > 0 ? number : status)}",
            _ => $"{name}: the answer has another form than was asked for",
        };

    private static Failed Nonsense(string reason) => new(reason, WebTrouble.Nonsense);

    /// <summary>Old parts of ABillS call it errno, newer ones error.</summary>
    private static Error? ErrorOf(int status, JsonRow row) =>
        row.Has("errno") ? new Error(status, NumberOf(row, "errno"))
        : row.Has("error") ? new Error(status, NumberOf(row, "error"))
        : null;

    private static string NumberOf(JsonRow row, string name)
    {
        try
        {
            return row.Word(name) is { Length: <= 10 } word && word.All(char.IsAsciiDigit) ? word : "";
        }
        catch (BadCellException)
        {
            return "";
        }
    }
}
