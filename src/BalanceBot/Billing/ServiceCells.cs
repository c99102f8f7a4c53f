namespace BalanceBot.Billing;

/// <summary>
/// The extra services of a contract in one cell: "Static IP:30.00:monthly:2026-12-20; TV:5.00:daily", each with its name,
/// price and, where they are not the tariff's, period and next charge.
/// </summary>
internal static class ServiceCells
{
    /// <summary>The second is for files with semicolons, whose cells need no quotes then.</summary>
    private static readonly char[] Separators = [';', '|'];

    public static IReadOnlyList<ExtraService> Read(string column, string cell, bool commaIsPoint)
    {
        string[] written = cell.Split(
            Separators,
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return written.Length == 0 ? [] : [.. written.Select((service, at) => One(column, service, at, commaIsPoint))];
    }

    private static ExtraService One(string column, string service, int at, bool commaIsPoint)
    {
        try
        {
            return One(column, service, commaIsPoint);
        }
        catch (BadCellException bad)
        {
            throw new BadCellException(column, $"service {at + 1} {bad.Message}");
        }
    }

    private static ExtraService One(string column, string service, bool commaIsPoint)
    {
        string[] parts = service.Split(':', StringSplitOptions.TrimEntries);
        if (parts.Length is < 2 or > 4 || parts[0].Length == 0 || parts[1].Length == 0)
        {
            throw new BadCellException(column, "is not a service: write Name:30.00 or Name:30.00:monthly:2026-12-31");
        }

        decimal? price = Cells.Amount(column, parts[1], commaIsPoint);
        return new ExtraService(parts[0], price >= 0 ? price.Value : throw new BadCellException(column, "is negative"))
        {
            Period = parts.Length > 2 ? Cells.Period(column, parts[2]) : null,
            NextCharge = parts.Length > 3 ? Cells.Date(column, parts[3]) : null,
        };
    }
}
