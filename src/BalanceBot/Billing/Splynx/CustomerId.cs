using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>
/// Splynx' own number of a customer. As a key it has ten digits, so that the order of keys, which goes letter by letter, is
/// the order of numbers.
/// </summary>
internal readonly record struct CustomerId(long Number)
{
    private const long Largest = 9_999_999_999;
    private const int Digits = 10;

    public ContractKey Key => new(Number.ToString("D10", CultureInfo.InvariantCulture));

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    public static CustomerId Of(JsonRow row, string field = "id") =>
        row.Whole(field) is { } number and > 0 and <= Largest
            ? new CustomerId(number)
            : throw new BadCellException(field, "is no number of a customer");

    /// <summary>Null: no key of ours.</summary>
    public static CustomerId? Of(ContractKey key) =>
        key.Value is { Length: Digits } text
        && text.All(char.IsAsciiDigit)
        && long.Parse(text, CultureInfo.InvariantCulture) is var number and > 0
            ? new CustomerId(number)
            : null;
}
