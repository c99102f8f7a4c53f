using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>Asks by our own token, and tries a customer's password by a token that is revoked at once.</summary>
internal sealed class SplynxLine : IDisposable
{
    private const string Root = "/api/2.0/admin";

    private readonly WebLine line;
    private readonly SplynxToken token;
    private readonly TimeSpan late;

    public SplynxLine(SplynxSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        Uri address = WebAddress.Of(settings.Url) ?? throw new ArgumentException("No address.", nameof(settings));
        string secret =
            settings.HeldSecret() ?? throw new ArgumentException("The secret cannot be read.", nameof(settings));
        late = settings.BulkTimeout;
        WebLimits limits = WebLimits.Of(
            settings.Timeout,
            settings.BulkTimeout,
            settings.MostConnections,
            settings.Proxy
        );
        line = new WebLine(SplynxBilling.System, address, limits, time, logs.CreateLogger<WebLine>());
        token = new SplynxToken(line, settings.Key, secret, late, time);
    }

    /// <summary>Only reads, so it may be repeated; with another token where this one is refused.</summary>
    public async Task<SplynxReply> Get(SplynxQuestion question, CancellationToken stop)
    {
        string? refused = null;
        while (true)
        {
            WebOutcome<string> answer = await token.Get(refused, stop);
            if (answer is not WebOutcome<string>.Said(var held))
            {
                (string reason, WebTrouble trouble) = (WebOutcome<string>.Failed)answer;
                return new SplynxReply.Failed(reason, trouble);
            }

            SplynxReply reply = await Ask(question, held, stop);
            if (reply is not SplynxReply.Error(401) || refused is not null)
            {
                return reply;
            }

            refused = held;
        }
    }

    /// <summary>
    /// Whether login and password are a customer's. Never repeated: it would count as two wrong attempts. Its own patience is
    /// all that ends it: whoever asked may be gone, but the token is to be revoked.
    /// </summary>
    public async Task<SplynxReply> LogIn(string login, string password)
    {
        JsonObject proof = new()
        {
            ["auth_type"] = "customer",
            ["login"] = login,
            ["password"] = password,
        };
        WebCall call = new("login", HttpMethod.Post, SplynxToken.Path)
        {
            Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(proof),
            AtMost = late,
        };
        return SplynxReply.Of(await line.Ask(call, CancellationToken.None));
    }

    /// <summary>What comes of it does not matter: the token ends by itself.</summary>
    public async Task Revoke(string refresh, string access)
    {
        if (WebPath.Segment(refresh) is { } segment)
        {
            WebCall call = new("revoke", HttpMethod.Delete, $"{SplynxToken.Path}/{segment}")
            {
                Headers = [Authorization(access)],
                IsRepeatable = true,
                AtMost = late,
            };
            await line.Ask(call, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        token.Dispose();
        line.Dispose();
    }

    private async Task<SplynxReply> Ask(SplynxQuestion question, string held, CancellationToken stop) =>
        SplynxReply.Of(
            await line.Ask(
                new WebCall(question.Name, HttpMethod.Get, Root + question.Path)
                {
                    Query = question.Fields,
                    Headers = [Authorization(held)],
                    IsRepeatable = true,
                    IsBulk = question.IsBulk,
                },
                stop
            )
        );

    private static (string, string) Authorization(string held) => ("Authorization", $"Splynx-EA (access_token={held})");
}

/// <summary>What is asked.</summary>
/// <param name="Name">A word of ours, for the log.</param>
internal sealed record SplynxQuestion(string Name, string Path, IReadOnlyList<(string Name, string Value)> Fields)
{
    public bool IsBulk { get; init; }
}
