using System.Diagnostics.Metrics;
using System.Text;
using BalanceBot.Tests.Flows;

namespace BalanceBot.Tests.Operations;

/// <summary>The metrics keep to the conventions of OpenTelemetry, and the page about them is in step.</summary>
public sealed class MetricTests
{
    [Fact]
    public void Names_have_dots_and_units_are_written_as_UCUM_does() =>
        Assert.All(
            Instruments.All,
            instrument =>
            {
                Assert.Matches(@"^(balancebot|messaging|db)(\.[a-z_]+)+$", instrument.Name);
                Assert.Matches(@"^(s|\{[a-z]+\}(/s)?)$", instrument.Unit);
                Assert.EndsWith(".", instrument.Description);
            }
        );

    [Fact]
    public void Histograms_count_seconds_in_buckets_of_their_own()
    {
        IReadOnlyList<Histogram<double>> histograms = [.. Instruments.All.OfType<Histogram<double>>()];

        Assert.NotEmpty(histograms);
        Assert.All(
            histograms,
            one =>
            {
                Assert.Equal("s", one.Unit);
                Assert.NotEmpty(one.Advice!.HistogramBucketBoundaries!);
            }
        );
    }

    [Fact]
    public async Task A_real_scrape_has_the_names_that_dashboard_and_rules_are_checked_against()
    {
        int port = Ports.Free();
        await using Scene scene = await Scene.Begin(
            settings: new Dictionary<string, string?>
            {
                ["Telemetry:Prometheus"] = "true",
                ["Health:Listen"] = $"http://127.0.0.1:{port}",
            }
        );
        await scene.Link(scene.Person());
        using HttpClient http = new();

        string scraped = await http.GetStringAsync(
            new Uri($"http://127.0.0.1:{port}/metrics"),
            TestContext.Current.CancellationToken
        );

        IReadOnlySet<string> names = scraped
            .Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('{', ' ')[0])
            .Where(name => !name.StartsWith("dotnet_") && !name.StartsWith("http_") && !name.StartsWith("otel_"))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Contains("messaging_process_duration_seconds_bucket", names);
        Assert.Contains("balancebot_outbox_bulk_pace_per_second", names);
        Assert.Contains("balancebot_linking_attempts_total", names);
        Assert.Contains("balancebot_inbox_quarantined_total", names);
        Assert.Contains("balancebot_outbox_pauses_total", names);
        Assert.Empty(names.Except(Instruments.Scraped.Append("target_info")));
        Assert.Contains("service_name=\"balancebot\"", scraped);
    }

    [Fact]
    public void The_page_of_metrics_is_in_step()
    {
        StringBuilder page = new(
            "# Metrics\n\n"
                + "Written from the source by a test (`MetricTests`); after a change run it with `BALANCEBOT_UPDATE_GOLDEN=1`.\n"
                + "Prometheus keeps them with underscores for dots and the unit behind: `balancebot.outbox.oldest.age` is\n"
                + "`balancebot_outbox_oldest_age_seconds`; counters end in `_total`. Beside them are the runtime's own, `dotnet.*`\n"
                + "and `http.client.*`.\n\n"
                + "| metric | kind | unit | what it is |\n|---|---|---|---|\n"
        );
        foreach (Instrument one in Instruments.All)
        {
            string kind = one switch
            {
                Counter<long> => "counter",
                Histogram<double> => "histogram",
                _ => "gauge",
            };
            page.Append($"| `{one.Name}` | {kind} | `{one.Unit}` | {one.Description} |\n");
        }

        Golden.Check("docs/operations/metrics.md", page.ToString());
    }
}
