using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Hosting.Telemetry;

namespace BalanceBot.Tests.Storage.PostgreSql;

public sealed class PostgreSqlMeterTests : IAsyncDisposable
{
    private readonly Instances instances = new();

    public ValueTask DisposeAsync() => instances.DisposeAsync();

    [Fact]
    public async Task How_long_the_database_takes_is_measured()
    {
        PostgreSqlStore store = await instances.Add("one");
        using Heard heard = new();

        await store.Turns.Load(new ChatId(7));

        Assert.True(
            heard.Has("db.client.operation.duration", ("db.system.name", "postgresql"), ("db.operation.name", "call"))
        );
    }
}
