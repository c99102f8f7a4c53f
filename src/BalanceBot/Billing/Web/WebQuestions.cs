namespace BalanceBot.Billing.Web;

/// <summary>
/// What is asked of an API that has been looked at, and read; whatever cannot be read is told to the operator and is no
/// answer.
/// </summary>
/// <param name="system">The billing's name, for the log.</param>
internal sealed class WebQuestions(
    string system,
    Func<CancellationToken, Task<FirstLook>> check,
    TimeProvider time,
    ILoggerFactory logs
)
{
    private readonly BillingReadiness readiness = new(system, check, time, logs.CreateLogger<BillingReadiness>());
    private readonly WebWatch watch = new(system, logs.CreateLogger<WebWatch>());

    public Task<IReadOnlyList<string>> Begin(CancellationToken stop) => readiness.Begin(stop);

    /// <summary>Null: ask. Otherwise why nothing can be asked now.</summary>
    public ValueTask<string?> Trouble(CancellationToken stop) => readiness.Trouble(stop);

    /// <param name="name">A word of ours for what is asked.</param>
    public async Task<BillingAnswer<T>> Ask<T>(
        string name,
        Func<Task<BillingAnswer<T>>> question,
        CancellationToken stop
    )
    {
        if (await readiness.Trouble(stop) is { } trouble)
        {
            return new BillingAnswer<T>.Unavailable(trouble);
        }

        try
        {
            return await question();
        }
        catch (BadCellException bad)
        {
            return Wrong<T>(name, Words(bad));
        }
    }

    /// <param name="what">A field and what is wrong with it; nothing of the answer.</param>
    public BillingAnswer<T>.Unavailable Wrong<T>(string name, string what)
    {
        watch.Wrong(name, what);
        return new BillingAnswer<T>.Unavailable($"{name}: {what}") { IsOfOne = true };
    }

    public void Tell(string name, string what) => watch.Wrong(name, what);

    /// <summary>
    /// A page of contracts as far as they can be read. Whoever asks for the bad one alone next is asked about little else; it
    /// costs only itself.
    /// </summary>
    /// <param name="read">Null: whoever it was is gone.</param>
    /// <param name="next">Where the page after a whole one begins.</param>
    public SnapshotPage Page<T>(
        string name,
        IReadOnlyCollection<T> rows,
        Func<T, ContractSnapshot?> read,
        ContractKey? next
    )
    {
        List<ContractSnapshot> contracts = new(rows.Count);
        foreach (T row in rows)
        {
            try
            {
                if (read(row) is { } contract)
                {
                    contracts.Add(contract);
                }
            }
            catch (BadCellException bad) when (contracts.Count > 0)
            {
                watch.Wrong(name, Words(bad));
                return new SnapshotPage(contracts, contracts[^1].Key);
            }
        }

        return new SnapshotPage(contracts, next);
    }

    /// <summary>Its field, and what is wrong with it.</summary>
    public static string Words(BadCellException bad) => $"'{bad.Column}' {bad.Message}";
}
