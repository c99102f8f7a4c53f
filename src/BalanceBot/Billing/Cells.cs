using System.Globalization;

namespace BalanceBot.Billing;

/// <summary>A cell that cannot be understood; the reason says what is expected, never what stood there.</summary>
internal sealed class BadCellException(string column, string reason) : Exception(reason)
{
    public string Column { get; } = column;
}

/// <summary>From the text of a cell to a value. Empty is null.</summary>
internal static class Cells
{
    private const int LongestFraction = 4;

    /// <param name="commaIsPoint">In a file with semicolons a comma is a decimal point: "1234,56".</param>
    public static decimal? Amount(string column, string cell, bool commaIsPoint)
    {
        string text = new([.. cell.Trim().Where(c => !char.IsWhiteSpace(c))]);
        if (text.Length == 0)
        {
            return null;
        }

        text = text.Replace('\u2212', '-');
        if (commaIsPoint && !text.Contains('.', StringComparison.Ordinal))
        {
            text = text.Replace(',', '.');
        }

        if (text.Contains(',', StringComparison.Ordinal))
        {
            throw new BadCellException(column, "a comma in a sum can mean two things: write 1234.56");
        }

        if (
            !decimal.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out decimal sum
            )
        )
        {
            throw new BadCellException(column, "is not a sum: write 1234.56");
        }

        return sum.Scale <= LongestFraction
            ? sum
            : throw new BadCellException(column, $"has more than {LongestFraction} digits after the point");
    }

    public static DateOnly? Date(string column, string cell)
    {
        string text = cell.Trim();
        if (text.Length == 0)
        {
            return null;
        }

        return DateOnly.TryParseExact(
            text,
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateOnly day
        )
            ? day
            : throw new BadCellException(column, "is not a date: write 2026-12-31");
    }

    public static ChargePeriod? Period(string column, string cell)
    {
        string text = cell.Trim();
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int days) && days is >= 1 and <= 366
        )
        {
            return days == 1 ? new ChargePeriod.Daily() : new ChargePeriod.Rolling(days);
        }

        return text.ToUpperInvariant() switch
        {
            "" => null,
            "MONTHLY" => new ChargePeriod.Monthly(),
            "DAILY" => new ChargePeriod.Daily(),
            "SPREAD" => new ChargePeriod.SpreadOverMonth(),
            _ => throw new BadCellException(
                column,
                "is not a period: write monthly, daily, spread, or days from 1 to 366"
            ),
        };
    }

    public static ContractState State(string column, string cell) =>
        cell.Trim().ToUpperInvariant() switch
        {
            "" or "ACTIVE" => ContractState.Active,
            "FROZEN" => ContractState.Frozen,
            "BLOCKED" => ContractState.BlockedForDebt,
            "DISABLED" => ContractState.Disabled,
            "CLOSED" => ContractState.Closed,
            _ => throw new BadCellException(
                column,
                "is not a state: write active, frozen, blocked, disabled or closed"
            ),
        };

    public static bool YesOrNo(string column, string cell) =>
        cell.Trim().ToUpperInvariant() switch
        {
            "" or "FALSE" or "NO" or "0" => false,
            "TRUE" or "YES" or "1" => true,
            _ => throw new BadCellException(column, "is neither yes nor no: write true or false"),
        };

    public static string? Currency(string column, string cell)
    {
        string text = cell.Trim().ToUpperInvariant();
        return text.Length == 0 ? null
            : text.Length == 3 && text.All(char.IsAsciiLetterUpper) ? string.Intern(text)
            : throw new BadCellException(column, "is not a currency: write three letters, such as NOK");
    }
}
