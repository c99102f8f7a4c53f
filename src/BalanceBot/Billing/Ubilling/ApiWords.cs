using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Ubilling;

/// <summary>What the remote API says when it does not answer: always with HTTP 200.</summary>
internal static class ApiWords
{
    /// <summary>In place of an empty list.</summary>
    public const string Nobody = "undefined";

    public static BillingAnswer<T> Away<T>(WebAnswer answer) =>
        new BillingAnswer<T>.Unavailable(
            answer switch
            {
                WebAnswer.Unavailable(var reason, _) => $"{ApiQuestions.System}: {reason}",
                WebAnswer.Words words => Meaning(words),
                _ => $"{ApiQuestions.System} answers with what was not asked for",
            }
        );

    /// <summary>In words of ours: what it says may hold what it was asked by.</summary>
    public static string Meaning(WebAnswer.Words words) =>
        words.Text switch
        {
            "ERROR:GET_WRONG_KEY" or "ERROR:NO_UBSERIAL_EXISTS" =>
                "Billing:Ubilling:Key is not the serial of the billing at ApiUrl.",
            "ERROR:API_DISABLED" =>
                "Billing:Ubilling:ApiUrl: the remote API is switched off there (REMOTEAPI_ENABLED in alter.ini).",
            "ERROR:NO_USERSIDE_API_ENABLED" =>
                "Billing:Ubilling:ApiUrl: its list for UserSide is switched off (USERSIDE_API in alter.ini).",
            "" => "Billing:Ubilling:ApiUrl: no answer to userside: is it among REMOTEAPI_DISABLE_CALLS in alter.ini?",
            _ => "Billing:Ubilling:ApiUrl: what answers there is no remote API of Ubilling's.",
        };
}
