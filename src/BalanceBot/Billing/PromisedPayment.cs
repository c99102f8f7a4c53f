namespace BalanceBot.Billing;

/// <summary>
/// How a contract stands with a promised payment: credit that a subscriber takes now and pays back by a day. Each billing has
/// its own rules of who may; it is asked, never guessed.
/// </summary>
internal abstract record PromisedPayment
{
    private PromisedPayment() { }

    /// <summary>It can be taken. What a billing does not tell beforehand is null.</summary>
    /// <param name="Amount">The credit, in the balance's currency.</param>
    /// <param name="Price">What taking it costs, in the balance's currency; 0: nothing.</param>
    /// <param name="Until">Last day on which it holds.</param>
    public sealed record Offered(decimal? Amount, decimal? Price, DateOnly? Until) : PromisedPayment
    {
        /// <summary>
        /// What the billing recommends to pay instead or besides; null: it does not say. No part of the terms: it may change
        /// with every charge, and who agrees does not agree to it.
        /// </summary>
        public decimal? Recommended { get; init; }

        public bool Equals(Offered? other) =>
            other is not null && (Amount, Price, Until) == (other.Amount, other.Price, other.Until);

        public override int GetHashCode() => HashCode.Combine(Amount, Price, Until);
    }

    /// <summary>One is taken, and holds.</summary>
    public sealed record Running(decimal? Amount, DateOnly? Until) : PromisedPayment;

    public sealed record Denied(PromiseDenial Why) : PromisedPayment;

    /// <summary>None holds; whether one can be taken is told only to who signs in (<see cref="BillingAbilities.PromiseBySignIn"/>).</summary>
    public sealed record NotRunning : PromisedPayment;
}

/// <summary>Why no payment can be promised.</summary>
internal enum PromiseDenial
{
    /// <summary>The billing gives no reason that a subscriber could act on.</summary>
    Unsaid = 1,
    Frozen,
    EnoughMoney,
    TooMuchDebt,
    TariffWithout,
    TakenThisMonth,
    PreviousUnpaid,

    /// <summary>The provider gives none for this contract, whatever its subscriber does.</summary>
    NotGiven,
}
