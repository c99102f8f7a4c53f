namespace BalanceBot.Hosting.Settings;

/// <summary>A key that nobody reads is a setting that somebody believes in.</summary>
internal static class UnknownKeys
{
    /// <summary>Sections of the same file that are the platform's.</summary>
    private static readonly string[] Foreign = ["Logging"];

    public static IEnumerable<string> In(
        IConfiguration configuration,
        IReadOnlyList<(string Section, object Values)> sections
    )
    {
        HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string section, object values) in sections)
        {
            known.Add(section);
            known.UnionWith(values.GetType().GetProperties().Select(property => $"{section}:{property.Name}"));
        }

        return configuration
            .GetChildren()
            .Where(top => !Foreign.Contains(top.Key, StringComparer.OrdinalIgnoreCase))
            .SelectMany(top => Unknown(top, known))
            .Select(path => $"{path} is no setting of BalanceBot.{Advice(path, known)}");
    }

    private static IEnumerable<string> Unknown(IConfigurationSection section, HashSet<string> known)
    {
        if (!known.Contains(section.Path))
        {
            return [section.Path];
        }

        // Children of a value (a list) are its own; children of a section are settings.
        return known.Any(key => key.StartsWith(section.Path + ":", StringComparison.OrdinalIgnoreCase))
            ? section.GetChildren().SelectMany(child => Unknown(child, known))
            : [];
    }

    private static string Advice(string path, HashSet<string> known)
    {
        string nearest = known.MinBy(key => Distance(path.ToUpperInvariant(), key.ToUpperInvariant()))!;
        return Distance(path.ToUpperInvariant(), nearest.ToUpperInvariant()) <= Math.Max(2, path.Length / 4)
            ? $" Did you mean {nearest}?"
            : " Remove it; appsettings.example.json shows all there are.";
    }

    /// <summary>How many letters to add, take or change (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
