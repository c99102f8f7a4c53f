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

    private static object? Value(IConfigurationSection given, Type type)
    {
        if (ElementOf(type) is { } element)
        {
            // An empty list has an empty text and no children; one value where a list should be would be passed over.
            if (given.Value is { Length: > 0 })
            {
                throw new FormatException();
            }

            object?[] values = [.. given.GetChildren().Select(child => Value(child, element))];
            Array list = Array.CreateInstance(element, values.Length);
            values.CopyTo(list, 0);
            return list;
        }

        string text = given.Value?.Trim() ?? throw new FormatException();
        try
        {
            return type == typeof(string) ? text
                : type.IsEnum ? Named(text, type)
                : Nullable.GetUnderlyingType(type) is not null && text.Length == 0 ? null
                : type == typeof(TimeSpan) ? TimeSpan.ParseExact(text, ["c"], CultureInfo.InvariantCulture)
                : TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text) ?? throw new FormatException();
        }
        catch (Exception bad) when (bad is ArgumentException or OverflowException)
        {
            throw new FormatException(null, bad);
        }
    }

    /// <summary>By its name alone: as an enum, "8" would be a day of the week, and "Monday, Tuesday" Wednesday.</summary>
    private static object Named(string text, Type type) =>
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : throw new FormatException();

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? type.GetGenericArguments()[0]
            : null;

    private static string Expected(Type type) =>
        type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(bool) ? "true or false"
        : type == typeof(decimal) || type == typeof(decimal?) ? "a sum such as 100 or 99.50"
        : type == typeof(TimeSpan) ? "a time such as 00:10:00 (hours:minutes:seconds)"
        : type == typeof(DateOnly) ? "a day such as 2026-12-25"
        : type == typeof(DayOfWeek) ? "a day of the week such as Saturday"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : ElementOf(type) is { } element ? $"a list, each {Expected(element)}"
        : "a text";
}
