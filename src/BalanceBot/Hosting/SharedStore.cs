using System.Collections.Concurrent;
using BalanceBot.Storage.PostgreSql;

namespace BalanceBot.Hosting;

/// <summary>The database of many processes, as this one sees it.</summary>
internal sealed class SharedStore(PostgreSqlStore store) : IShared
{
    private readonly ConcurrentDictionary<string, DutyHold> held = new(StringComparer.Ordinal);

    public TimeProvider Time => store.Time;

    public bool IsSureSince(DateTimeOffset taken) => store.Presence.IsSureSince(taken);

    public bool Has(string duty) => held.TryGetValue(duty, out DutyHold? hold) && hold.IsSure;

    public async Task<IDutyHold> Take(string duty, CancellationToken stop)
    {
        DutyHold hold = await store.Duty(duty).Take(stop);
        held[duty] = hold;
        return new Hold(this, duty, hold);
    }

    private sealed class Hold(SharedStore store, string duty, DutyHold hold) : IDutyHold
    {
        public Task Lost => hold.Lost;

        public async ValueTask DisposeAsync()
        {
            store.held.TryRemove(KeyValuePair.Create(duty, hold));
            await hold.DisposeAsync();
        }
    }
}
