using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Operations;

/// <summary>Instances in a Kubernetes cluster: what is asked, sent and mounted is what the product has.</summary>
public sealed partial class ClusterTests
{
    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));
    private static readonly YamlNode Compose = OperationFiles.Yaml("compose.yaml").Single();
    private static readonly IReadOnlyList<YamlNode> Cluster = OperationFiles.Yaml("kubernetes.yaml");

    private static YamlNode Pod => Cluster.OfKind("Deployment").At("spec/template/spec");

    private static YamlNode Container => Pod.At("containers/0");

    [Fact]
    public void Probes_ask_what_the_health_server_answers()
    {
        Uri health = new(Cluster.OneOfKind("ConfigMap", "data/BALANCEBOT__HEALTH__LISTEN"));

        Assert.Equal("/health/live", Container.Word("livenessProbe/httpGet/path"));
        Assert.Equal("/health/live", Container.Word("startupProbe/httpGet/path"));
        Assert.Equal("/health/ready", Container.Word("readinessProbe/httpGet/path"));
        Assert.Equal($"{health.Port}", PortOf(Container.Word("readinessProbe/httpGet/port")));
        Assert.Equal($"{health.Port}", PortOf(Container.Word("livenessProbe/httpGet/port")));
        YamlNode notes = Cluster.OfKind("Deployment").At("spec/template/metadata/annotations");
        Assert.Equal($"{health.Port}", ((YamlScalarNode)notes["prometheus.io/port"]).Value);
    }

    [Fact]
    public void The_cluster_sends_only_the_webhook_and_to_the_port_where_it_listens()
    {
        Uri url = new(Cluster.OneOfKind("ConfigMap", "data/BALANCEBOT__TELEGRAM__WEBHOOK__URL"));
        Uri listen = new(Cluster.OneOfKind("ConfigMap", "data/BALANCEBOT__TELEGRAM__WEBHOOK__LISTEN"));
        YamlNode rule = Cluster.OfKind("Ingress").At("spec/rules/0");

        Assert.Equal(url.Host, rule.Word("host"));
        Assert.Equal(url.AbsolutePath, rule.Word("http/paths/0/path"));
        Assert.Equal("Exact", rule.Word("http/paths/0/pathType"));
        Assert.Single((YamlSequenceNode)rule.At("http/paths"));
        Assert.Equal($"{listen.Port}", PortOf(Cluster.OneOfKind("Service", "spec/ports/0/targetPort")));
        Assert.Single((YamlSequenceNode)Cluster.OfKind("Service").At("spec/ports"));
    }

    [Fact]
    public void Containers_run_as_the_user_of_the_Dockerfile_without_any_right()
    {
        string user = User().Match(Dockerfile).Groups["id"].Value;

        Assert.Equal("1654", user);
        Assert.Equal(user, Pod.Word("securityContext/runAsUser"));
        Assert.Equal(user, Pod.Word("securityContext/fsGroup"));
        Assert.Equal("true", Pod.Word("securityContext/runAsNonRoot"));
        Assert.Equal("true", Container.Word("securityContext/readOnlyRootFilesystem"));
        Assert.Equal("false", Container.Word("securityContext/allowPrivilegeEscalation"));
        Assert.Equal("ALL", Container.Word("securityContext/capabilities/drop/0"));
        Assert.Equal("true", Compose.Word("x-bot/read_only"));
        Assert.Contains($"WORKDIR {MountPath("data")}\n", Dockerfile);
    }

    [Fact]
    public void Some_instance_is_always_there()
    {
        Assert.True(int.Parse(Cluster.OneOfKind("Deployment", "spec/replicas"), CultureInfo.InvariantCulture) >= 2);
        Assert.Equal("0", Cluster.OneOfKind("Deployment", "spec/strategy/rollingUpdate/maxUnavailable"));
        Assert.Equal("1", Cluster.OneOfKind("PodDisruptionBudget", "spec/minAvailable"));
        Assert.All(
            ["Deployment", "PodDisruptionBudget"],
            kind =>
                Assert.Equal(
                    Cluster.OfKind("Deployment").At("spec/template/metadata/labels"),
                    Cluster.OfKind(kind).At("spec/selector/matchLabels")
                )
        );
    }

    [Fact]
    public void Every_volume_and_secret_that_the_cluster_mounts_is_there()
    {
        IEnumerable<string> volumes = ((YamlSequenceNode)Pod.At("volumes")).Select(one => one.Word("name"));
        IEnumerable<string> mounts = ((YamlSequenceNode)Container.At("volumeMounts")).Select(one => one.Word("name"));

        Assert.Equal(volumes.Order(StringComparer.Ordinal), mounts.Order(StringComparer.Ordinal));
        Assert.StartsWith(
            MountPath("secrets") + "/",
            Cluster.OneOfKind("ConfigMap", "data/BALANCEBOT__TELEGRAM__TOKENFILE")
        );
        Assert.StartsWith(
            MountPath("billing") + "/",
            Cluster.OneOfKind("ConfigMap", "data/BALANCEBOT__BILLING__CSV__FILE")
        );
    }

    private static string PortOf(string name) =>
        ((YamlSequenceNode)Container.At("ports")).Single(port => port.Word("name") == name).Word("containerPort");

    private static string MountPath(string volume) =>
        ((YamlSequenceNode)Container.At("volumeMounts")).Single(m => m.Word("name") == volume).Word("mountPath");

    [GeneratedRegex(@"^USER (?<id>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex User();
}
