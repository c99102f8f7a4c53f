using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Tests.Billing.Web;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>Scans and payments come by pages, each once and in order.</summary>
public sealed class AbillsPagingTests : IAsyncDisposable
{
    private readonly AbillsGround ground = new();

    [Theory]
    [InlineData(1000, 2)]
    [InlineData(100, 20)]
    public async Task Trap_4_a_scan_of_1000_contracts_asks_by_pages_and_never_one_by_one(int size, int questions)
    {
        AbillsBilling billing = ground.Billing([
            .. Enumerable.Range(1, 1000).Select(n => new Subscriber(n * 17, $"u{n}") { Deposit = $"{n}" }),
        ]);
        Assert.Empty(await billing.Begin(Stop));
        int before = ground.Server.Asked.Count;
        List<ContractSnapshot> all = [];
        for (ContractKey? after = null; all.Count == 0 || after is not null; )
        {
            SnapshotPage page = Found(await billing.Snapshots(after, size, Stop));
            all.AddRange(page.Contracts);
            after = page.Next;
        }

        Assert.Equal(1000, all.Count);
        Assert.Equal(500_500m, all.Sum(one => one.Balance.Amount));
        Assert.All(all, one => Assert.Equal("Home 100", one.Tariff));
        Assert.Equal(questions, ground.Server.Asked.Count - before);
        before = ground.Server.Asked.Count;
        Assert.Equal(1000, Found(await billing.SnapshotsOf([.. all.Select(one => one.Key)], Stop)).Count);
        Assert.Equal(10, ground.Server.Asked.Count - before);
    }

    [Theory]
    [InlineData("""[{"uid":9},{"uid":8}]""")]
    [InlineData("""[{"uid":9},{"uid":9}]""")]
    [InlineData("""[{"uid":5}]""")]
    public async Task A_page_that_is_not_in_the_order_of_uids_is_no_page(string json)
    {
        AbillsBilling billing = ground.Billing(Ivan);
        await billing.Begin(Stop);
        ground.Server.Instead["/users/all/"] = Reply.Json(json);

        Assert.Contains("not above the one before", Reason(await billing.Snapshots(KeyOf(5), 10, Stop)));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_ends_its_page_before_it_and_is_told_once_without_a_word_of_it()
    {
        AbillsBilling billing = ground.Billing(Ivan, Olena with { Deposit = "secret-7" }, new Subscriber(103, "petro"));

        SnapshotPage page = Found(await billing.Snapshots(null, 10, Stop));

        Assert.Equal(KeyOf(101), Assert.Single(page.Contracts).Key);
        Assert.Equal(KeyOf(101), page.Next);
        Assert.Contains("'deposit' is no sum", Reason(await billing.Snapshots(page.Next, 10, Stop)));
        Assert.True(
            Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(await billing.Snapshot(KeyOf(102), Stop)).IsOfOne
        );
        Assert.Equal(KeyOf(103), Assert.Single(Found(await billing.Snapshots(KeyOf(102), 10, Stop)).Contracts).Key);
        Assert.Single(ground.Log, line => line.Contains("'deposit' is no sum"));
        Assert.DoesNotContain(ground.Log, line => line.Contains("secret-7"));
    }

    [Fact]
    public async Task Many_payments_come_by_pages_and_those_of_nobody_are_not_found()
    {
        Entry[] paid = [.. Enumerable.Range(1, 1203).Select(n => new Entry("2026-11-01 10:00:00", $"{n}", "Cash"))];
        AbillsBilling billing = ground.Billing(Ivan with { Payments = paid, Fees = paid[..3] });
        await billing.Begin(Stop);
        Period month = new(ground.Time.GetUtcNow().AddMonths(-1), ground.Time.GetUtcNow());

        Assert.Equal(1203, Found(await billing.Payments(KeyOf(101), month, Stop)).Count);
        Assert.Equal(3, Found(await billing.Charges(KeyOf(101), month, Stop)).Count);
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.NotFound>(await billing.Payments(KeyOf(7), month, Stop));
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.NotFound>(
            await billing.Charges(new ContractKey("ivan_p"), month, Stop)
        );
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();
}
