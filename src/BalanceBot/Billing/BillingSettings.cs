namespace BalanceBot.Billing;

/// <summary>Which billing system is asked, and how patiently.</summary>
internal sealed class BillingSettings
{
    /// <summary>The kind of billing system: Csv, Sql, Ubilling or Http.</summary>
    public string Kind { get; set; } = "Csv";

    /// <summary>A question without an answer for so long counts as unanswered. Range 1 s - 60 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The same for what a person waits for and what can be told from memory, or later. Range 0.2 s - 10 s, and not longer
    /// than the other.
    /// </summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// Where people pay: an address with {contract} and, if the page takes one, {amount}; empty: no pay button.
    /// </summary>
    public string TopUpUrl { get; set; } = "";

    /// <summary>A sum that is recommended is a multiple of this. Range 0.01-10000.</summary>
    public decimal TopUpStep { get; set; } = 1;

    /// <summary>Questions under way at the same time. Range 1-256.</summary>
    public int MostAtOnce { get; set; } = 32;
}
