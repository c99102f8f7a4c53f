using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace BalanceBot.Hosting.Settings;

/// <summary>Either settings to work with, or every mistake in them, each a sentence that says what to do.</summary>
internal sealed record SettingsReading(BotSettings Settings, IReadOnlyList<string> Mistakes);

/// <summary>
/// Reads all sections at once. A value that is no secret may be quoted in a mistake; those of a token never are.
/// </summary>
internal static class SettingsReader
{
    public static SettingsReading Read(IConfiguration configuration)
    {
        BotSettings settings = new();
        List<string> mistakes = [];
        IReadOnlyList<(string Section, object Values)> sections = settings.Sections();
        foreach ((string section, object values) in sections)
        {
            Fill(configuration.GetSection(section), values, mistakes);
        }

        mistakes.AddRange(UnknownKeys.In(configuration, sections));
        if (mistakes.Count == 0)
        {
            mistakes.AddRange(SettingsCheck.Mistakes(settings));
        }

        return new SettingsReading(settings, mistakes);
    }

    private static void Fill(IConfigurationSection section, object values, List<string> mistakes)
    {
        foreach (PropertyInfo property in values.GetType().GetProperties())
        {
            IConfigurationSection given = section.GetSection(property.Name);
            if (!given.Exists())
            {
                continue;
            }

            try
            {
                property.SetValue(values, Value(given, property.PropertyType));
            }
            catch (FormatException)
            {
                mistakes.Add($"{given.Path} must be {Expected(property.PropertyType)}.");
            }
        }
    }

    private static object Value(IConfigurationSection given, Type type)
    {
        if (type == typeof(IReadOnlyList<TimeSpan>))
        {
            return given.GetChildren().Select(child => (TimeSpan)Value(child, typeof(TimeSpan))).ToArray();
        }

        string text = given.Value?.Trim() ?? throw new FormatException();
        try
        {
            return type == typeof(string) ? text
                : type == typeof(TimeSpan) ? TimeSpan.ParseExact(text, ["c"], CultureInfo.InvariantCulture)
                : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) ?? throw new FormatException();
        }
        catch (Exception bad) when (bad is ArgumentException or OverflowException)
        {
            throw new FormatException(null, bad);
        }
    }

    private static string Expected(Type type) =>
        type == typeof(int) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time such as 00:10:00 (hours:minutes:seconds)"
        : type == typeof(IReadOnlyList<TimeSpan>) ? "a list of times such as 00:15:00"
        : "a text";
}
