using System.Globalization;

namespace BalanceBot.Billing.Sql;

/// <summary>Money in whatever type a billing keeps it, as a decimal of at most four digits behind the point.</summary>
internal static class SqlSums
{
    private const int Digits = 4;

    public static decimal? Of(string column, object value)
    {
        try
        {
            decimal? sum = value switch
            {
                decimal exact => exact,
                // The shortest number that this one is, and not all its binary digits: 0.1 + 0.2 is 0.3.
                double about => double.IsFinite(about) ? (decimal)about : throw new OverflowException(),
                float about => float.IsFinite(about) ? (decimal)about : throw new OverflowException(),
                string text => Written(column, text),
                byte[] text => Written(column, System.Text.Encoding.UTF8.GetString(text)),
                object whole when SqlRow.IsWhole(whole) => Convert.ToDecimal(whole, CultureInfo.InvariantCulture),
                _ => throw new BadCellException(column, "is not a sum"),
            };
            return sum is { } found ? decimal.Round(found, Digits, MidpointRounding.AwayFromZero) + 0m : null;
        }
        catch (OverflowException)
        {
            throw new BadCellException(column, "is not a sum");
        }
    }

    private static decimal? Written(string column, string text)
    {
        string bare = text.Trim().Replace('\u2212', '-');
        return bare.Length == 0 ? null
            : bare.Contains(',', StringComparison.Ordinal)
                ? throw new BadCellException(column, "has a comma, which can mean two things: give 1234.56")
            : decimal.TryParse(
                bare,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out decimal sum
            )
                ? sum
            : throw new BadCellException(column, "is not a sum: give 1234.56");
    }
}
