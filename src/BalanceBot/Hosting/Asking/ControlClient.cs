using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BalanceBot.Hosting.Inviting;

namespace BalanceBot.Hosting.Asking;

/// <summary>Asks the running bot over its control socket.</summary>
internal sealed class ControlClient : IAnswers, IDisposable
{
    private const int LargestAnswer = 4 * 1024 * 1024;

    /// <summary>The bot's own limit comes first, and says more.</summary>
    private static readonly TimeSpan Patience = ControlSocket.AtMost + TimeSpan.FromSeconds(5);

    private readonly HttpClient http;

    private ControlClient(Socket connected) =>
        http = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = (_, _) =>
                    ValueTask.FromResult<Stream>(new NetworkStream(connected, ownsSocket: true)),
                UseProxy = false,
                AllowAutoRedirect = false,
            }
        )
        {
            BaseAddress = new Uri("http://localhost"),
            MaxResponseContentBufferSize = LargestAnswer,
            Timeout = Patience,
        };

    /// <summary>Null: nobody listens there.</summary>
    public static async Task<ControlClient?> TryConnect(UnixDomainSocketEndPoint address, CancellationToken stop)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, stop);
            return new ControlClient(socket);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    public async Task<WhyAnswer> Why(string contract, CancellationToken stop)
    {
        string query = $"{ControlSocket.WhyPath}?{ControlSocket.Contract}={Uri.EscapeDataString(contract)}";
        return await Get(query, AnswerJson.Plain.WhyAnswer, stop) ?? throw NoAnswer();
    }

    public Task<DryRunAnswer?> DryRun(CancellationToken stop) =>
        Get(ControlSocket.DryRunPath, AnswerJson.Plain.DryRunAnswer, stop);

    public async Task<InviteAnswer> Invite(string contract, CancellationToken stop)
    {
        string query = $"{ControlSocket.InvitePath}?{ControlSocket.Contract}={Uri.EscapeDataString(contract)}";
        return await Ask(HttpMethod.Post, query, InviteJson.Plain.InviteAnswer, stop) ?? throw NoAnswer();
    }

    public Task<AuditAnswer?> Audit(DateTimeOffset since, string? contract, CancellationToken stop)
    {
        string of = contract is null ? "" : $"&{ControlSocket.Contract}={Uri.EscapeDataString(contract)}";
        string query = string.Create(
            CultureInfo.InvariantCulture,
            $"{ControlSocket.AuditPath}?{ControlSocket.Since}={since.UtcTicks}{of}"
        );
        return Get(query, AnswerJson.Plain.AuditAnswer, stop);
    }

    public void Dispose() => http.Dispose();

    private Task<T?> Get<T>(string path, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class => Ask(HttpMethod.Get, path, type, stop);

    private async Task<T?> Ask<T>(HttpMethod method, string path, JsonTypeInfo<T> type, CancellationToken stop)
        where T : class
    {
        try
        {
            using HttpRequestMessage question = new(method, new Uri(path, UriKind.Relative));
            using HttpResponseMessage answer = await http.SendAsync(question, stop);
            return answer.StatusCode switch
            {
                HttpStatusCode.OK => JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(stop), type),
                HttpStatusCode.ServiceUnavailable => null,
                HttpStatusCode.GatewayTimeout => throw new UnusableException(
                    $"The running bot had no answer within {ControlSocket.AtMost.TotalMinutes:0} minutes: try again when the billing is faster."
                ),
                _ => throw new UnusableException(
                    $"The running bot could not answer ({(int)answer.StatusCode}): its log tells why."
                ),
            };
        }
        catch (Exception broken)
            when (broken is HttpRequestException or JsonException
                || broken is OperationCanceledException && !stop.IsCancellationRequested
            )
        {
            throw NoAnswer();
        }
    }

    private static UnusableException NoAnswer() =>
        new("The running bot broke off before its answer came: try again; its log may tell why.");
}
