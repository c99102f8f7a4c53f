using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>An OpenAPI page, read as far as the tests need it: paths, fields, examples; references are followed.</summary>
internal sealed class OpenApiPage
{
    private readonly YamlMappingNode root;

    private OpenApiPage(YamlMappingNode root) => this.root = root;

    public static OpenApiPage Read(string name)
    {
        using StreamReader reader = new(Path.Combine(Repository.Root, "docs", name));
        YamlStream stream = [];
        stream.Load(reader);
        return new OpenApiPage((YamlMappingNode)stream.Documents[0].RootNode);
    }

    public IEnumerable<string> Paths => Map(root, "paths").Children.Keys.Select(Word);

    /// <summary>The names of all properties anywhere.</summary>
    public IEnumerable<string> Fields => Properties(root).Distinct(StringComparer.Ordinal);

    public ISet<string> Headers =>
        Map(Map(root, "components"), "securitySchemes")
            .Children.Values.Select(scheme => Word(scheme["name"]))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public ISet<string> RequestFields(string path) =>
        Map(Request(path), "properties").Children.Keys.Select(Word).ToHashSet();

    public ISet<string> NeededRequestFields(string path) =>
        Request(path).Children.TryGetValue("required", out YamlNode? needed)
            ? ((YamlSequenceNode)needed).Select(Word).ToHashSet()
            : new HashSet<string>();

    public JsonNode Example(string path) => Json(Content(Map(Map(Post(path), "responses"), "200"))["example"])!;

    /// <summary>The words that a field may hold, by the name of its schema or response.</summary>
    public IReadOnlyList<string> WordsOf(string field)
    {
        string[] steps = field.Split('/');
        YamlMappingNode components = Map(root, "components");
        YamlMappingNode schema =
            steps[0] == "About" ? Map(Content(Map(Map(Post("/about"), "responses"), "200")), "schema")
            : Map(components, "schemas").Children.ContainsKey(steps[0]) ? Map(Map(components, "schemas"), steps[0])
            : Map(Content(Map(Map(components, "responses"), steps[0])), "schema");
        YamlMappingNode property = Map(Map(schema, "properties"), steps[1]);
        YamlMappingNode words = property.Children.ContainsKey("items") ? Map(property, "items") : property;
        return [.. ((YamlSequenceNode)words["enum"]).Select(Word)];
    }

    private YamlMappingNode Post(string path) => Map(Map(Map(root, "paths"), path), "post");

    private YamlMappingNode Request(string path) => Map(Content(Map(Post(path), "requestBody")), "schema");

    private YamlMappingNode Content(YamlMappingNode of) => Map(Map(of, "content"), "application/json");

    private YamlMappingNode Map(YamlNode parent, string name) => Followed((YamlMappingNode)parent[name]);

    private YamlMappingNode Followed(YamlMappingNode node) =>
        node.Children.TryGetValue("$ref", out YamlNode? to)
            ? Word(to).Split('/')[1..].Aggregate(root, (at, step) => (YamlMappingNode)at[step])
            : node;

    private static IEnumerable<string> Properties(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => map.Children.SelectMany(child =>
                Properties(child.Value)
                    .Concat(
                        Word(child.Key) == "properties" && child.Value is YamlMappingNode fields
                            ? fields.Children.Keys.Select(Word)
                            : []
                    )
            ),
            YamlSequenceNode list => list.SelectMany(Properties),
            _ => [],
        };

    private static JsonNode? Json(YamlNode node) =>
        node switch
        {
            YamlMappingNode map => new JsonObject(
                map.Children.Select(child => KeyValuePair.Create(Word(child.Key), Json(child.Value)))
            ),
            YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
            YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: var plain } => plain switch
            {
                "null" => null,
                "true" => true,
                "false" => false,
                _ when decimal.TryParse(plain, CultureInfo.InvariantCulture, out decimal number) => number,
                _ => plain,
            },
            _ => Word(node),
        };

    private static string Word(YamlNode node) => ((YamlScalarNode)node).Value!;
}
