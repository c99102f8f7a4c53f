using System.Reflection;
using System.Text.RegularExpressions;

namespace BalanceBot.Tests.House;

/// <summary>docs/security.md names the test that shows each defence: it must be there.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly ILookup<string, Type> Classes = typeof(SecurityPageTests)
        .Assembly.GetTypes()
        .ToLookup(type => type.Name, StringComparer.Ordinal);

    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        string[] named = [.. Named(File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md")))];

        Assert.True(named.Length > 30, $"only {named.Length} tests are named");
        Assert.All(named, name => Assert.True(Exists(name), name));
    }

    [Theory]
    [InlineData("NoSuchTests")]
    [InlineData("SecurityPageTests.No_such_sentence…")]
    public void A_test_that_is_not_there_is_found_out(string name) => Assert.False(Exists(name));

    /// <summary>The last cell of each row.</summary>
    private static IEnumerable<string> Named(string page) =>
        page.Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.TrimEnd().EndsWith('|'))
            .SelectMany(line => Code().Matches(line.TrimEnd().TrimEnd('|').Split('|')[^1]))
            .Select(match => match.Groups["name"].Value);

    private static bool Exists(string name)
    {
        string[] parts = name.Split('.', 2);
        const BindingFlags All = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        return Classes[parts[0]]
            .Any(type =>
                parts.Length == 1
                || type.GetMethods(All)
                    .Any(method =>
                        parts[1].EndsWith('…')
                            ? method.Name.StartsWith(parts[1].TrimEnd('…'), StringComparison.Ordinal)
                            : method.Name == parts[1]
                    )
            );
    }

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
