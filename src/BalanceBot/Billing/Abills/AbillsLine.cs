using System.Text.Json;
using System.Text.Json.Nodes;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>Asks as the operator, and logs subscribers in and out.</summary>
internal sealed partial class AbillsLine : IDisposable
{
    private readonly WebLine line;
    private readonly string key;
    private readonly TimeSpan late;
    private readonly ILogger log;

    public AbillsLine(AbillsSettings settings, TimeProvider time, ILoggerFactory logs)
    {
        Uri address = WebAddress.Of(settings.Url) ?? throw new ArgumentException("No address.", nameof(settings));
        key = settings.Secret() ?? throw new ArgumentException("The key cannot be read.", nameof(settings));
        late = settings.BulkTimeout;
        log = logs.CreateLogger<AbillsLine>();
        WebLimits limits = WebLimits.Of(
            settings.Timeout,
            settings.BulkTimeout,
            settings.MostConnections,
            settings.Proxy
        );
        line = new WebLine(AbillsBilling.System, address, limits, time, logs.CreateLogger<WebLine>());
    }

    /// <summary>Only reads, so it may be repeated.</summary>
    public async Task<AbillsReply> Get(AbillsQuestion question, CancellationToken stop) =>
        AbillsReply.Of(
            await line.Ask(
                new WebCall(question.Name, HttpMethod.Get, question.Path)
                {
                    Query = question.Fields,
                    Headers = [("KEY", key)],
                    IsRepeatable = true,
                    IsBulk = question.IsBulk,
                },
                stop
            )
        );

    /// <summary>
    /// Never repeated: it would count as two wrong attempts. Its own patience is all that ends it: whoever asked may be
    /// gone, but a session that was opened must be closed.
    /// </summary>
    public async Task<AbillsReply> LogIn(string login, string password)
    {
        JsonObject proof = new() { ["login"] = login, ["password"] = password };
        WebCall call = new("login", HttpMethod.Post, "/user/login/")
        {
            Body = JsonSerializer.SerializeToUtf8Bytes<JsonNode>(proof),
            AtMost = late,
        };
        return AbillsReply.Of(await line.Ask(call, CancellationToken.None));
    }

    /// <summary>As the subscriber of a session; only reads.</summary>
    public async Task<AbillsReply> GetAs(string session, AbillsQuestion question, CancellationToken stop) =>
        AbillsReply.Of(
            await line.Ask(
                new WebCall(question.Name, HttpMethod.Get, question.Path)
                {
                    Query = question.Fields,
                    Headers = [("USERSID", session)],
                    IsRepeatable = true,
                },
                stop
            )
        );

    /// <summary>
    /// As the subscriber of a session; it changes something, so it is sent once, and once it is on its way it is waited for:
    /// who gives up knows less, and undoes nothing.
    /// </summary>
    public async Task<AbillsReply> PostAs(string session, string name, string path) =>
        AbillsReply.Of(
            await line.Ask(
                new WebCall(name, HttpMethod.Post, path)
                {
                    Headers = [("USERSID", session)],
                    Body = "{}"u8.ToArray(),
                    AtMost = late,
                },
                CancellationToken.None
            )
        );

    /// <summary>Sessions pile up otherwise. That there is none any more (error 10) is what is wanted.</summary>
    public async Task LogOut(string session)
    {
        WebCall call = new("logout", HttpMethod.Delete, "/user/logout")
        {
            Headers = [("USERSID", session)],
            IsRepeatable = true,
            AtMost = late,
        };
        AbillsReply reply = AbillsReply.Of(await line.Ask(call, CancellationToken.None));
        if (reply is not (AbillsReply.One or AbillsReply.Error { IsDenied: true }))
        {
            Log.StaysOpen(log, reply.Words(call.Name));
        }
    }

    public void Dispose() => line.Dispose();

    private static partial class Log
    {
        [LoggerMessage(
            3500,
            LogLevel.Warning,
            "A subscriber's session at ABillS stays open until it ends there ({Why})",
            EventName = "AbillsSessionOpen"
        )]
        public static partial void StaysOpen(ILogger log, string why);
    }
}

/// <summary>What the operator asks.</summary>
/// <param name="Name">A word of ours, for the log.</param>
/// <param name="Fields">Fields to show ("_SHOW") and to choose by, with the size of the page.</param>
internal sealed record AbillsQuestion(string Name, string Path, IReadOnlyList<(string Name, string Value)> Fields)
{
    public const string Show = "_SHOW";

    public bool IsBulk { get; init; }

    public AbillsQuestion With(params IReadOnlyList<(string Name, string Value)> more) =>
        this with
        {
            Fields = [.. Fields, .. more],
        };
}
