using System.Globalization;
using System.Reflection;
using BalanceBot.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace BalanceBot.Tests.Hosting;

public sealed class ExampleSettingsTests
{
    private static readonly string Example = Path.Combine(Repository.Root, "appsettings.example.json");

    [Fact]
    public void The_example_lacks_only_what_nobody_else_can_know()
    {
        SettingsReading reading = SettingsReader.Read(Configuration());

        Assert.Equal(
            ["Telegram:Token is not set", "Billing:Csv:File is not set"],
            reading.Mistakes.Select(mistake =>
                mistake.Split(':', '.') is var _
                    ? mistake[..(mistake.IndexOf("is not set", StringComparison.Ordinal) + 10)]
                    : ""
            )
        );
    }

    [Fact]
    public void The_example_holds_every_setting_with_its_default_and_no_other()
    {
        IConfiguration configuration = Configuration();
        foreach ((string section, object values) in new BotSettings().Sections())
        {
            foreach (PropertyInfo property in values.GetType().GetProperties())
            {
                IConfigurationSection given = configuration.GetSection($"{section}:{property.Name}");
                Assert.True(given.Exists(), $"{section}:{property.Name} is missing");
                Assert.Equal(
                    Words(property.GetValue(values)),
                    given.Value ?? string.Join(' ', given.GetChildren().Select(c => c.Value)),
                    ignoreCase: true
                );
            }
        }

        Assert.DoesNotContain(
            SettingsReader.Read(configuration).Mistakes,
            mistake => mistake.Contains("is no setting")
        );
    }

    [Fact]
    public void Every_setting_in_the_example_has_a_comment_above_it()
    {
        string[] lines = File.ReadAllLines(Example);
        for (int i = 1; i < lines.Length; i++)
        {
            bool isSetting = lines[i].TrimStart().StartsWith('"') && !lines[i].TrimEnd().EndsWith('{');
            Assert.True(
                !isSetting || lines[i - 1].TrimStart().StartsWith("//", StringComparison.Ordinal),
                $"line {i + 1} has no comment"
            );
        }
    }

    private static string Words(object? value) =>
        value is System.Collections.IEnumerable list and not string
            ? string.Join(' ', list.Cast<object>())
            : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static IConfiguration Configuration() => new ConfigurationBuilder().AddJsonFile(Example).Build();
}
