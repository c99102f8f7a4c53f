using System.Net;
using Microsoft.Net.Http.Headers;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>
/// Lets in only the page itself. Listening on loopback is not enough: any web site in the same browser can post to
/// 127.0.0.1, and a name that is re-bound to 127.0.0.1 can even read (DNS rebinding), so Host and Origin must be ours.
/// </summary>
internal static class SameOriginOnly
{
    /// <summary>Null when the request may pass.</summary>
    public static string? Refusal(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
        {
            return "Open this page by its loopback address.";
        }
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"http://{request.Host.Value}")
        {
            return "Only this page itself may ask.";
        }
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        // A link from elsewhere may open the page; nothing else from elsewhere is let in.
        var opens = reads && request.Headers["Sec-Fetch-Mode"].ToString() == "navigate";
        if (site is not ("" or "same-origin" or "none") && !opens)
        {
            return "Only this page itself may ask.";
        }
        // A form or a no-cors fetch of another site cannot send this type without asking first.
        return reads || IsJson(request) ? null : "Send application/json.";
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
