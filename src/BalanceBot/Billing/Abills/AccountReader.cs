using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>From a row of the list of subscribers, and those of their services, to a contract.</summary>
internal sealed class AccountReader(AbillsSettings settings, AbillsClock clock, HolderMark? holders)
{
    /// <summary>What a field check at start looks for.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        Uid.Field,
        "login",
        "contractId",
        "fio",
        "deposit",
        "credit",
        "creditDate",
        "loginStatus",
        "activate",
        "expire",
        "reduction",
        "reductionDate",
    ];

    /// <summary>The better of two states: a subscriber with one service on and one off is on.</summary>
    private static readonly ContractState[] BestFirst =
    [
        ContractState.Active,
        ContractState.BlockedForDebt,
        ContractState.Frozen,
        ContractState.Disabled,
    ];

    /// <summary>Whoever has no contract number is known by their login.</summary>
    public static string Number(JsonRow user) => ContractId(user) ?? user.Needed("login");

    /// <summary>0 is ABillS' way to say that a company has none.</summary>
    public static string? ContractId(JsonRow user) => user.Word("contractId") is { } id and not "0" ? id : null;

    public ContractSnapshot Contract(JsonRow user, IReadOnlyList<Service> services, DateTimeOffset asked)
    {
        DateOnly today = clock.Day(asked);
        ContractState best = BestFirst.FirstOrDefault(state => services.Any(one => one.State == state));
        Service[] used = [.. services.Where(one => one.State == best).OrderBy(one => one.Id)];
        ExtraService[] charged = [.. used.SelectMany(FeesOf(user, today).Of)];
        decimal own = NotNegative(user, "credit");
        return new ContractSnapshot(
            Uid.Of(user).Key,
            Number(user),
            new Money(user.NeededSum("deposit"), settings.Currency),
            asked
        )
        {
            Credit = own > 0 ? own : used.Select(one => one.Credit).DefaultIfEmpty().Max(),
            CreditUntil = own > 0 && user.Date("creditDate") is { } end ? Credit.LastDay(end, today) : null,
            State = State(user, today) ?? (used.Length > 0 ? best : ContractState.Active),
            Tariff = used.FirstOrDefault()?.Tariff is { Length: > 0 } tariff ? tariff : null,
            // Nothing is charged for a service without fees; without any service nobody knows.
            Price = charged.FirstOrDefault()?.Price ?? (used.Length > 0 ? 0 : null),
            Period = charged.FirstOrDefault()?.Period,
            NextCharge = charged.FirstOrDefault()?.NextCharge,
            Services = charged.Length > 1 ? charged[1..] : [],
            Holder = holders?.Of(user.Text("fio"), null),
        };
    }

    private Fees FeesOf(JsonRow user, DateOnly today) =>
        new(
            today,
            settings.ChargeDay,
            user.Date("reductionDate") is { } end && end < today ? 0 : user.Sum("reduction") ?? 0,
            user.Date("activate")
        );

    /// <summary>Null: as its services are.</summary>
    private static ContractState? State(JsonRow user, DateOnly today) =>
        user.Whole("deleted") is > 0 ? ContractState.Closed
        : (user.Whole("loginStatus") ?? throw new BadCellException("loginStatus", "is missing or empty")) != 0
            ? ContractState.Disabled
        : user.Date("expire") is { } end && end < today ? ContractState.Disabled
        : null;

    private static decimal NotNegative(JsonRow row, string name) =>
        row.Sum(name) is not { } sum ? 0
        : sum >= 0 ? sum
        : throw new BadCellException(name, "is negative");
}
