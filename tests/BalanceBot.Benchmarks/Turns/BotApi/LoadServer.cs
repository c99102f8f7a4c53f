using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>
/// The Bot API on loopback, as cheap as it can be: whatever it costs is taken from the bots on the same machine. It plays
/// no rules beyond those of receiving; the strict imitation is the sandbox.
/// </summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private const string Prefix = "/bot";
    private readonly Dictionary<string, LoadedBot> bots = new(StringComparer.Ordinal);
    private readonly WebApplication server;

    private LoadServer(WebApplication server) => this.server = server;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public static async Task<LoadServer> Start(CancellationToken stop)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, 0);
            });
        LoadServer made = new(builder.Build());
        made.server.Run(made.Handle);
        await made.server.StartAsync(stop);
        made.Address = new Uri(
            made.server.Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Single()
        );
        return made;
    }

    public void Add(LoadedBot bot) => bots.Add(bot.Token, bot);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Handle(HttpContext http)
    {
        if (Split(http.Request.Path.Value) is not var (token, method) || !bots.TryGetValue(token, out LoadedBot? bot))
        {
            http.Response.StatusCode = 404;
            return;
        }

        PipeReader reader = http.Request.BodyReader;
        ReadResult read = await reader.ReadAsync();
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync();
        }

        http.Response.ContentType = "application/json";
        if (method == "getUpdates")
        {
            (long offset, int limit, int seconds) = Poll(read.Buffer, http.Request.Query);
            reader.AdvanceTo(read.Buffer.End);
            (int status, ReadOnlyMemory<byte> body) = await bot.Updates(offset, limit, seconds, http.RequestAborted);
            http.Response.StatusCode = status;
            http.Response.ContentLength = body.Length;
            await http.Response.BodyWriter.WriteAsync(body);
        }
        else
        {
            Answer(bot, method, read.Buffer, http.Response);
            reader.AdvanceTo(read.Buffer.End);
            await http.Response.BodyWriter.FlushAsync();
        }
    }

    private static (string Token, string Method)? Split(string? path)
    {
        if (path is null || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        int slash = path.IndexOf('/', Prefix.Length);
        return slash < 0 ? null : (path[Prefix.Length..slash], path[(slash + 1)..]);
    }

    private static (long Offset, int Limit, int Seconds) Poll(in ReadOnlySequence<byte> body, IQueryCollection query)
    {
        if (body.IsEmpty)
        {
            return (Number(query["offset"], 0), (int)Number(query["limit"], 100), (int)Number(query["timeout"], 0));
        }

        ApiCall call = ApiCall.Read(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        return (call.Offset, call.Limit, call.Timeout);
    }

    private static long Number(string? text, long otherwise) =>
        long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : otherwise;

    private static void Answer(LoadedBot bot, string method, in ReadOnlySequence<byte> body, HttpResponse response)
    {
        ArrayBufferWriter<byte> made = new(1024);
        response.StatusCode = bot.Answer(method, body.IsSingleSegment ? body.FirstSpan : body.ToArray(), made);
        response.ContentLength = made.WrittenCount;
        response.BodyWriter.Write(made.WrittenSpan);
    }
}
