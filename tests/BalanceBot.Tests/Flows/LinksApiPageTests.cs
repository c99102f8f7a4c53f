using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BalanceBot.Hosting.Inviting;
using YamlDotNet.RepresentationModel;

namespace BalanceBot.Tests.Flows;

/// <summary>docs/operations/links-api.yaml says what is served.</summary>
public sealed class LinksApiPageTests : LinksApiGround
{
    /// <summary>Every answer that the tests of the links API can provoke stands in the description, with this body, and no other does.</summary>
    [Fact]
    public async Task The_description_is_what_is_served()
    {
        string page = Path.Combine(Repository.Root, "docs", "operations", "links-api.yaml");
        YamlStream yaml = [];
        using (StreamReader text = File.OpenText(page))
        {
            yaml.Load(text);
        }

        YamlMappingNode root = (YamlMappingNode)yaml.Documents[0].RootNode;
        YamlMappingNode post = (YamlMappingNode)root["paths"][LinksServer.Path]["post"];
        YamlMappingNode responses = (YamlMappingNode)post["responses"];
        YamlNode schemas = root["components"]["schemas"];

        Assert.StartsWith("3.1.", ((YamlScalarNode)root["openapi"]).Value);
        Assert.Equal(
            [201, 400, 401, 404, 405, 408, 413, 415, 429, 503],
            responses.Children.Keys.Select(key => int.Parse(((YamlScalarNode)key).Value!, CultureInfo.InvariantCulture))
        );
        (_, JsonNode? made, _) = await Ask("700 123");
        Assert.Equal(Names(schemas["Made"]), made!.AsObject().Select(field => field.Key));
        Assert.Matches(
            new Regex(
                ((YamlScalarNode)schemas["Made"]["properties"]["url"]["pattern"]).Value!,
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            ),
            (string)made["url"]!
        );
        (_, JsonNode? problem, _) = await Ask("999");
        Assert.Equal(Names(schemas["Problem"]), problem!.AsObject().Select(field => field.Key));
        Assert.Equal(["contract"], Names(schemas["Wanted"]));
        Assert.Contains($"{LinksServer.LargestBody} bytes", ((YamlScalarNode)post["requestBody"]["description"]).Value);
        Assert.Contains(
            $"{LinksServer.AtMost.TotalSeconds:0} seconds",
            ((YamlScalarNode)post["requestBody"]["description"]).Value
        );
    }

    private static IEnumerable<string> Names(YamlNode schema) =>
        ((YamlSequenceNode)schema["required"]).Children.Select(name => ((YamlScalarNode)name).Value!);
}
