namespace BalanceBot.Scanning;

/// <summary>
/// A billing that suddenly writes every name another way makes each contract look as if it had changed hands. When a scan
/// finds more than a share of the links so, it suspends none, and the operators are asked. Pure.
/// </summary>
/// <param name="percent">Of the links that a scan has seen; 100: no brake.</param>
internal sealed class SuspensionBrake(int percent)
{
    /// <summary>Fewer than these are no mass, whatever the share.</summary>
    public const int Fewest = 20;

    public bool Holds(RunSummary whole) => whole.Changed > Math.Max(Fewest, (long)whole.Judged * percent / 100);
}
