using System.Globalization;
using System.Text.RegularExpressions;
using BalanceBot.Hosting;
using BalanceBot.Hosting.Settings;
using BalanceBot.Tests.Flows;
using Microsoft.Extensions.Configuration;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Operations;

/// <summary>What operators copy works with the product as it is: settings, times, the unit, the pages.</summary>
public sealed partial class DeploymentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_file_is_of_a_kind_that_is_checked_here() =>
        Assert.Equal(
            [
                "README.md",
                "alert-rules.yaml",
                "alerts.md",
                "balancebot.service",
                "compose.yaml",
                "dashboard.json",
                "events.md",
                "keys.md",
                "kubernetes.yaml",
                "links-api.yaml",
                "metrics.md",
                "nginx.conf",
            ],
            OperationFiles.Names.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_setting_in_them_is_one_of_the_product()
    {
        IEnumerable<string> unknown = OperationFiles
            .Names.SelectMany(name =>
                OperationFiles
                    .VariablesIn(OperationFiles.Text(name))
                    .Concat(OperationFiles.SettingsNamedIn(OperationFiles.Text(name)))
                    .Select(setting => (name, setting))
            )
            .Where(one => !OperationFiles.KnownSettings.Contains(one.setting))
            .Select(one => $"{one.name}: {one.setting}");

        Assert.Empty(unknown);
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("kubernetes.yaml")]
    public async Task What_it_sets_makes_a_bot_that_starts(string name)
    {
        string folder = Directory.CreateTempSubdirectory("balancebot-settings-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "token"), Scene.Token, Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "postgres_connection"), "Host=db;Password=x", Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "contracts.csv"), Scene.Contracts, Stop);
        Dictionary<string, string?> settings = OperationFiles
            .EnvironmentIn(name)
            .ToDictionary(
                one => one.Setting,
                one => one.Value.StartsWith('/') ? Path.Combine(folder, Path.GetFileName(one.Value)) : one.Value,
                StringComparer.Ordinal
            )!;

        SettingsReading reading = SettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build()
        );

        Assert.True(settings.Count >= 10, "the variables are not found");
        Assert.Empty(reading.Mistakes);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Variables_and_named_settings_are_found()
    {
        Assert.Equal(["A:B", "C"], OperationFiles.VariablesIn("x: BALANCEBOT__A__B=1\n BALANCEBOT__C: 2"));
        Assert.Equal(["Outbox:MostAtOnce"], OperationFiles.SettingsNamedIn("see `Outbox:MostAtOnce` and `Logging:A`"));
    }

    [Fact]
    public void Nobody_is_killed_while_it_ends_what_is_in_hand()
    {
        YamlNode pod = OperationFiles.Yaml("kubernetes.yaml").OfKind("Deployment").At("spec/template/spec");
        double drain = BotHost.StopAtMost.TotalSeconds;
        double sleep = Seconds(pod.Word("containers/0/lifecycle/preStop/exec/command/1"));

        Assert.True(Seconds(OperationFiles.Yaml("compose.yaml").Single().Word("x-bot/stop_grace_period")) >= drain + 5);
        Assert.True(Seconds(pod.Word("terminationGracePeriodSeconds")) >= sleep + drain + 5);
        Assert.True(Seconds(Unit("TimeoutStopSec").Single()) >= drain + 5);
        Assert.True(sleep >= 5);
    }

    [Fact]
    public void The_unit_is_closed_and_hands_the_token_in_as_a_credential()
    {
        Assert.Equal("yes", Unit("DynamicUser").Single());
        Assert.Equal("strict", Unit("ProtectSystem").Single());
        Assert.Equal("yes", Unit("NoNewPrivileges").Single());
        Assert.Equal("", Unit("CapabilityBoundingSet").Single());
        Assert.Equal("on-failure", Unit("Restart").Single());
        Assert.StartsWith("token:", Unit("LoadCredential").Single());
        Assert.Contains("BALANCEBOT__TELEGRAM__TOKENFILE=%d/token", Unit("Environment"));
        Assert.StartsWith("/opt/balancebot/BalanceBot run --settings ", Unit("ExecStart").Single());
        Assert.Equal("balancebot", Unit("StateDirectory").Single());
        Assert.Contains("BALANCEBOT__STORAGE__LITEDB__FILE=%S/balancebot/balancebot.db", Unit("Environment"));
    }

    [Fact]
    public void No_secret_stands_in_any_of_them() =>
        Assert.All(
            OperationFiles.Names,
            name =>
                Assert.DoesNotMatch(
                    @"(?i)__(token|connectionstring|secret):|\d{8,10}:[A-Za-z0-9_-]{30}",
                    OperationFiles.Text(name)
                )
        );

    [Fact]
    public void Every_link_of_the_pages_leads_somewhere()
    {
        foreach (string page in OperationFiles.Names.Where(name => name.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match link in Link().Matches(OperationFiles.Text(page)))
            {
                string file = Path.Combine(Repository.Root, "docs/operations", link.Groups["file"].Value);
                Assert.True(File.Exists(file), $"{page} links to {link.Groups["file"].Value}");
            }
        }
    }

    private static IEnumerable<string> Unit(string key) =>
        OperationFiles.Unit("balancebot.service").Where(one => one.Key == key).Select(one => one.Value);

    private static double Seconds(string time) => double.Parse(time.TrimEnd('s'), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\]\((?<file>(?!https?:|#)[^)#]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
