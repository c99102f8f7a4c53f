using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Http.Names;

namespace BalanceBot.Billing.Http;

/// <summary>Signs a question, asks it, and reads what the answer is.</summary>
internal sealed class HttpLine : IDisposable
{
    private readonly WebLine line;
    private readonly string root;
    private readonly string key;
    private readonly TimeProvider time;
    private readonly TimeSpan late;

    public HttpLine(HttpSettings settings, string key, TimeProvider time, ILogger<WebLine> log)
    {
        Uri address = WebAddress.Of(settings.Url) ?? throw new ArgumentException("No address.", nameof(settings));
        WebLimits limits = WebLimits.Of(
            settings.Timeout,
            settings.BulkTimeout,
            settings.MostConnections,
            settings.Proxy
        );
        line = new WebLine(HttpBilling.System, address, limits, time, log);
        root = address.AbsolutePath.TrimEnd('/');
        this.key = key;
        this.time = time;
        late = settings.BulkTimeout;
    }

    /// <summary>Everything is in the body: an address stands in the logs of every proxy.</summary>
    public Task<WebAnswer> Ask(string path, JsonObject question, HttpPatience patience, CancellationToken stop)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(question);
        WebCall call = new(path, HttpMethod.Post, path)
        {
            Body = body,
            Headers = Signature.Headers(key, time.GetUtcNow(), root + path, body),
            IsRepeatable = patience != HttpPatience.Once,
            IsBulk = patience == HttpPatience.Bulk,
            AtMost = patience == HttpPatience.Once ? late : null,
        };
        return line.Ask(call, stop);
    }

    /// <summary>What is wrong with our standing there, for the operator; null: nothing.</summary>
    public static string? Refusal(WebAnswer answer) =>
        answer switch
        {
            WebAnswer.Json { Status: 401, Root: var root } when JsonRow.Of(root)?.Text(Fields.Error) == "time" =>
                "the clocks differ by more than 5 minutes: put the clock of this machine, or of the billing, right",
            WebAnswer.Json { Status: 401 or 403 } or WebAnswer.Words { Status: 401 or 403 } =>
                "our signature is refused: is Billing:Http:Key the key that the billing has, and does no proxy change the path?",
            WebAnswer.Json { Status: 404 } or WebAnswer.Words { Status: 404 } =>
                "nothing is there (404): does Billing:Http:Url end where the contract's paths begin?",
            WebAnswer.Json { Status: not 200 and var status } => $"it refuses the question ({status})",
            WebAnswer.Words(var status, _) => $"a text instead of JSON ({status})",
            _ => null,
        };

    public void Dispose() => line.Dispose();
}

/// <summary>How a question may be asked.</summary>
internal enum HttpPatience
{
    /// <summary>Again, when it failed.</summary>
    Soon,

    /// <summary>Never twice: it counts, or takes something. So it is waited for as long as can be.</summary>
    Once,

    /// <summary>Nobody waits for it.</summary>
    Bulk,
}
