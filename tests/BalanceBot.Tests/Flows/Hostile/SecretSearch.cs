using System.Text;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Something that a run has left behind: a data file, the log, what a process wrote.</summary>
internal sealed record Place(string Name, byte[] Bytes)
{
    public static Place Of(string name, IEnumerable<string> lines) =>
        new(name, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
}

/// <summary>
/// Looks for secrets byte for byte, in every form in which a program may have written them: UTF-8, UTF-16, JSON's escapes,
/// hex, and base64 wherever in it the secret begins.
/// </summary>
internal static class SecretSearch
{
    /// <summary>One line for each secret in each form in each place.</summary>
    public static IReadOnlyList<string> Found(IEnumerable<string> secrets, IReadOnlyList<Place> places) =>
        [
            .. from secret in secrets
            from form in Forms(secret)
            from place in places
            where place.Bytes.AsSpan().IndexOf(form.Bytes) >= 0
            select $"{secret} is in {place.Name} as {form.Name}",
        ];

    /// <summary>The data files of a scene, whatever the engine has put beside them, and all that was logged.</summary>
    public static IReadOnlyList<Place> PlacesOf(Scene scene)
    {
        string[] log;
        lock (scene.Log)
        {
            log = [.. scene.Log];
        }

        IReadOnlyList<Place> places =
        [
            .. Directory
                .GetFiles(scene.Folder, "*", SearchOption.AllDirectories)
                .Where(file => !file.EndsWith("billing.csv", StringComparison.Ordinal))
                .Select(file => new Place(Path.GetFileName(file), File.ReadAllBytes(file))),
            Place.Of("the log", log),
        ];
        Assert.Contains(places, place => place is { Name: "bot.db", Bytes.Length: > 10_000 });
        return places;
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Forms(string secret)
    {
        (string Name, byte[] Bytes)[] plain =
        [
            ("UTF-8", Encoding.UTF8.GetBytes(secret)),
            ("UTF-16LE", Encoding.Unicode.GetBytes(secret)),
            ("UTF-16BE", Encoding.BigEndianUnicode.GetBytes(secret)),
        ];
        foreach ((string name, byte[] bytes) in plain)
        {
            yield return (name, bytes);
            yield return ($"hex of {name}", Encoding.ASCII.GetBytes(Convert.ToHexString(bytes)));
            yield return ($"small hex of {name}", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)));
            for (int before = 0; before < 3; before++)
            {
                string base64 = Base64(bytes, before);
                yield return ($"base64 of {name}, {before} before it", Encoding.ASCII.GetBytes(base64));
                yield return (
                    $"base64url of {name}, {before} before it",
                    Encoding.ASCII.GetBytes(base64.Replace('+', '-').Replace('/', '_'))
                );
            }
        }

        yield return ("JSON", Encoding.ASCII.GetBytes(Escaped(secret)));
    }

    /// <summary>Only what does not depend on the bytes around it: 6 bits a sign, so the first and last signs may be shared.</summary>
    private static string Base64(byte[] bytes, int before)
    {
        string base64 = Convert.ToBase64String([.. new byte[before], .. bytes]);
        int whole = (before + bytes.Length) * 8 / 6;
        int first = ((before * 8) + 5) / 6;
        return base64[first..whole];
    }

    private static string Escaped(string secret) =>
        string.Concat(secret.Select(c => char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"\\u{(int)c:X4}"));
}
