using System.Globalization;

namespace BalanceBot.Billing.Sql;

/// <summary>
/// Between keys of the house and values of the database. Numbers get leading zeros: keys are ordered as texts, and a
/// database walks through its numbers in their own order without sorting them anew for each page.
/// </summary>
internal sealed class SqlKeys(KeyKind kind)
{
    private const string Column = "contract_key";
    private const int Longest = 512;
    private const string Form = "D19";

    /// <summary>Below every key.</summary>
    public SqlValue First => kind == KeyKind.Number ? new SqlValue.Number(-1) : new SqlValue.Text("");

    /// <summary>None of any contract.</summary>
    public SqlValue Nobody => kind == KeyKind.Number ? new SqlValue.Number(-1) : new SqlValue.Text("");

    public SqlValue NobodyOfMany => kind == KeyKind.Number ? new SqlValue.Numbers([-1]) : new SqlValue.Texts([""]);

    public ContractKey Of(SqlRow row)
    {
        if (kind == KeyKind.Text)
        {
            string text = row.Needed(Column);
            return text.Length <= Longest ? new ContractKey(text) : throw new BadCellException(Column, "is too long");
        }

        return
            row.Value(Column) is { } value
            && SqlRow.IsWhole(value)
            && Convert.ToDecimal(value, CultureInfo.InvariantCulture) is >= 0 and <= long.MaxValue and var number
            ? new ContractKey(((long)number).ToString(Form, CultureInfo.InvariantCulture))
            : throw new BadCellException(Column, "is no whole number from 0");
    }

    /// <summary>Null: it can be nobody's here.</summary>
    public SqlValue? Value(ContractKey key) =>
        kind == KeyKind.Number
            ? Number(key) is { } number
                ? new SqlValue.Number(number)
                : null
            : Typeable.Is(key.Value)
                ? new SqlValue.Text(key.Value)
                : null;

    public SqlValue Values(IReadOnlyList<ContractKey> keys) =>
        kind == KeyKind.Number
            ? new SqlValue.Numbers([.. keys.Select(Number).OfType<long>()])
            : new SqlValue.Texts([.. keys.Select(key => key.Value)]);

    private static long? Number(ContractKey key) =>
        key.Value.Length == 19
        && long.TryParse(key.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}

/// <summary>What a database takes as a text: no NUL, no half of a character, not endless.</summary>
internal static class Typeable
{
    private const int Longest = 512;

    public static bool Is(string text)
    {
        if (text.Length is 0 or > Longest || text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return false;
            }
        }

        return true;
    }
}
