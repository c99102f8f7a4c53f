using System.Globalization;
using System.Text;
using BalanceBot.Storage.Moving;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>How a table is read in pages and written, for a move.</summary>
/// <param name="Columns">All that are moved.</param>
/// <param name="Key">Columns by which it is read, with their types: what is above the last row is the next page.</param>
/// <param name="Unique">What says that a row is there already.</param>
internal sealed record MovedTableRows(
    string Name,
    string[] Columns,
    (string Column, KeyType Type)[] Key,
    string Unique,
    Func<NpgsqlDataReader, MovedRow> Read,
    Func<MovedRow, NpgsqlParameter[]> Write
)
{
    /// <summary>Columns that are not moved, with what they are set to: leases are free.</summary>
    public (string Column, string Value)[] Fixed { get; init; } = [];

    /// <summary>The column that PostgreSQL would number itself; null: none.</summary>
    public string? Numbered { get; init; }

    /// <summary>Which of its rows are moved; empty: all.</summary>
    public string Only { get; init; } = "";

    public string From => Only.Length == 0 ? Name : $"(select * from {Name} where {Only}) {Name}";

    public string Select(bool first) =>
        $"""
            select {string.Join(", ", Columns)} from {From}
            {(first ? "" : $"where ({Keys}) > ({string.Join(", ", Key.Select((_, i) => $"${i + 2}"))})")}
            order by {Keys} limit $1
            """;

    public string Upsert =>
        $"""
            insert into {Name} ({string.Join(", ", Columns.Concat(Fixed.Select(f => f.Column)))})
            {(Numbered is null ? "" : "overriding system value")}
            values ({string.Join(", ", Columns.Select((_, i) => $"${i + 1}").Concat(Fixed.Select(f => f.Value)))})
            on conflict ({Unique}) do update
            set {string.Join(", ", Columns.Where(c => c != Numbered).Select(c => $"{c} = excluded.{c}"))}
            """;

    public string CursorOf(NpgsqlDataReader row) =>
        string.Join(':', Key.Select(key => key.Type.Text(row, Array.IndexOf(Columns, key.Column))));

    public IEnumerable<NpgsqlParameter> Cursor(string text) => text.Split(':').Zip(Key, (t, key) => key.Type.Parse(t));

    private string Keys => string.Join(", ", Key.Select(key => key.Column));
}

/// <summary>A part of a cursor: as text, and back.</summary>
internal sealed record KeyType(Func<NpgsqlDataReader, int, string> Text, Func<string, NpgsqlParameter> Parse)
{
    public static readonly KeyType Number = new(
        (row, at) => row.GetInt64(at).ToString(CultureInfo.InvariantCulture),
        text => Values.Of(long.Parse(text, CultureInfo.InvariantCulture))
    );

    public static readonly KeyType Bytes = new(
        (row, at) => Convert.ToHexStringLower(row.Bytes(at)),
        text => Values.Of(Convert.FromHexString(text))
    );

    public static readonly KeyType Words = new(
        (row, at) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(row.GetString(at))),
        text => Values.Of(Encoding.UTF8.GetString(Convert.FromHexString(text)))
    );
}
