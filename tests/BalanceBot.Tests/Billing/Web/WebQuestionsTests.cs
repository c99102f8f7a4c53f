using BalanceBot.Billing;
using BalanceBot.Billing.Web;
using Microsoft.Extensions.Logging;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Web;

/// <summary>What the adapters over HTTP share: nobody is asked before a look, and what cannot be read is no answer.</summary>
public sealed class WebQuestionsTests
{
    private readonly List<string> log = [];
    private FirstLook look = new FirstLook.Well();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_api_that_is_away_or_set_up_wrongly_is_not_asked_and_why_is_told()
    {
        bool isAsked = false;
        look = new FirstLook.Wrong(["Billing:Other:Url is wrong"]);

        string reason = Reason(await Api().Ask("users", Question, Stop));
        look = new FirstLook.Away("no connection");

        Assert.Equal("Billing:Other:Url is wrong", reason);
        Assert.Equal("no connection", Reason(await Api().Ask("users", Question, Stop)));
        Assert.False(isAsked);

        Task<BillingAnswer<int>> Question()
        {
            isAsked = true;
            return Task.FromResult<BillingAnswer<int>>(new BillingAnswer<int>.Found(1));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_no_answer_of_one_and_is_told_once()
    {
        WebQuestions api = Api();
        for (int i = 0; i < 2; i++)
        {
            BillingAnswer<int>.Unavailable told = Assert.IsType<BillingAnswer<int>.Unavailable>(
                await api.Ask<int>("users", () => throw new BadCellException("deposit", "is no sum"), Stop)
            );
            Assert.Equal(("users: 'deposit' is no sum", true), (told.Reason, told.IsOfOne));
        }

        Assert.Single(log, line => line.Contains("Other, users: 'deposit' is no sum"));
    }

    [Fact]
    public void A_page_ends_before_the_first_that_cannot_be_read_unless_that_is_its_first()
    {
        SnapshotPage page = Api().Page("users", ["1", "gone", "2", "bad", "3"], Read, new ContractKey("9"));
        SnapshotPage whole = Api().Page("users", ["1", "gone"], Read, new ContractKey("9"));

        Assert.Equal(["1", "2"], page.Contracts.Select(one => one.Key.Value));
        Assert.Equal(new ContractKey("2"), page.Next);
        Assert.Equal((1, new ContractKey("9")), (whole.Contracts.Count, whole.Next));
        Assert.Throws<BadCellException>(() => Api().Page("users", ["bad", "1"], Read, null));
    }

    private static ContractSnapshot? Read(string row) =>
        row switch
        {
            "bad" => throw new BadCellException("deposit", "is no sum"),
            "gone" => null,
            _ => new ContractSnapshot(new ContractKey(row), row, new Money(1m, "NOK"), DateTimeOffset.UnixEpoch),
        };

    private WebQuestions Api() =>
        new(
            "Other",
            _ => Task.FromResult(look),
            TimeProvider.System,
            LoggerFactory.Create(logging => logging.AddProvider(new Lines(log)))
        );
}
