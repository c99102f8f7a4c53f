using BalanceBot.Billing;
using BalanceBot.Billing.Csv;
using Microsoft.Extensions.Logging.Abstractions;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing;

/// <summary>Payments and charges of a file beside the contracts.</summary>
public sealed class CsvHistoryTests : IDisposable
{
    private static readonly DateTimeOffset November = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-test-").FullName;
    private int writes;

    private string File => Path.Combine(folder, "history.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("contract,day,kind,amount,note\n700 123,2026-11-24,payment,500.00,by card\n")]
    [InlineData("contract;day;kind;amount;note\r\n700 123;2026-11-24;Payment;500,00;by card\r\n")]
    [InlineData("\uFEFFNote,Amount,Kind,Day,Contract\n\"by card\",500,PAYMENT,2026-11-24,№ 700-123\n")]
    public async Task A_payment_in_several_dialects(string text)
    {
        await Write(text);

        Movement paid = Assert.Single(await Payments(new CsvHistory(File, NullLogger.Instance)));
        Assert.Equal((500m, "by card"), (paid.Amount, paid.Note));
        Assert.Equal(new DateOnly(2026, 11, 24), DateOnly.FromDateTime(paid.At.UtcDateTime));
    }

    [Fact]
    public async Task They_are_those_of_the_period_the_newest_first_and_charges_are_no_payments()
    {
        await Write(
            "contract,day,kind,amount\n1,2026-10-31,payment,1\n1,2026-11-01,payment,2\n1,2026-11-30,payment,3\n"
                + "1,2026-12-01,payment,4\n1,2026-11-05,charge,5\n2,2026-11-05,payment,6\n"
        );
        CsvHistory history = new(File, NullLogger.Instance);

        Assert.Equal([3m, 2m], (await Payments(history, "1")).Select(one => one.Amount));
        Assert.Equal(
            [5m],
            Found(await history.Of(new("1"), Month, payments: false, TestContext.Current.CancellationToken))
                .Select(one => one.Amount)
        );
    }

    [Fact]
    public async Task A_new_file_is_taken_and_one_that_is_no_good_leaves_the_last_good_one_in_use()
    {
        CsvHistory history = new(File, NullLogger.Instance);
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.Unavailable>(await Ask(history, "1"));
        await Write("contract,day,kind,amount\n1,2026-11-01,payment,2\n");
        Assert.Single(await Payments(history, "1"));
        string[] bad =
        [
            "contract,day,kind,amount\n1,2026-11-01,payment,2\n1,2026-11-0",
            "contract,day,amount\n1,2026-11-01,2\n",
            "contract,day,kind,amount\n1,yesterday,payment,2\n",
            "contract,day,kind,amount\n1,2026-11-01,gift,2\n",
            "contract,day,kind,amount\n1,2026-11-01,payment,\n",
            "",
        ];
        foreach (string text in bad)
        {
            await Write(text);
            Assert.Single(await Payments(history, "1"));
        }

        await Write("contract,day,kind,amount\n1,2026-11-01,payment,2\n1,2026-11-02,payment,-2\n");
        Assert.Equal([-2m, 2m], (await Payments(history, "1")).Select(one => one.Amount));
    }

    [Fact]
    public async Task A_billing_without_such_a_file_says_that_it_tells_none()
    {
        string contracts = Path.Combine(folder, "contracts.csv");
        await System.IO.File.WriteAllTextAsync(
            contracts,
            "contract,balance\n1,1\n",
            TestContext.Current.CancellationToken
        );
        await Write("contract,day,kind,amount\n1,2026-11-01,payment,2\n");
        using CsvBilling without = Begun(new CsvSettings { File = contracts });
        using CsvBilling with = Begun(new CsvSettings { File = contracts, HistoryFile = File });

        Assert.Equal(BillingAbilities.None, without.Abilities);
        Assert.Equal(BillingAbilities.Payments | BillingAbilities.Charges, with.Abilities);
        Assert.IsType<BillingAnswer<IReadOnlyList<Movement>>.Unavailable>(
            await without.Payments(new("1"), Month, TestContext.Current.CancellationToken)
        );
        Assert.Single(Found(await with.Payments(new("1"), Month, TestContext.Current.CancellationToken)));
    }

    private static Period Month => new(November, November.AddMonths(1));

    private static CsvBilling Begun(CsvSettings settings)
    {
        CsvBilling billing = new(settings, TimeProvider.System, NullLogger<CsvBilling>.Instance);
        Assert.Null(billing.Begin());
        return billing;
    }

    /// <summary>Each at a time of its own, as exports are.</summary>
    private async Task Write(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
        System.IO.File.SetLastWriteTimeUtc(File, November.UtcDateTime.AddMinutes(++writes));
    }

    private static async Task<IReadOnlyList<Movement>> Payments(CsvHistory history, string contract = "700123") =>
        Found(await Ask(history, contract));

    private static Task<BillingAnswer<IReadOnlyList<Movement>>> Ask(CsvHistory history, string contract) =>
        history.Of(new(contract), Month, payments: true, TestContext.Current.CancellationToken);
}
