using System.Collections.Concurrent;
using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using BalanceBot.Linking;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>The billing as it is; each question is counted by its name.</summary>
internal sealed class CountingBilling(IBilling inner) : DoubleOfBilling(inner)
{
    private readonly ConcurrentDictionary<string, int> asked = new();

    public static CountingBilling Around(IServiceProvider services) =>
        new(
            new PatientBilling(
                services.GetRequiredService<CsvBilling>(),
                new BillingSettings(),
                services.GetRequiredService<TimeProvider>(),
                NullLogger<PatientBilling>.Instance
            )
        );

    public int Asked(string question) => asked.GetValueOrDefault(question);

    protected override Task<BillingAnswer<T>> Ask<T>(Func<IBilling, Task<BillingAnswer<T>>> ask, string question = "")
    {
        asked.AddOrUpdate(question, 1, (_, so) => so + 1);
        return base.Ask(ask, question);
    }
}

/// <summary>The real store of attempts; each reservation is counted with its verdict.</summary>
internal sealed class CountingAttempts(IAttemptStore inner) : IAttemptStore
{
    private int reservations;
    private int keysReserved;
    private int allowed;
    private int ofAll;

    public int Reservations => reservations;

    /// <summary>Refusals counted for all chats together.</summary>
    public int OfAll => ofAll;
    public int KeysReserved => keysReserved;
    public int Allowed => allowed;

    public async Task<Reservation> Reserve(
        long updateId,
        IReadOnlyList<string> keys,
        AttemptPolicy policy,
        DateTimeOffset now
    )
    {
        Reservation reserved = await inner.Reserve(updateId, keys, policy, now);
        if (keys.Count == 1)
        {
            // After a refusal: of all chats, within the hour.
            Interlocked.Increment(ref ofAll);
            return reserved;
        }

        Interlocked.Increment(ref reservations);
        Interlocked.Add(ref keysReserved, keys.Count);
        Interlocked.Add(ref allowed, reserved.Verdict == AttemptVerdict.Allowed ? 1 : 0);
        return reserved;
    }

    public Task<IReadOnlyList<AttemptRecord>> Attempts(IReadOnlyList<string> keys) => inner.Attempts(keys);

    public Task<int> ForgetAttempts(DateTimeOffset before, DateTimeOffset now) => inner.ForgetAttempts(before, now);
}
