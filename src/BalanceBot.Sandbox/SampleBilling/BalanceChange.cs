namespace BalanceBot.Sandbox.SampleBilling;

/// <summary>How a change of a contract ended: a closed family.</summary>
internal abstract record BalanceChange
{
    private BalanceChange() { }

    /// <param name="Told">What happened, where that is more than what was asked for.</param>
    public sealed record Done(string? Told = null) : BalanceChange;

    public sealed record Refused(string Why) : BalanceChange;
}
