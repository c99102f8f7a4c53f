using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Operations;

/// <summary>Two instances, a database and a proxy by Docker Compose.</summary>
public sealed partial class ComposeTests
{
    private static readonly YamlNode Compose = OperationFiles.Yaml("compose.yaml").Single();

    [Fact]
    public void Both_instances_of_compose_are_built_from_the_Dockerfile_and_alike()
    {
        string file = Path.GetFullPath(
            Path.Combine(
                Repository.Root,
                "docs/operations",
                Compose.Word("x-bot/build/context"),
                Compose.Word("x-bot/build/dockerfile")
            )
        );

        Assert.True(File.Exists(file), file);
        Assert.Equal(Compose.At("services/bot-1"), Compose.At("services/bot-2"));
        Assert.Contains("<<: *bot", OperationFiles.Text("compose.yaml"));
    }

    [Fact]
    public void Every_secret_of_compose_is_a_file_and_every_mount_of_one_exists()
    {
        YamlMappingNode secrets = (YamlMappingNode)Compose.At("secrets");
        IEnumerable<string> mounted = SecretPath()
            .Matches(OperationFiles.Text("compose.yaml") + OperationFiles.Text("nginx.conf"))
            .Select(match => match.Groups["name"].Value);

        Assert.All(secrets.Children.Keys, name => Assert.StartsWith("./secrets/", secrets.Word($"{name}/file")));
        Assert.Empty(mounted.Except(secrets.Children.Keys.Select(name => $"{name}"), StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_proxy_is_reached_from_outside()
    {
        YamlMappingNode services = (YamlMappingNode)Compose.At("services");

        Assert.Equal(
            ["proxy"],
            services
                .Children.Where(one => ((YamlMappingNode)one.Value).Children.ContainsKey("ports"))
                .Select(one => $"{one.Key}")
        );
        Assert.Equal("true", Compose.Word("networks/inside/internal"));
    }

    [Fact]
    public void The_proxy_brings_the_webhooks_path_to_the_webhooks_port_and_nothing_else()
    {
        string proxy = OperationFiles.Text("nginx.conf");
        Uri url = new(Compose.Word("x-bot/environment/BALANCEBOT__TELEGRAM__WEBHOOK__URL"));
        Uri listen = new(Compose.Word("x-bot/environment/BALANCEBOT__TELEGRAM__WEBHOOK__LISTEN"));

        Assert.Equal(
            [$"= {url.AbsolutePath}", "/"],
            Location().Matches(proxy).Select(match => match.Groups["path"].Value)
        );
        Assert.Equal(
            [$"bot-1:{listen.Port}", $"bot-2:{listen.Port}"],
            Upstream().Matches(proxy).Select(match => match.Groups["address"].Value)
        );
        Assert.Contains($"server_name {url.Host};", proxy);
        Assert.Contains("return 404;", proxy);
        Assert.DoesNotContain("8080", proxy);
        string published = Compose.Word("services/proxy/ports/0");
        Assert.Contains($"listen {published.Split(':')[1]} ssl;", proxy);
    }

    [GeneratedRegex(@"^\s*location (?<path>.+) \{", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Location();

    [GeneratedRegex(@"^\s*server (?<address>bot-\S+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Upstream();

    [GeneratedRegex(@"/run/secrets/(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SecretPath();
}
