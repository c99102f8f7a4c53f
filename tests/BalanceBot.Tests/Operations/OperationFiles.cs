using System.Text.RegularExpressions;
using BalanceBot.Hosting.Settings;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Operations;

/// <summary>The files under docs/operations, read as the programs do that they are for.</summary>
internal static partial class OperationFiles
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "operations");

    public static IReadOnlyList<string> Names =>
        [.. Directory.EnumerateFiles(Folder).Select(f => Path.GetFileName(f)!)];

    /// <summary>Every key that a settings file or the environment may hold.</summary>
    public static IReadOnlySet<string> KnownSettings { get; } =
        new BotSettings()
            .Sections()
            .SelectMany(section =>
                section
                    .Values.GetType()
                    .GetProperties()
                    .Select(property => $"{section.Section}:{property.Name}")
                    .Prepend(section.Section)
            )
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public static IReadOnlyList<YamlNode> Yaml(string name)
    {
        using StringReader reader = new(Text(name));
        YamlStream stream = [];
        stream.Load(reader);
        return [.. stream.Documents.Select(document => document.RootNode)];
    }

    /// <summary>A node by its way down, such as "services/bot-1/image" or "ports/0".</summary>
    public static YamlNode At(this YamlNode node, string path) =>
        path.Split('/').Aggregate(node, (at, step) => at is YamlSequenceNode list ? list[int.Parse(step)] : at[step]);

    public static string Word(this YamlNode node, string path) => ((YamlScalarNode)node.At(path)).Value!;

    public static string OneOfKind(this IEnumerable<YamlNode> documents, string kind, string path) =>
        documents.OfKind(kind).Word(path);

    public static YamlNode OfKind(this IEnumerable<YamlNode> documents, string kind) =>
        documents.Single(document => document.Word("kind") == kind);

    /// <summary>The unit's settings: section, key and value; a key may come several times.</summary>
    public static IReadOnlyList<(string Section, string Key, string Value)> Unit(string name)
    {
        List<(string, string, string)> settings = [];
        string section = "";
        foreach (string line in Text(name).Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            Match head = Section().Match(line);
            if (head.Success)
            {
                section = head.Groups["name"].Value;
                continue;
            }

            int at = line.IndexOf('=', StringComparison.Ordinal);
            Assert.True(at > 0 && section.Length > 0, $"{name}: {line}");
            settings.Add((section, line[..at], line[(at + 1)..]));
        }

        return settings;
    }

    /// <summary>Variables of the environment that the file sets, as settings: BALANCEBOT__A__B is A:B.</summary>
    public static IEnumerable<string> VariablesIn(string text) =>
        Variable().Matches(text).Select(match => match.Groups["name"].Value.Replace("__", ":")).Distinct();

    /// <summary>The same with their values, from a file of YAML.</summary>
    public static IEnumerable<(string Setting, string Value)> EnvironmentIn(string name) =>
        Yaml(name)
            .SelectMany(document => document.AllNodes.OfType<YamlMappingNode>())
            .SelectMany(mapping => mapping.Children)
            .Where(pair => $"{pair.Key}".StartsWith("BALANCEBOT__", StringComparison.Ordinal))
            .Select(pair => (VariablesIn($"{pair.Key}").Single(), $"{pair.Value}"))
            .Distinct();

    /// <summary>Settings that a page speaks of: `Section:Key` in backticks.</summary>
    public static IEnumerable<string> SettingsNamedIn(string text) =>
        Named()
            .Matches(text)
            .Select(match => match.Groups["name"].Value)
            .Where(name => !name.StartsWith("Logging:", StringComparison.Ordinal))
            .Distinct();

    [GeneratedRegex(@"^\[(?<name>\w+)\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("BALANCEBOT__(?<name>[A-Z0-9_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+(:[A-Z][A-Za-z]+)+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Named();
}
