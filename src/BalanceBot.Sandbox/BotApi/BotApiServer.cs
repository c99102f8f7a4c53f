using System.Net;
using System.Text;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>The Bot API over HTTP on loopback: reads requests, lets faults happen, writes answers.</summary>
internal sealed class BotApiServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly TelegramWorld world;
    private readonly TimeProvider time;
    private readonly WebhookDelivery delivery;

    private BotApiServer(WebApplication web, TelegramWorld world, TimeProvider time)
    {
        this.web = web;
        this.world = world;
        this.time = time;
        delivery = new WebhookDelivery(world, time);
    }

    public Uri Address => new(web.Urls.Single());

    /// <param name="port">0: any free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<BotApiServer> Start(
        TelegramWorld world,
        TimeProvider time,
        int port = 0,
        CancellationToken stop = default
    )
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        WebApplication made = builder.Build();
        BotApiServer server = new(made, world, time);
        made.Run(server.Serve);
        try
        {
            await made.StartAsync(stop);
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }

        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await delivery.DisposeAsync();
        await web.StopAsync(now.Token);
        await web.DisposeAsync();
    }

    private async Task Serve(HttpContext context)
    {
        if (MethodOf(context.Request.Path) is not { } called)
        {
            await Write(context, new Answer.Error(404, "Not Found"));
            return;
        }

        if (called.Token != world.Token)
        {
            await Write(context, new Answer.Error(401, "Unauthorized"));
            return;
        }

        Parameters parameters = await Parameters.Of(context.Request);
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            web.Lifetime.ApplicationStopping
        );
        try
        {
            await Serve(context, called.Method, parameters, gone.Token);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task Serve(HttpContext context, string method, Parameters parameters, CancellationToken gone)
    {
        long? chat = parameters.Long("chat_id");
        Fault? fault = world.Faults.Take(method, chat);
        if (fault?.Kind == FaultKind.Slow)
        {
            await Task.Delay(TimeSpan.FromSeconds(fault.Seconds), time, gone);
        }

        if (fault is not null && NotDone(fault) is { } refusal)
        {
            world.Called(method, chat, refusal.Status);
            await Write(context, refusal);
            return;
        }

        switch (fault?.Kind)
        {
            case FaultKind.Html:
                world.Called(method, chat, 502);
                await WriteHtml(context);
                return;
            case FaultKind.Hang:
                world.Called(method, chat, 0);
                await Task.Delay(Timeout.InfiniteTimeSpan, time, gone);
                return;
            case FaultKind.Reset:
                world.Called(method, chat, 0);
                context.Abort();
                return;
        }

        Answer answer = await Methods.Call(world, method, parameters, gone);
        world.Called(method, chat, answer.Status);
        switch (fault?.Kind)
        {
            case FaultKind.ReplyLost:
                context.Abort();
                return;
            case FaultKind.CutBody:
                await WriteHalf(context, answer);
                return;
            default:
                await Write(context, answer);
                return;
        }
    }

    private static Answer.Error? NotDone(Fault fault) =>
        fault.Kind switch
        {
            FaultKind.TooMany => Answer.TooMany(fault.Seconds),
            FaultKind.Forbidden => new Answer.Error(403, "Forbidden: bot was blocked by the user"),
            FaultKind.ServerError => new Answer.Error(500, "Internal Server Error: restart"),
            _ => null,
        };

    private static (string Token, string Method)? MethodOf(PathString path)
    {
        string[] parts = (path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is [var bot, var method] && bot.StartsWith("bot", StringComparison.Ordinal)
            ? (bot[3..], method)
            : null;
    }

    private static async Task Write(HttpContext context, Answer answer)
    {
        byte[] body = Encoding.UTF8.GetBytes(answer.ToJson().ToJsonString());
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static Task WriteHtml(HttpContext context)
    {
        context.Response.StatusCode = 502;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync(
            "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
            context.RequestAborted
        );
    }

    private static async Task WriteHalf(HttpContext context, Answer answer)
    {
        byte[] body = Encoding.UTF8.GetBytes(answer.ToJson().ToJsonString());
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
