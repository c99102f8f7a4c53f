using System.Globalization;
using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>
/// ABillS' own number of a subscriber. As a key it has ten digits, so that the order of keys, which goes letter by letter, is
/// the order of numbers.
/// </summary>
internal readonly record struct Uid(long Number)
{
    public const string Field = "uid";

    /// <summary>It is an INT UNSIGNED.</summary>
    private const long Largest = uint.MaxValue;

    private const int Digits = 10;

    public ContractKey Key => new(Number.ToString("D10", CultureInfo.InvariantCulture));

    /// <summary>As ABillS writes it.</summary>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);

    public static Uid Of(JsonRow row) =>
        row.Whole(Field) is { } number and > 0 and <= Largest
            ? new Uid(number)
            : throw new BadCellException(Field, "is no number of a subscriber");

    /// <summary>Null: no key of ours.</summary>
    public static Uid? Of(ContractKey key) =>
        key.Value is { Length: Digits } text
        && text.All(char.IsAsciiDigit)
        && long.Parse(text, CultureInfo.InvariantCulture) is var number and > 0 and <= Largest
            ? new Uid(number)
            : null;
}
