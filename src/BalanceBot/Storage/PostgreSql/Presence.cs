namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Whether the others surely still count this instance among the living. When not, what it holds may be handed to somebody
/// else at any moment: it begins nothing new.
/// </summary>
internal sealed class Presence(TimeProvider time)
{
    /// <summary>Half of the time after which the others take over.</summary>
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(5);

    private long lastBegun = long.MinValue;

    public bool IsSure
    {
        get
        {
            long begun = Interlocked.Read(ref lastBegun);
            return begun != long.MinValue && time.GetElapsedTime(begun) < Sure;
        }
    }

    /// <param name="begun">Before it was asked, for nobody knows when the server counted it.</param>
    public void Seen(long begun) => Interlocked.Exchange(ref lastBegun, begun);
}
