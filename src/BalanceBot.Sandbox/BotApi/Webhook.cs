using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>Where updates are sent to, as setWebhook was told.</summary>
/// <param name="Secret">Comes with each request in the header X-Telegram-Bot-Api-Secret-Token; null: none.</param>
/// <param name="Kinds">Update kinds wanted; empty: all.</param>
internal sealed record Webhook(Uri Url, string? Secret, int MostAtOnce, IReadOnlyList<string> Kinds)
{
    private const int UsualAtOnce = 40;
    private const int MostSecret = 256;

    /// <summary>Null without an address: the webhook is taken away.</summary>
    public static (Webhook? Webhook, Answer.Error? Error) Of(Parameters p)
    {
        string url = p.Text("url") ?? "";
        string? secret = p.Text("secret_token");
        if (url.Length == 0)
        {
            return (null, null);
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address) || !(address.Scheme == "https" || IsLocal(address)))
        {
            return (null, Answer.Bad("bad webhook: An HTTPS URL must be provided for webhook"));
        }

        if (secret is not null && (secret.Length > MostSecret || !secret.All(IsAllowed)))
        {
            return (null, Answer.Bad("secret token contains unallowed characters"));
        }

        string[] kinds = [.. (p.Json("allowed_updates") as JsonArray ?? []).Select(kind => (string?)kind ?? "")];
        return (
            new Webhook(
                address,
                string.IsNullOrEmpty(secret) ? null : secret,
                Math.Clamp(p.Int("max_connections", UsualAtOnce), 1, 100),
                kinds
            ),
            null
        );
    }

    // A Bot API server of one's own takes plain HTTP too, and a test has nothing else.
    private static bool IsLocal(Uri address) => address is { Scheme: "http", IsLoopback: true };

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}

/// <summary>An update that waits for a webhook, and the queue it stands in.</summary>
internal sealed record PendingUpdate(long Id, string Queue, string Json);
