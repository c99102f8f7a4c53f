using BalanceBot.Billing;
using BalanceBot.Billing.Sql;

namespace BalanceBot.Tests.Billing.Sql;

public sealed class PostgreSqlBillingContract() : SqlBillingContract(SqlEngineKind.PostgreSql);

public sealed class MariaDbBillingContract() : SqlBillingContract(SqlEngineKind.MySql);

public sealed class SqliteBillingContract() : SqlBillingContract(SqlEngineKind.Sqlite);

/// <summary>The suite of every adapter, by the worked example of the documentation.</summary>
public abstract class SqlBillingContract : BillingContract, IAsyncLifetime
{
    private readonly Ground ground;

    private protected SqlBillingContract(SqlEngineKind kind) => ground = Ground.Of(kind);

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        for (int i = 0; i < contracts.Count; i++)
        {
            // In another order than their numbers.
            ground.Add((i * 7919 % 100_000) + 1, contracts[i]);
        }

        SqlBilling billing = ground.Billing();
        Assert.Empty(await billing.Begin(TestContext.Current.CancellationToken));
        return billing;
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ground.DisposeAsync();
    }
}
