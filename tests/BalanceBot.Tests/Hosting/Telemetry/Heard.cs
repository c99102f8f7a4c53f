using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace BalanceBot.Tests.Hosting.Telemetry;

/// <summary>
/// Listens to everything that the product measures and traces. Tests run side by side, and so do their bots: what others
/// do is heard too.
/// </summary>
internal sealed class Heard : IDisposable
{
    private readonly MeterListener meters = new();
    private readonly ActivityListener spans;

    public Heard()
    {
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "BalanceBot")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((i, value, tags, _) => Keep(i, value, tags));
        meters.SetMeasurementEventCallback<int>((i, value, tags, _) => Keep(i, value, tags));
        meters.SetMeasurementEventCallback<double>((i, value, tags, _) => Keep(i, value, tags));
        meters.Start();
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "BalanceBot",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(spans);
    }

    public ConcurrentQueue<(
        Instrument Instrument,
        double Value,
        KeyValuePair<string, object?>[] Labels
    )> Measured { get; } = [];
    public ConcurrentQueue<Activity> Spans { get; } = [];

    /// <summary>Asks the gauges too.</summary>
    public void Look() => meters.RecordObservableInstruments();

    public bool Has(string instrument, params (string Label, string Value)[] labels) =>
        Measured.Any(one =>
            one.Instrument.Name == instrument
            && labels.All(wanted => one.Labels.Any(l => l.Key == wanted.Label && Equals(l.Value, wanted.Value)))
        );

    public void Dispose()
    {
        meters.Dispose();
        spans.Dispose();
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        Measured.Enqueue((instrument, value, labels.ToArray()));
}
