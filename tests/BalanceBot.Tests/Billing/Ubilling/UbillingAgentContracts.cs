using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>The suite of every adapter, with the agent and no database: passwords are proved, documents never.</summary>
public abstract class UbillingAgentContract : BillingContract, IAsyncDisposable
{
    private readonly UbillingWorld world = new();

    private protected abstract bool HasApi { get; }

    /// <summary>It is the primary key of its table.</summary>
    private protected override bool LoginsAreUnique => true;

    private protected override async Task<IBilling> Billing(IReadOnlyList<Sample> contracts)
    {
        world.Settings.ApiUrl = HasApi ? world.Settings.ApiUrl : "";
        world.Residents.AddRange(contracts.Select(Of));
        UbillingBilling billing = world.Billing();
        Assert.Empty(await billing.Begin(TestContext.Current.CancellationToken));
        return Around(billing);
    }

    private protected virtual IBilling Around(UbillingBilling billing) => billing;

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private static Resident Of(Sample sample, int index) =>
        new(sample.Login ?? $"sub{index * 7919 % 100_000}", sample.Password ?? "*", $"10.9.{index / 256}.{index % 256}")
        {
            Cash = sample.Balance,
            Contract = sample.Number,
        };
}

public sealed class UbillingRemoteApiContract : UbillingAgentContract
{
    private protected override bool HasApi => true;
}

public sealed class UbillingAgentAloneContract : UbillingAgentContract
{
    private protected override bool HasApi => false;
}

/// <summary>As the bot asks it: with patience and a memory around it.</summary>
public sealed class UbillingAgentAsAskedContract : UbillingAgentContract
{
    private protected override bool HasApi => false;

    // Its places hold nothing that must be given back.
#pragma warning disable CA2000
    private protected override IBilling Around(UbillingBilling billing) =>
        new RememberingBilling(
            new PatientBilling(
                billing,
                new BillingSettings { AnswerWithin = TimeSpan.FromSeconds(30), Timeout = TimeSpan.FromSeconds(30) },
                TimeProvider.System,
                NullLogger<PatientBilling>.Instance
            )
        );
#pragma warning restore CA2000
}
