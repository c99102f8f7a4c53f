namespace BalanceBot.Billing.Csv;

/// <summary>One file with the contracts, exported by the billing system.</summary>
internal sealed class CsvSettings
{
    /// <summary>Path of the file. Required when Billing:Kind is Csv.</summary>
    public string File { get; set; } = "";

    /// <summary>
    /// A second file with payments and charges, for /history: contract, day, kind (payment or charge), amount, note; empty: none.
    /// </summary>
    public string HistoryFile { get; set; } = "";

    /// <summary>Currency (ISO 4217) of rows without one.</summary>
    public string Currency { get; set; } = "NOK";
}
