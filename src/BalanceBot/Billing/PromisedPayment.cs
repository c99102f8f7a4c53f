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
    public sealed record Offered(decimal? Amount, decimal? Price, DateOnly? Until) : PromisedPayment;

    /// <summary>One is taken, and holds.</summary>
    public sealed record Running(decimal? Amount, DateOnly? Until) : PromisedPayment;

    public sealed record Denied(PromiseDenial Why) : PromisedPayment;
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
}
