using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>
/// The token of our own work, got by the API key: one for all who ask, a new one before it ends or when it is refused.
/// </summary>
internal sealed class SplynxToken(WebLine line, string key, string secret, TimeSpan late, TimeProvider time)
    : IDisposable
{
    public const string Path = "/api/2.0/admin/auth/tokens";

    private static readonly TimeSpan BeforeItEnds = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim one = new(1, 1);
    private string? token;
    private DateTimeOffset ends;
    private long lastNonce;

    /// <param name="refused">One that was refused; null: none was.</param>
    public async Task<WebOutcome<string>> Get(string? refused, CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            return token is not null && token != refused && time.GetUtcNow() < ends - BeforeItEnds
                ? new WebOutcome<string>.Said(token)
                : await Fetch(stop);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<WebOutcome<string>> Fetch(CancellationToken stop)
    {
        string nonce = Nonce();
        JsonObject proof = new()
        {
            ["auth_type"] = "api_key",
            ["key"] = key,
            ["nonce"] = nonce,
            ["signature"] = Convert.ToHexString(
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(nonce + key))
            ),
        };
        WebCall call = new("token", HttpMethod.Post, Path)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(proof),
            AtMost = late,
        };
        SplynxReply reply = SplynxReply.Of(await line.Ask(call, stop));
        if (reply is not SplynxReply.One(var row))
        {
            return new WebOutcome<string>.Failed(
                reply.Words("token"),
                (reply as SplynxReply.Failed)?.Trouble ?? WebTrouble.Nonsense
            );
        }

        token = row.Needed("access_token");
        long seconds = row.Whole("access_token_expiration") ?? 0;
        // Without a word of it, or with nonsense, the next question asks for another.
        ends = seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return new WebOutcome<string>.Said(token);
    }

    /// <summary>Splynx takes none that is not above the last; by the clock, in hundredths of a second, as its own library has it.</summary>
    private string Nonce()
    {
        lastNonce = Math.Max(lastNonce + 1, time.GetUtcNow().ToUnixTimeMilliseconds() / 10);
        return lastNonce.ToString(CultureInfo.InvariantCulture);
    }
}
