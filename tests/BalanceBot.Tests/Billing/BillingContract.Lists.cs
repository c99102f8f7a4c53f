using BalanceBot.Billing;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

/// <summary>Many contracts at once, where a billing has a list.</summary>
public abstract partial class BillingContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_hold_every_contract_once_in_the_order_of_keys(int size)
    {
        IBilling billing = await Billing([.. Enumerable.Range(1, 25).Select(n => new Sample($"C{n}", n))]);
        if (!HasList(billing))
        {
            Assert.IsType<BillingAnswer<SnapshotPage>.Unavailable>(await billing.Snapshots(null, size, Stop));
            return;
        }

        List<string> keys = [];
        ContractKey? after = null;
        do
        {
            SnapshotPage page = Found(await billing.Snapshots(after, size, Stop));
            Assert.True(page.Contracts.Count <= size);
            keys.AddRange(page.Contracts.Select(contract => contract.Key.Value));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(25, keys.Distinct().Count());
        Assert.Equal(keys.Order(StringComparer.Ordinal), keys);
    }

    [Fact]
    public async Task Of_many_keys_those_that_exist_and_are_one_contract_are_answered_once()
    {
        IBilling billing = await Billing();
        ContractKey anna = Found(await billing.FindByLogin("anna", Stop));
        ContractKey bo = Found(await billing.FindByLogin("Bo", Stop));

        BillingAnswer<IReadOnlyList<ContractSnapshot>> answer = await billing.SnapshotsOf(
            [bo, new("no such"), anna, new("555"), new(""), bo],
            Stop
        );

        if (!HasList(billing))
        {
            Assert.IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable>(answer);
            return;
        }

        IReadOnlyList<ContractSnapshot> found = Found(answer);
        Assert.Equal([-28m, 149.99m], found.Select(contract => contract.Balance.Amount).Order());
        Assert.Equal(new[] { anna, bo }.ToHashSet(), found.Select(contract => contract.Key).ToHashSet());
        Assert.Empty(Found(await billing.SnapshotsOf([], Stop)));
    }

    [Fact]
    public async Task Many_keys_are_answered_as_each_of_them_alone()
    {
        IBilling billing = await Billing([.. Enumerable.Range(1, 300).Select(n => new Sample($"C{n}", n))]);
        if (!HasList(billing))
        {
            ContractKey[] some = [.. Enumerable.Range(1, 300).Select(n => new ContractKey($"user{n}"))];
            Assert.IsType<BillingAnswer<IReadOnlyList<ContractSnapshot>>.Unavailable>(
                await billing.SnapshotsOf(some, Stop)
            );
            return;
        }

        ContractKey[] keys =
        [
            .. Found(await billing.Snapshots(null, 1000, Stop)).Contracts.Select(contract => contract.Key),
        ];

        IReadOnlyList<ContractSnapshot> found = Found(await billing.SnapshotsOf(keys, Stop));

        Assert.Equal(keys, found.Select(contract => contract.Key).OrderBy(key => key.Value, StringComparer.Ordinal));
        foreach (ContractSnapshot contract in found)
        {
            ContractSnapshot alone = Found(await billing.Snapshot(contract.Key, Stop));
            Assert.Equal((alone.Number, alone.Balance), (contract.Number, contract.Balance));
        }
    }
}
