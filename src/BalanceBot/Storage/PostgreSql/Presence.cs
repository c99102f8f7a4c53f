namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Whether the others surely still count this instance among the living. When not, what it holds may be handed to somebody
/// else at any moment: it begins nothing new.
/// </summary>
internal sealed class Presence(TimeProvider time)
{
    /// <summary>Half of the time after which the others take over.</summary>
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private long? lastBegun;
    private DateTimeOffset from = DateTimeOffset.MaxValue;

    public bool IsSure => IsSureSince(DateTimeOffset.MaxValue);

    /// <summary>
    /// Without a break from a time on to now: whoever was away in between may have lost what it took before, although it
    /// counts among the living again.
    /// </summary>
    public bool IsSureSince(DateTimeOffset taken)
    {
        lock (gate)
        {
            return lastBegun is { } begun && time.GetElapsedTime(begun) < Sure && from <= taken;
        }
    }

    /// <param name="begun">Before it was asked, for nobody knows when the server counted it.</param>
    public void Seen(long begun)
    {
        lock (gate)
        {
            if (lastBegun is not { } last || time.GetElapsedTime(last) >= Sure)
            {
                from = time.GetUtcNow();
            }

            lastBegun = begun;
        }
    }
}
