namespace BalanceBot.Billing;

/// <summary>What a billing system may answer: a closed family. Exceptions are for bugs only.</summary>
internal abstract record BillingAnswer<T>
{
    private BillingAnswer() { }

    /// <summary>Exactly one match.</summary>
    public sealed record Found(T Value) : BillingAnswer<T>;

    /// <summary>The billing is sure that there is none.</summary>
    public sealed record NotFound : BillingAnswer<T>;

    /// <summary>A key that should be unique has several matches: never take the first.</summary>
    public sealed record Ambiguous : BillingAnswer<T>;

    /// <summary>The billing knows the subject but says no: a wrong document, password, or none on file.</summary>
    public sealed record Refused : BillingAnswer<T>;

    /// <summary>No answer to rely on: down, too slow, nonsense. The reason is for the operator and names no person.</summary>
    public sealed record Unavailable(string Reason) : BillingAnswer<T>, IAway
    {
        /// <summary>The billing is there; it is what it says of this one subject that cannot be relied on.</summary>
        public bool IsOfOne { get; init; }
    }
}

/// <summary>No answer to rely on, whatever was asked.</summary>
internal interface IAway
{
    bool IsOfOne { get; }
}
