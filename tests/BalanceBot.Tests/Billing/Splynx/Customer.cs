namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>A customer as a Splynx of the tests keeps them.</summary>
internal sealed record Customer(long Id, string Login)
{
    public string Password { get; init; } = "";
    public string Name { get; init; } = "";
    public string Contract { get; init; } = "";
    public string Passport { get; init; } = "";
    public string Status { get; init; } = "active";
    public string Deleted { get; init; } = "0";
    public string BillingType { get; init; } = "recurring";
    public string DailyCost { get; init; } = "0.0000";
    public string Deposit { get; init; } = "0.0000";
    public string BlockingDate { get; init; } = "0000-00-00";
    public string DaysLeft { get; init; } = "";
    public string PerMonth { get; init; } = "30.0000";
    public IReadOnlyList<(string Date, string Amount)> Payments { get; init; } = [];
    public IReadOnlyList<(string Date, string Total, string Description)> Charges { get; init; } = [];
}
