using System.Text.Json;
using System.Text.RegularExpressions;
using BalanceBot.Tests.Flows;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Operations;

/// <summary>Dashboard and alert rules ask for metrics that exist, and somebody is told what to do.</summary>
public sealed partial class AlertTests
{
    /// <summary>Prometheus' own, and words of its language.</summary>
    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal) { "up" };

    private static readonly IReadOnlyList<YamlNode> Rules =
    [
        .. ((YamlSequenceNode)OperationFiles.Yaml("alert-rules.yaml").Single().At("groups/0/rules")).Children,
    ];

    [Fact]
    public async Task Every_metric_of_the_dashboard_and_of_the_rules_exists()
    {
        IReadOnlySet<string> runtime = await OfTheRuntime();
        IReadOnlyList<string> asked = [.. Expressions().SelectMany(MetricsIn).Distinct(StringComparer.Ordinal)];

        Assert.True(asked.Count > 20, "the metrics are not found");
        Assert.Empty(asked.Except(Instruments.Scraped).Except(runtime).Except(Foreign));
    }

    [Fact]
    public void Every_metric_of_ours_is_on_the_dashboard()
    {
        IEnumerable<string> shown = DashboardExpressions().SelectMany(MetricsIn);

        Assert.Empty(
            Instruments
                .All.Where(instrument =>
                    !Instruments.NamesOf(instrument).Intersect(shown, StringComparer.Ordinal).Any()
                )
                .Select(instrument => instrument.Name)
        );
    }

    [Fact]
    public void Every_alert_has_a_section_that_says_what_to_do_and_no_section_is_left_over()
    {
        IEnumerable<string> sections = Heading()
            .Matches(OperationFiles.Text("alerts.md"))
            .Select(match => match.Groups["name"].Value);

        Assert.Equal(Rules.Select(rule => rule.Word("alert")), sections);
    }

    [Fact]
    public void Every_rule_leads_to_its_section_and_says_whether_somebody_is_to_get_up() =>
        Assert.All(
            Rules,
            rule =>
            {
                string section = $"docs/operations/alerts.md#{rule.Word("alert")}";
                Assert.Equal(section, rule.Word("annotations/runbook"), ignoreCase: true);
                Assert.Contains(rule.Word("labels/severity"), new[] { "page", "ticket" });
                Assert.NotEmpty(rule.Word("annotations/summary"));
            }
        );

    [Fact]
    public void Panels_have_numbers_of_their_own_and_questions()
    {
        IReadOnlyList<JsonElement> panels = Panels();

        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(
            panels.Where(panel => panel.GetProperty("type").GetString() != "row"),
            panel => Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength())
        );
    }

    [Fact]
    public void Metrics_are_found_in_an_expression_and_labels_and_functions_are_not() =>
        Assert.Equal(
            ["a_seconds_bucket", "b_total"],
            MetricsIn(
                "histogram_quantile(0.9, sum by (le, job) (rate(a_seconds_bucket{job=\"x_y\", z!~\"w\"}[5m]))) > 6 * b_total offset 5m or vector(0)"
            )
        );

    private static IEnumerable<string> Expressions() =>
        DashboardExpressions().Concat(Rules.Select(rule => rule.Word("expr")));

    private static IEnumerable<string> DashboardExpressions() =>
        Panels()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!);

    private static IReadOnlyList<JsonElement> Panels() =>
        [.. JsonElement.Parse(OperationFiles.Text("dashboard.json")).GetProperty("panels").EnumerateArray()];

    private static IEnumerable<string> MetricsIn(string expression)
    {
        string bare = NoMetric().Replace(expression, " ");
        return Name()
            .Matches(bare)
            .Select(match => match.Value)
            .Where(word => word is not ("or" or "and" or "unless" or "offset" or "bool"))
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>What .NET measures of itself, from a real scrape.</summary>
    private static async Task<IReadOnlySet<string>> OfTheRuntime()
    {
        int port = Ports.Free();
        await using Scene scene = await Scene.Begin(
            settings: new Dictionary<string, string?>
            {
                ["Telemetry:Prometheus"] = "true",
                ["Health:Listen"] = $"http://127.0.0.1:{port}",
            }
        );
        using HttpClient http = new();
        string scraped = await http.GetStringAsync(
            new Uri($"http://127.0.0.1:{port}/metrics"),
            TestContext.Current.CancellationToken
        );
        return scraped
            .Split('\n')
            .Select(line => line.Split('{', ' ')[0])
            .Where(name => name.StartsWith("dotnet_", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
    }

    [GeneratedRegex("^## (?<name>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    /// <summary>Texts, selectors, ranges, groupings, functions, numbers.</summary>
    [GeneratedRegex(
        @"\{[^}]*\}|\[[^\]]*\]|\b(by|without|on|ignoring)\s*\([^)]*\)|[a-z_]+(?=\s*\()|\b[0-9][0-9a-z.]*\b|\b(sum|max|min)\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex NoMetric();

    [GeneratedRegex("[a-z_][a-z0-9_]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
