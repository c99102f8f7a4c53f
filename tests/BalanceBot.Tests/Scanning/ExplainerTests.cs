using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Scanning.ScanDesk;

namespace BalanceBot.Tests.Scanning;

/// <summary>Why somebody was or was not told.</summary>
public sealed class ExplainerTests : IDisposable
{
    private readonly ScanDesk desk = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => desk.Dispose();

    [Theory]
    [InlineData("700 123")]
    [InlineData("№ 700-123")]
    [InlineData(" uid-1 ")]
    public async Task A_contract_is_found_by_its_number_as_people_write_it_and_by_its_key(string typed)
    {
        Put("uid-1", "700 123");
        await desk.People.Link(Anna, "uid-1");
        await desk.People.Link(Bo, "uid-1", "uid-2");
        await desk.ScanAll();
        await desk.Step();
        await desk.Telegram.Reached(2);

        WhyPage page = await Why(typed);

        Assert.Equal(("700 123", Noon), (page.Number, page.LastRun));
        Assert.IsType<BillingAnswer<ContractSnapshot>.Found>(page.Balance);
        Assert.Equal([Anna, Bo], page.Chats.Select(chat => chat.Chat));
        Assert.All(page.Chats, chat => Assert.Equal(RecordedKind.Warned, Assert.Single(chat.Decisions).Kind));
        Assert.All(page.Chats, chat => Assert.Equal((int)SilenceReason.ToldAlready, chat.Now!.Reason));
    }

    [Fact]
    public async Task What_nobody_has_is_said_to_be_unknown()
    {
        WhyPage page = await Why(" 999 ");

        Assert.Equal(("999", null), (page.Number, page.Balance));
        Assert.Empty(page.Chats);
    }

    [Fact]
    public async Task A_contract_that_has_left_the_billing_still_has_its_chats_and_their_reasons()
    {
        Put("700123", "700 123");
        await desk.People.Link(Anna, "700123");
        await desk.ScanAll();
        await desk.Step();
        desk.Billing.Remove("700123");
        desk.Time.Advance(TimeSpan.FromMinutes(30));
        await desk.ScanAll();

        WhyPage page = await Why("700123");

        Assert.Null(page.Balance);
        WhyChat chat = Assert.Single(page.Chats);
        Assert.Null(chat.Now);
        Assert.Equal([RecordedKind.Silent, RecordedKind.Warned], chat.Decisions.Select(decision => decision.Kind));
    }

    /// <summary>It was taken for a key that nobody has, and said to be no contract.</summary>
    [Fact]
    public async Task A_number_that_several_contracts_have_is_said_to_be_that_and_not_to_be_unknown()
    {
        Put("uid-1", "555");
        Put("uid-2", "5 5 5");
        await desk.People.Link(Anna, "uid-1");

        WhyPage page = await Why(" 555 ");

        Assert.Equal("555", page.Number);
        Assert.IsType<BillingAnswer<ContractSnapshot>.Ambiguous>(page.Balance);
        Assert.Empty(page.Chats);
        Body.Text said = new Voices("en", TimeZoneInfo.Utc).For("en").Why(page, Noon);
        Assert.DoesNotContain("no contract", said.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("555", said.Html);
    }

    [Fact]
    public async Task A_number_that_has_become_that_of_several_still_has_the_chats_that_linked_it_before()
    {
        Put("555", "555");
        await desk.People.Link(Anna, "555");
        desk.Billing.Double(desk.Contract("555", 1m) with { Tariff = "another" });
        await desk.ScanAll();

        WhyPage page = await Why("555");

        Assert.IsType<BillingAnswer<ContractSnapshot>.Ambiguous>(page.Balance);
        Assert.Equal((int)SilenceReason.NotInBilling, Assert.Single(Assert.Single(page.Chats).Decisions).Reason);
    }

    [Fact]
    public async Task Chats_of_a_contract_whose_key_happens_to_be_that_number_are_not_taken_for_its_own()
    {
        Put("uid-1", "555");
        Put("uid-2", "555");
        Put("555", "12");
        await desk.People.Link(Bo, "555");

        WhyPage page = await Why("555");

        Assert.IsType<BillingAnswer<ContractSnapshot>.Ambiguous>(page.Balance);
        Assert.Empty(page.Chats);
    }

    [Fact]
    public async Task While_the_billing_is_away_what_is_remembered_is_told_by_the_key()
    {
        Put("700123", "700 123");
        await desk.People.Link(Anna, "700123");
        await desk.ScanAll();
        desk.Billing.Away = true;

        WhyPage page = await Why("700123");

        Assert.IsType<BillingAnswer<ContractSnapshot>.Unavailable>(page.Balance);
        WhyChat chat = Assert.Single(page.Chats);
        Assert.Equal((null, Noon), (chat.Now, chat.DueAt));
    }

    private Task<WhyPage> Why(string typed) => desk.Explainer().Why(typed, Stop);

    private void Put(string key, string number) => desk.Billing.Put(desk.Contract(key, 100m) with { Number = number });
}
