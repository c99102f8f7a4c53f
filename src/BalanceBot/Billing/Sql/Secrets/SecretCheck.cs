namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>
/// Compares passwords, a few at a time: each may take a quarter of a second of a core and a hundred megabytes. Where there
/// is nothing to compare with, the same work is done with a secret of the kind that was last compared with.
/// </summary>
internal sealed class SecretCheck(SecretKind kind, int atOnce, IHashing hashing) : IDisposable
{
    /// <summary>No billing takes a longer one, and some ways take time by the length.</summary>
    private const int Longest = 512;

    private readonly SemaphoreSlim places = new(atOnce, atOnce);
    private volatile StoredSecret stranger = SecretReader.FirstStranger(kind);

    /// <param name="stored">Null: there is nothing to compare with.</param>
    public async Task<bool> Proves(string typed, StoredSecret? stored, CancellationToken stop)
    {
        await places.WaitAsync(stop);
        // The place is the work's, not the waiter's: who stops waiting does not end it.
        Task<bool> work = Task.Run(
            () =>
            {
                try
                {
                    return Compare(typed, stored);
                }
                finally
                {
                    places.Release();
                }
            },
            CancellationToken.None
        );
        return await work.WaitAsync(stop);
    }

    public void Dispose() => places.Dispose();

    private bool Compare(string typed, StoredSecret? stored)
    {
        bool sane = typed.Length is > 0 and <= Longest;
        StoredSecret compared = stored ?? stranger;
        bool same = hashing.AreSame(compared.Work, () => compared.Matches(sane ? typed : "nothing that anybody typed"));
        if (stored is not null)
        {
            stranger = stored.Stranger();
        }

        return same && sane && stored is not null;
    }
}
