namespace BalanceBot.Billing.Web;

/// <summary>Addresses in the settings.</summary>
internal static class WebAddress
{
    /// <summary>Null: no address of the web. One with a user, a question or a fragment is none: it would hide a secret.</summary>
    public static Uri? Of(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && address.Scheme is "http" or "https"
        && address.UserInfo.Length == 0
        && address.Query.Length == 0
        && address.Fragment.Length == 0
            ? address
            : null;

    /// <summary>Nobody on the way can read along.</summary>
    public static bool IsSafe(Uri address) => address.Scheme == "https" || address.IsLoopback;
}
