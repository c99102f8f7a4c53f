using System.Globalization;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What an ABillS 1.50.01 answered, asked about made-up subscribers; the headers are shortened.</summary>
internal static class Recorded
{
    private static readonly string Folder = Path.Combine(
        Repository.Root,
        "tests",
        "BalanceBot.Tests",
        "Billing",
        "Abills",
        "Recorded"
    );

    public static IEnumerable<string> All =>
        Directory.GetFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file));

    public static Reply Reply(string name)
    {
        string[] lines = File.ReadAllText(Path.Combine(Folder, $"{name}.http")).ReplaceLineEndings("\n").Split('\n');
        int body = Array.IndexOf(lines, "") + 1;
        return Web.Reply.Json(
            string.Join('\n', lines[body..]),
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture)
        );
    }
}
