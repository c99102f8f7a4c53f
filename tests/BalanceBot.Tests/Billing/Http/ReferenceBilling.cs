namespace BalanceBot.Tests.Billing.Http;

/// <summary>What the reference server's billing holds of one contract; it stands for the tables of a real one.</summary>
internal sealed class Held(string key, string number, decimal balance)
{
    public string Key => key;
    public string Number => number;
    public decimal Balance { get; set; } = balance;
    public string? Login { get; init; }
    public string? Password { get; init; }

    /// <summary>As a clerk typed it: "series 4510 No 123456 issued 01.02.2010".</summary>
    public string? Document { get; init; }

    public string State { get; set; } = "active";
    public string? Tariff { get; init; }
    public decimal? Price { get; init; }
    public string? Period { get; init; }
    public string? NextCharge { get; init; }

    /// <summary>Of whoever holds the contract now.</summary>
    public string Customer { get; set; } = $"customer of {key}";

    public List<Moved> Payments { get; } = [];
    public List<Moved> Charges { get; } = [];

    /// <summary>The last day of a promised payment; null: none is running.</summary>
    public DateOnly? PromisedUntil { get; set; }
}

/// <summary>A payment or a charge.</summary>
internal sealed record Moved(DateTimeOffset At, decimal Amount, string? Note);
