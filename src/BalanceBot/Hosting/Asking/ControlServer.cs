using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Linking;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace BalanceBot.Hosting.Asking;

/// <summary>
/// Answers the operator's commands while the data file is ours. A convenience: without it the bot goes on, and says so
/// once.
/// </summary>
internal sealed partial class ControlServer(
    string dataFile,
    OperatorAnswers answers,
    Inviter inviter,
    TimeProvider time,
    ILogger<ControlServer> log
) : BackgroundService
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MostConnections = 4;
    private const int LongestLine = 2048;
    private static readonly TimeSpan StopAtMost = TimeSpan.FromSeconds(1);

    /// <summary>A web server takes its share of the processor to start: the first poll goes before it.</summary>
    private static readonly TimeSpan StartAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ControlSocket.AddressBeside(dataFile) is null)
        {
            Log.PathTooLong(log, ControlSocket.PathBeside(dataFile));
            return;
        }

        await Task.Delay(StartAfter, time, stoppingToken);
        string path = ControlSocket.PathBeside(dataFile);
        await using WebApplication server = Build(path, stoppingToken);
        try
        {
            // Left by a process that was killed: the data file is ours, so nobody listens there.
            File.Delete(path);
            await server.StartAsync(stoppingToken);
        }
        catch (Exception broken) when (broken is IOException or SocketException or UnauthorizedAccessException)
        {
            Log.CannotListen(log, path, broken.GetType().Name);
            return;
        }

        try
        {
            await server.WaitForShutdownAsync(stoppingToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private WebApplication Build(string path, CancellationToken stopping)
    {
        // Empty: no settings or variables of the web platform can open another door.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, path));
        builder.WebHost.UseSockets(sockets =>
            sockets.CreateBoundListenSocket = endPoint =>
            {
                // Between bind and listen: nobody can connect before the mode is set.
                Socket bound = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(path, OwnerOnly);
                }

                return bound;
            }
        );
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopAtMost);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        WebApplication server = builder.Build();
        server.Run(http => Answer(http, stopping));
        return server;
    }

    private static void Listen(KestrelServerOptions kestrel, string path)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MostConnections;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxRequestLineSize = LongestLine;
        kestrel.Limits.MaxRequestHeadersTotalSize = LongestLine;
        kestrel.Limits.RequestHeadersTimeout = Idle;
        kestrel.Limits.KeepAliveTimeout = Idle;
        kestrel.ListenUnixSocket(path);
    }

    private async Task Answer(HttpContext http, CancellationToken stopping)
    {
        using CancellationTokenSource late = new(ControlSocket.AtMost, time);
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(
            late.Token,
            stopping,
            http.RequestAborted
        );
        try
        {
            await Answer(http.Request, http.Response, enough.Token);
        }
        catch (OperationCanceledException)
        {
            http.Response.StatusCode = StatusCodes.Status504GatewayTimeout;
        }
#pragma warning disable CA1031 // The edge of the server: told without its message, which may quote a secret.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Log.Failed(log, BotHost.Told(failure));
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private async Task Answer(HttpRequest request, HttpResponse response, CancellationToken stop)
    {
        switch (request.Method, request.Path.Value)
        {
            case ("GET", ControlSocket.WhyPath) when ContractOf(request) is { } contract:
                await Write(response, await answers.Why(contract, stop), AnswerJson.Plain.WhyAnswer, stop);
                break;
            case ("GET", ControlSocket.DryRunPath):
                await Write(response, await answers.DryRun(stop), AnswerJson.Plain.DryRunAnswer, stop);
                break;
            case ("POST", ControlSocket.InvitePath) when ContractOf(request) is { } contract:
                InviteAnswer made = InviteAnswer.Of(await inviter.Invite(contract, InviteDesk.ByExecutable, stop));
                await Write(response, made, InviteJson.Plain.InviteAnswer, stop);
                break;
            case ("GET", ControlSocket.AuditPath) when SinceOf(request) is { } since:
                await Write(
                    response,
                    await answers.Audit(since, ContractOf(request), stop),
                    AnswerJson.Plain.AuditAnswer,
                    stop
                );
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static string? ContractOf(HttpRequest request) =>
        request.Query[ControlSocket.Contract] is [{ Length: > 0 and <= ControlSocket.LongestContract } contract]
            ? contract
            : null;

    private static DateTimeOffset? SinceOf(HttpRequest request) =>
        request.Query[ControlSocket.Since] is [{ } text]
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
        && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;

    /// <param name="answer">Null: the billing does not answer.</param>
    private static Task Write<T>(HttpResponse response, T? answer, JsonTypeInfo<T> type, CancellationToken stop)
    {
        if (answer is null)
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        return response.WriteAsJsonAsync(answer, type, cancellationToken: stop);
    }

    private static partial class Log
    {
        [LoggerMessage(
            9030,
            LogLevel.Warning,
            "The commands why, dry-run, audit and invite cannot ask the running bot: {Path} is too long for a socket; put the data file under a shorter path (Storage:LiteDb:File)",
            EventName = "ControlPathTooLong"
        )]
        public static partial void PathTooLong(ILogger log, string path);

        [LoggerMessage(
            9031,
            LogLevel.Warning,
            "The commands why, dry-run, audit and invite cannot ask the running bot: the socket {Path} cannot be made ({Kind}); give the user of the bot the right to write its folder",
            EventName = "ControlNotListening"
        )]
        public static partial void CannotListen(ILogger log, string path, string kind);

        [LoggerMessage(
            9032,
            LogLevel.Error,
            "A question over the control socket failed: {Why}",
            EventName = "ControlQuestionFailed"
        )]
        public static partial void Failed(ILogger log, string why);
    }
}
