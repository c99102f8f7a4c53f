namespace BalanceBot.Tests.Billing.Abills;

/// <summary>A row of ABillS' tables, each field as its database prints it.</summary>
internal sealed record Subscriber(long Uid, string Login)
{
    public string Password { get; init; } = "";
    public string Contract { get; init; } = "";
    public string Passport { get; init; } = "";
    public string Name { get; init; } = "";
    public string Deposit { get; init; } = "0";
    public string Credit { get; init; } = "0";

    /// <summary>Whether the group of the subscriber is given any.</summary>
    public bool MayHaveCredit { get; init; } = true;
    public string CreditDate { get; init; } = "0000-00-00";
    public int Disable { get; init; }
    public int Deleted { get; init; }
    public string Activate { get; init; } = "0000-00-00";
    public string Expire { get; init; } = "0000-00-00";
    public string Reduction { get; init; } = "0";
    public string ReductionDate { get; init; } = "0000-00-00";
    public string Phone { get; init; } = "";
    public IReadOnlyList<Plan> Plans { get; init; } = [new Plan("Home 100", "220")];
    public IReadOnlyList<Entry> Payments { get; init; } = [];
    public IReadOnlyList<Entry> Fees { get; init; } = [];
}

/// <summary>An Internet service.</summary>
internal sealed record Plan(string Name, string MonthFee)
{
    public string DayFee { get; init; } = "0";
    public int IsSpread { get; init; }
    public int Age { get; init; }
    public string Credit { get; init; } = "0";
    public int IsOnFixedDay { get; init; }
    public int IsReducible { get; init; }
    public string Agreed { get; init; } = "0";
    public int Status { get; init; }
    public string Activate { get; init; } = "0000-00-00";
    public string Expire { get; init; } = "0000-00-00";
}

/// <summary>A payment or a fee.</summary>
internal sealed record Entry(string At, string Sum, string Note);
