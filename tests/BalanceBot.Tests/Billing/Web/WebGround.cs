using BalanceBot.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Billing.Web;

/// <summary>An adapter, and the stand-in that it asks, at noon of one day.</summary>
internal abstract class WebGround : IAsyncDisposable
{
    private readonly List<IDisposable> billings = [];

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    /// <summary>What the adapter logs, at every level.</summary>
    public List<string> Log { get; } = [];

    protected abstract StandIn StandIn { get; }

    protected ILoggerFactory Logs =>
        LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(Log)));

    protected static HolderMark Holders { get; } =
        new(text => Convert.ToHexString(Typed.Digest("a key"u8.ToArray(), text)));

    public Task<T> Through<T>(Task<T> answer) => StandIn.Through(answer, Time);

    public async ValueTask DisposeAsync()
    {
        billings.ForEach(billing => billing.Dispose());
        await StandIn.DisposeAsync();
    }

    protected T Kept<T>(T billing)
        where T : IDisposable
    {
        billings.Add(billing);
        return billing;
    }
}
