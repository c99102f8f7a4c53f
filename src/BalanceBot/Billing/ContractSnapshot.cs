namespace BalanceBot.Billing;

/// <summary>The billing's own stable key of a contract (a uid, a login), never what a person typed.</summary>
internal readonly record struct ContractKey(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A sum in a currency (ISO 4217). Negative balances are debts of the subscriber.</summary>
internal readonly record struct Money(decimal Amount, string Currency);

internal enum ContractState
{
    Active = 1,
    Frozen,
    BlockedForDebt,
    Disabled,
    Closed,
}

/// <summary>How a tariff or an extra service is charged.</summary>
internal abstract record ChargePeriod
{
    private ChargePeriod() { }

    /// <summary>The whole price once a month, on the day of the month of the next charge.</summary>
    public sealed record Monthly : ChargePeriod;

    /// <summary>The price every day.</summary>
    public sealed record Daily : ChargePeriod;

    /// <summary>The whole price every so many days.</summary>
    public sealed record Rolling(int Days) : ChargePeriod;

    /// <summary>The monthly price in equal daily parts.</summary>
    public sealed record SpreadOverMonth : ChargePeriod;
}

/// <summary>Something paid for besides the tariff.</summary>
/// <param name="Price">For one <see cref="Period"/>, in the balance's currency.</param>
internal sealed record ExtraService(string Name, decimal Price)
{
    /// <summary>Null: charged together with the tariff.</summary>
    public ChargePeriod? Period { get; init; }

    /// <summary>Null: with the tariff.</summary>
    public DateOnly? NextCharge { get; init; }

    public bool IsWithTariff => Period is null && NextCharge is null;
}

/// <summary>Another price of the tariff, from the first charge on or after a day; the period stays.</summary>
internal sealed record TariffChange(DateOnly From, decimal Price)
{
    /// <summary>Null: the tariff keeps its name.</summary>
    public string? Tariff { get; init; }
}

/// <summary>What the billing says of one contract at one moment. Fields that a billing does not keep are null.</summary>
internal sealed record ContractSnapshot(ContractKey Key, string Number, Money Balance, DateTimeOffset AsOf)
{
    /// <summary>How far below zero the balance may go, in the balance's currency; not negative.</summary>
    public decimal Credit { get; init; }

    /// <summary>Last day on which the credit may be used; null: no end.</summary>
    public DateOnly? CreditUntil { get; init; }

    public ContractState State { get; init; } = ContractState.Active;
    public string? Tariff { get; init; }

    /// <summary>The tariff's price for one <see cref="Period"/>, in the balance's currency.</summary>
    public decimal? Price { get; init; }

    public ChargePeriod? Period { get; init; }
    public DateOnly? NextCharge { get; init; }
    public bool AutoPay { get; init; }

    /// <summary>Told by us while the billing is away; never called the balance without its time.</summary>
    public bool IsRemembered { get; init; }

    /// <summary>A mark of whoever holds the contract, by <see cref="HolderMark"/>; null: the billing does not tell.</summary>
    public string? Holder { get; init; }

    /// <summary>Compared by reference, as every list in a record.</summary>
    public IReadOnlyList<ExtraService> Services { get; init; } = [];

    /// <summary>A change of the tariff that is still to come.</summary>
    public TariffChange? Change { get; init; }

    /// <summary>The tariff's price as it is on a day; a change to a price below zero is nonsense, and none.</summary>
    public decimal? PriceOn(DateOnly day) =>
        Change is { Price: >= 0 } change && day >= change.From ? change.Price : Price;

    /// <summary>Balance and usable credit: what can still be charged.</summary>
    public decimal Available(DateOnly day) => Balance.Amount + (CreditUntil is { } end && day > end ? 0 : Credit);
}

/// <summary>A proof that the billing accepted.</summary>
/// <param name="Key">What to bind to.</param>
/// <param name="Number">The number to show.</param>
/// <param name="ProvedBy">The contract number or login as the billing holds it: a caller refuses a reply for another one.</param>
internal sealed record VerifiedContract(ContractKey Key, string Number, string ProvedBy);

/// <summary>A page of snapshots in ascending order of key (ordinal); <paramref name="Next"/> is null at the end.</summary>
internal sealed record SnapshotPage(IReadOnlyList<ContractSnapshot> Contracts, ContractKey? Next);

/// <summary>From a moment up to another that is no part of it.</summary>
internal sealed record Period(DateTimeOffset From, DateTimeOffset To);

/// <summary>A payment or a charge. A sum below zero takes one back.</summary>
internal sealed record Movement(DateTimeOffset At, decimal Amount, string? Note);
