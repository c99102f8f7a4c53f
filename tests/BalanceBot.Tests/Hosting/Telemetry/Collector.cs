using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BalanceBot.Tests.Hosting.Telemetry;

/// <summary>Takes what is exported over OTLP and keeps it byte by byte.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly List<(string Path, byte[] Body)> taken = [];
    private readonly Lock gate = new();

    private Collector()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        server = builder.Build();
        server.MapPost("/v1/{kind}", Take);
    }

    public string Address => server.Urls.First();

    public static async Task<Collector> Start()
    {
        Collector collector = new();
        await collector.server.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public IReadOnlyList<byte[]> Taken(string path)
    {
        lock (gate)
        {
            return [.. taken.Where(one => one.Path == path).Select(one => one.Body)];
        }
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        lock (gate)
        {
            taken.Add((context.Request.Path, body.ToArray()));
        }
    }
}
