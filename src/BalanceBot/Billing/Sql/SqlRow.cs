using System.Data.Common;
using System.Globalization;
using System.Text;

namespace BalanceBot.Billing.Sql;

/// <summary>
/// The row that a reader stands on, by the names of its columns. What cannot be understood is told by column, never by
/// what stood there.
/// </summary>
internal sealed class SqlRow
{
    private const int Longest = 4000;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly DbDataReader reader;
    private readonly SqlEngine engine;
    private readonly SqlClock clock;
    private readonly Dictionary<string, int> columns = new(StringComparer.OrdinalIgnoreCase);

    public SqlRow(DbDataReader reader, SqlEngine engine, SqlClock clock)
    {
        this.reader = reader;
        this.engine = engine;
        this.clock = clock;
        for (int i = 0; i < reader.FieldCount; i++)
        {
            columns.TryAdd(reader.GetName(i), i);
        }
    }

    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Null when it is NULL or not there.</summary>
    public string? Text(string column)
    {
        string? text = Value(column) switch
        {
            null => null,
            string words => words,
            byte[] bytes => Decoded(column, bytes),
            bool yes => yes ? "true" : "false",
            decimal number => number == decimal.Truncate(number)
                ? number.ToString("0", CultureInfo.InvariantCulture)
                : throw new BadCellException(column, "is a broken number where a text is needed"),
            Guid id => id.ToString(),
            char letter => letter.ToString(),
            object value when IsWhole(value) => Convert.ToString(value, CultureInfo.InvariantCulture),
            _ => throw new BadCellException(column, "is no text"),
        };
        return text is null ? null
            : text.Length > Longest ? throw new BadCellException(column, $"is longer than {Longest} characters")
            // What a library puts in the place of bytes that are no text.
            : text.Contains('\uFFFD', StringComparison.Ordinal)
                ? throw new BadCellException(column, "holds bytes that are no text")
            : text;
    }

    public string Needed(string column) =>
        Text(column) is { Length: > 0 } text ? text : throw new BadCellException(column, "is empty");

    public decimal? Sum(string column) => Value(column) is { } value ? SqlSums.Of(column, value) : null;

    public DateOnly? Date(string column) =>
        Value(column) is { } value && !engine.IsNoDate(value) ? clock.Date(column, value) : null;

    public DateTimeOffset? Time(string column) =>
        Value(column) is { } value && !engine.IsNoDate(value) ? clock.Time(column, value) : null;

    public static bool IsWhole(object value) =>
        value is long or int or short or sbyte or byte or uint or ushort or ulong;

    public object? Value(string column)
    {
        if (!columns.TryGetValue(column, out int at))
        {
            return null;
        }

        try
        {
            return reader.IsDBNull(at) ? null : reader.GetValue(at);
        }
        catch (Exception broken)
            when (broken is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            throw new BadCellException(column, "cannot be read");
        }
    }

    private static string Decoded(string column, byte[] bytes)
    {
        try
        {
            return bytes.Length <= Longest
                ? Strict.GetString(bytes)
                : throw new BadCellException(column, $"is longer than {Longest} characters");
        }
        catch (DecoderFallbackException)
        {
            throw new BadCellException(column, "holds bytes that are no text");
        }
    }
}
