using System.Text.Json;

namespace BalanceBot.Billing.Web;

/// <summary>
/// What came of a request: a closed family. Status codes below 500 but 429 are for whoever asked to judge; HTTP 200 proves
/// nothing. What was answered is never printed.
/// </summary>
internal abstract record WebAnswer
{
    private WebAnswer() { }

    /// <summary>A JSON document, valid as a whole, whatever its content type says.</summary>
    public sealed record Json(int Status, JsonElement Root) : WebAnswer
    {
        public override string ToString() => $"JSON with status {Status}";
    }

    /// <summary>A short text that is no JSON, such as an error's name; or nothing at all.</summary>
    public sealed record Words(int Status, string Text) : WebAnswer
    {
        public override string ToString() => $"words with status {Status}";
    }

    /// <summary>Nothing to rely on. Whether something was done is unknown. The reason names no person and no secret.</summary>
    public sealed record Unavailable(string Reason, WebTrouble Trouble = WebTrouble.Away) : WebAnswer;
}

/// <summary>Whether it will pass by itself.</summary>
internal enum WebTrouble
{
    /// <summary>Not reached, not now, or too slow.</summary>
    Away,

    /// <summary>It answers, and will answer so again until somebody puts it, or our settings, right: a web page, a redirect.</summary>
    Nonsense,
}
