namespace BalanceBot.Billing;

/// <summary>What a first look at a billing came to: a closed family.</summary>
internal abstract record FirstLook
{
    private FirstLook() { }

    public sealed record Well : FirstLook;

    /// <summary>It cannot be known now.</summary>
    public sealed record Away(string Reason) : FirstLook;

    /// <summary>What only an operator can put right, each a sentence.</summary>
    public sealed record Wrong(IReadOnlyList<string> Mistakes) : FirstLook;
}
