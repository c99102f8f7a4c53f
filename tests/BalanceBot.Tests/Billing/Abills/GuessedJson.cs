using System.Text.RegularExpressions;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>JSON as ABillS writes it: what looks like a number is one, whatever it is; nothing is "".</summary>
internal static partial class GuessedJson
{
    public static string Of(params IReadOnlyList<(string Name, object? Value)> fields) =>
        "{" + string.Join(',', fields.Select(field => $"\"{field.Name}\":{Scalar(field.Name, field.Value)}")) + "}";

    public static string List(IEnumerable<string> rows) => $"[{string.Join(',', rows)}]";

    /// <summary>A login is the one text that it knows to be one.</summary>
    private static string Scalar(string name, object? value)
    {
        string text = $"{value}";
        return name != "login" && Numeric().IsMatch(text)
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    [GeneratedRegex(@"^-?(0|[1-9]\d*)(\.\d+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numeric();
}
