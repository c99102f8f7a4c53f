using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Values on their way into a statement and out of a row. Times are UTC ticks, as the ports pass them: a timestamp of
/// PostgreSQL keeps only microseconds.
/// </summary>
internal static class Values
{
    /// <summary>A page of an index holds at least three keys, of some 2,700 bytes at most.</summary>
    private const int LongestKey = 1000;

    public static NpgsqlParameter Of(long value) => new NpgsqlParameter<long> { TypedValue = value };

    public static NpgsqlParameter Of(int value) => new NpgsqlParameter<int> { TypedValue = value };

    public static NpgsqlParameter Of(bool value) => new NpgsqlParameter<bool> { TypedValue = value };

    public static NpgsqlParameter Of(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value };

    public static NpgsqlParameter Of(DateTimeOffset value) => Of(value.UtcTicks);

    public static NpgsqlParameter Of(DateTimeOffset? value) => OrNull(value?.UtcTicks, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Of(int? value) => OrNull(value, NpgsqlDbType.Integer);

    public static NpgsqlParameter OrNull(long? value) => OrNull(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Of(Guid? value) => OrNull(value, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Of(string? value) => OrNull(value, NpgsqlDbType.Text);

    public static NpgsqlParameter Of(byte[]? value) => OrNull(value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Of(long[] values) => new NpgsqlParameter<long[]> { TypedValue = values };

    public static NpgsqlParameter Of(int[] values) => new NpgsqlParameter<int[]> { TypedValue = values };

    public static NpgsqlParameter Of(bool[] values) => new NpgsqlParameter<bool[]> { TypedValue = values };

    public static NpgsqlParameter Of(Guid[] values) => new NpgsqlParameter<Guid[]> { TypedValue = values };

    public static NpgsqlParameter Of(string?[] values) => Array(values, NpgsqlDbType.Text);

    public static NpgsqlParameter Of(byte[]?[]? values) => Array(values, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Of(long?[] values) => Array(values, NpgsqlDbType.Bigint);

    /// <summary>Texts from outside: PostgreSQL keeps no NUL in a text.</summary>
    public static string? Storable(string? text) => text?.Replace('\0', '\uFFFD');

    /// <summary>
    /// A key that counts letter by letter, as bytes that sort as .NET's ordinal order does: UTF-16, not UTF-8, in which what
    /// lies above U+FFFF sorts elsewhere. Bytes may hold a NUL, a text may not.
    /// </summary>
    public static byte[] Key(string key) =>
        key.Length <= LongestKey
            ? Encoding.BigEndianUnicode.GetBytes(key)
            : throw new ArgumentException($"A key is longer than {LongestKey} letters.", nameof(key));

    public static string Key(byte[] key) => Encoding.BigEndianUnicode.GetString(key);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) =>
        new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Time(column);

    public static string? TextOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Bytes(column);

    private static NpgsqlParameter OrNull(object? value, NpgsqlDbType type) =>
        new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static NpgsqlParameter Array(object? values, NpgsqlDbType type) =>
        new() { Value = values ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | type };
}
