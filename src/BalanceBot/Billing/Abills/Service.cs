using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>An Internet service of a subscriber, with what its tariff costs.</summary>
internal sealed record Service(Uid Uid, long Id, string Tariff, ContractState State)
{
    public decimal MonthFee { get; init; }
    public decimal DayFee { get; init; }

    /// <summary>The monthly fee is taken in daily parts.</summary>
    public bool IsSpread { get; init; }

    /// <summary>The subscriber's discount holds for this tariff.</summary>
    public bool IsReducible { get; init; }

    /// <summary>Charged on the day of the month on which it was activated, and not 31 days after.</summary>
    public bool IsOnFixedDay { get; init; }

    /// <summary>It is sold for so many days; 0: it is not.</summary>
    public int Age { get; init; }

    /// <summary>The credit that the tariff gives.</summary>
    public decimal Credit { get; init; }

    public DateOnly? Activate { get; init; }
    public DateOnly? Expire { get; init; }

    /// <summary>What a field check at start looks for.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        Uid.Field,
        "id",
        "tpName",
        "monthFee",
        "dayFee",
        "abonDistribution",
        "tpAge",
        "tpCredit",
        "tpFixedFeesDay",
        "tpReductionFee",
        "personalTp",
        "internetStatus",
        "internetActivate",
        "internetExpire",
    ];

    public static Service Of(JsonRow row) =>
        new(Abills.Uid.Of(row), row.Whole("id") ?? 0, row.Word("tpName") ?? "", StateOf(row.Whole("internetStatus")))
        {
            // A price agreed with this subscriber stands before the tariff's.
            MonthFee = row.Sum("personalTp") is { } agreed and > 0 ? agreed : row.Sum("monthFee") ?? 0,
            DayFee = row.Sum("dayFee") ?? 0,
            IsSpread = row.Whole("abonDistribution") is 1,
            IsReducible = row.Whole("tpReductionFee") is 1,
            IsOnFixedDay = row.Whole("tpFixedFeesDay") is 1,
            Age = row.Whole("tpAge") is { } age and > 0 and <= 3660 ? (int)age : 0,
            Credit = row.Sum("tpCredit") is { } credit and > 0 ? credit : 0,
            Activate = row.Date("internetActivate"),
            Expire = row.Date("internetExpire"),
        };

    /// <summary>
    /// ABillS' states of a service: 0 on, 1 off, 2 not activated, 3 held up, 4 off for want of payment, 5 too small a
    /// deposit, 6 virus alert, 7 in repair, 10 traffic used up (it is charged on as ever).
    /// </summary>
    private static ContractState StateOf(long? status) =>
        status switch
        {
            null => throw new BadCellException("internetStatus", "is missing or empty"),
            0 or 10 => ContractState.Active,
            3 => ContractState.Frozen,
            4 or 5 => ContractState.BlockedForDebt,
            _ => ContractState.Disabled,
        };
}
