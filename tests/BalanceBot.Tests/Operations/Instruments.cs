using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using BalanceBot.Hosting;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Scanning;

namespace BalanceBot.Tests.Operations;

/// <summary>Every metric that the product has, touched or not, and the name under which Prometheus keeps it.</summary>
internal static class Instruments
{
    public static IReadOnlyList<Instrument> All { get; } = Find();

    /// <summary>Names as they are scraped, with the three of each histogram.</summary>
    public static IReadOnlySet<string> Scraped { get; } = All.SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);

    /// <summary>https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/: dots to underscores, the unit behind.</summary>
    public static IEnumerable<string> NamesOf(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "{message}/s" => "_per_second",
            _ => "",
        };
        return instrument switch
        {
            Counter<long> => [$"{name}{unit}_total"],
            Histogram<double> => [$"{name}{unit}_bucket", $"{name}{unit}_sum", $"{name}{unit}_count"],
            _ => [$"{name}{unit}"],
        };
    }

    private static IReadOnlyList<Instrument> Find()
    {
        Dictionary<string, Instrument> found = new(StringComparer.Ordinal);
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == "BalanceBot")
                {
                    lock (found)
                    {
                        found[instrument.Name] = instrument;
                    }
                }
            },
        };
        listener.Start();
        foreach (Type type in typeof(BotHost).Assembly.GetTypes().Where(HoldsInstruments))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        using Lanes lanes = new(1);
        using InboxGauges inbox = new(lanes, () => false);
        using OutboxGauges outbox = new();
        using ScanGauges scans = new(default);
        lock (found)
        {
            return [.. found.Values.OrderBy(one => one.Name, StringComparer.Ordinal)];
        }
    }

    private static bool HoldsInstruments(Type type) =>
        type.GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Any(field => field.FieldType == typeof(Meter));
}
