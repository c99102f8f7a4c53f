using System.Reflection;
using BalanceBot.Hosting.Settings;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BalanceBot.Hosting.Telemetry;

/// <summary>
/// Brings what is measured to whoever looks. The only place that names OpenTelemetry, and called only when it is on: else
/// its libraries are never loaded.
/// </summary>
internal static class Exporting
{
    private const string Ours = "BalanceBot";

    /// <summary>A collector that hangs must not hold up the end of the process.</summary>
    private static readonly TimeSpan ExportAtMost = TimeSpan.FromSeconds(1);

    public static void Add(IServiceCollection services, TelemetrySettings settings, string instance)
    {
        AddLooking(services);
        Uri? collector = TelemetryCheck.OtlpAddress(settings.OtlpEndpoint);
        OpenTelemetry.OpenTelemetryBuilder telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(about => Describe(about, instance))
            .WithMetrics(metrics => Measure(metrics, settings, collector));
        if (collector is not null && settings.TracePercent > 0)
        {
            telemetry.WithTracing(traces =>
                traces
                    .AddSource(Ours)
                    .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.TracePercent / 100.0)))
                    .AddOtlpExporter(to => Send(to, collector, "v1/traces"))
            );
        }
    }

    /// <summary>/metrics, on a server that is not the bot's own host.</summary>
    public static void Map(IEndpointRouteBuilder server, IServiceProvider bot) =>
        server.MapPrometheusScrapingEndpoint("/metrics", bot.GetRequiredService<MeterProvider>(), null, null);

    private static void AddLooking(IServiceCollection services) =>
        services
            .AddSingleton(sp => new InboxGauges(
                sp.GetRequiredService<Lanes>(),
                () => sp.GetRequiredService<IInboxStore>().Away is not null
            ))
            .AddSingleton(_ => new OutboxGauges())
            .AddSingleton(sp => new ScanGauges(sp.GetRequiredService<TimeProvider>().GetUtcNow()))
            .AddHostedService<Looking>();

    private static void Measure(MeterProviderBuilder metrics, TelemetrySettings settings, Uri? collector)
    {
        // Of the runtime's own, those that say nothing of an address: the traces of its HTTP client would hold the token.
        metrics.AddMeter(Ours, "System.Runtime", "System.Net.Http");
        if (settings.Prometheus)
        {
            metrics.AddPrometheusExporter();
        }

        if (collector is not null)
        {
            metrics.AddOtlpExporter(to => Send(to, collector, "v1/metrics"));
        }
    }

    private static void Describe(ResourceBuilder about, string instance) =>
        about.AddService(
            serviceName: "balancebot",
            serviceVersion: typeof(Exporting)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                ?.InformationalVersion,
            serviceInstanceId: instance
        );

    private static void Send(OtlpExporterOptions to, Uri collector, string path)
    {
        to.Protocol = OtlpExportProtocol.HttpProtobuf;
        to.Endpoint = new Uri($"{collector.ToString().TrimEnd('/')}/{path}");
        to.TimeoutMilliseconds = (int)ExportAtMost.TotalMilliseconds;
    }
}
