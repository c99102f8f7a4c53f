using System.Globalization;
using System.Text.Json;

namespace BalanceBot.Billing.Web;

/// <summary>
/// An object of an answer. Billings guess types: a contract number comes as 1000101 or "0007", a sum as 0.1 or "100". Each
/// scalar is read as the text that stands there, and nothing goes through a double.
/// </summary>
internal sealed class JsonRow
{
    private const int Digits = 4;
    private readonly JsonElement element;

    private JsonRow(JsonElement element) => this.element = element;

    /// <summary>Null: it is no object.</summary>
    public static JsonRow? Of(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? new JsonRow(element) : null;

    /// <summary>
    /// The objects of a list. PHP writes a list with holes as an object ({"0": {...}, "2": {...}}). Null: it is neither, or
    /// holds something else.
    /// </summary>
    public static IReadOnlyList<JsonRow>? Many(JsonElement element)
    {
        JsonElement[]? all = element.ValueKind switch
        {
            JsonValueKind.Array => [.. element.EnumerateArray()],
            JsonValueKind.Object => [.. element.EnumerateObject().Select(one => one.Value)],
            _ => null,
        };
        JsonRow[] rows = [.. (all ?? []).Select(Of).OfType<JsonRow>()];
        return rows.Length == all?.Length ? rows : null;
    }

    public bool Has(string name) => element.TryGetProperty(name, out _);

    /// <summary>A scalar as it stands there; null where there is none.</summary>
    public string? Text(string name) =>
        !element.TryGetProperty(name, out JsonElement value)
            ? null
            : value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => throw new BadCellException(name, "is no single value"),
            };

    /// <summary>The same without blanks around it; null when nothing is left.</summary>
    public string? Word(string name) => Text(name)?.Trim() is { Length: > 0 } word ? word : null;

    public string Needed(string name) => Word(name) ?? throw new BadCellException(name, "is missing or empty");

    /// <summary>Of at most four digits behind the point: a billing that keeps sums as floats tells 0.30000000000000004.</summary>
    public decimal? Sum(string name) =>
        Word(name)?.Replace('\u2212', '-') is not { } text ? null
        : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal sum)
            ? decimal.Round(sum, Digits, MidpointRounding.AwayFromZero) + 0m
        : throw new BadCellException(name, "is no sum such as 1234.56");

    public decimal NeededSum(string name) => Sum(name) ?? throw new BadCellException(name, "is missing or empty");

    public long? Whole(string name) =>
        Word(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
        : throw new BadCellException(name, "is no whole number");

    public bool YesOrNo(string name) => Cells.YesOrNo(name, Text(name) ?? "");

    /// <summary>A day; a time behind it counts for nothing, and the day of zeros is none.</summary>
    public DateOnly? Date(string name)
    {
        string? text = Word(name) is { Length: > 10 } long_ && long_[10] is ' ' or 'T' ? long_[..10] : Word(name);
        return text is null or "0000-00-00" or "0" ? null : Cells.Date(name, text);
    }

    /// <summary>A moment with its zone: 2026-11-24T12:00:00Z or +01:00.</summary>
    public DateTimeOffset? Moment(string name) =>
        Word(name) is not { } text ? null
        : DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateTimeOffset at
        ) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            ? at
        : throw new BadCellException(name, "is no time with a zone: write 2026-12-31T23:59:59Z");

    /// <summary>An object within; null where there is none.</summary>
    public JsonRow? Row(string name) =>
        !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        // PHP writes an empty object as an empty list.
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0 ? null
        : Of(value) ?? throw new BadCellException(name, "is no object");

    /// <summary>The objects of a list within; none where there is none.</summary>
    public IReadOnlyList<JsonRow> Rows(string name) =>
        !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null
            ? []
            : Many(value) ?? throw new BadCellException(name, "is no list of objects");

    /// <summary>The scalars of a list within, each as it stands there; none where there is none.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? []
        : value.ValueKind == JsonValueKind.Array
            ?
            [
                .. value
                    .EnumerateArray()
                    .Select(one => one.ValueKind == JsonValueKind.String ? one.GetString()! : one.GetRawText()),
            ]
        : throw new BadCellException(name, "is no list");
}
