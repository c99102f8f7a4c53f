using BalanceBot.Sandbox;
using BalanceBot.Sandbox.SampleBilling;
using BalanceBot.Tests.Sandbox.ChatPage;

namespace BalanceBot.Tests.Flows;

/// <summary>What README's first command promises, in a real browser: the sandbox as it is started, nothing scripted.</summary>
public sealed class NewcomerTests
{
    [Fact]
    public async Task A_newcomer_links_a_contract_in_the_page_gets_the_balance_and_sees_the_secret_vanish()
    {
        await using SandboxHost sandbox = await SandboxHost.Start(
            new SandboxSettings(null, 0, 0, WithBot: true, Verbose: false),
            TestContext.Current.CancellationToken
        );
        SampleContract contract = sandbox.Billing.Contracts()[0];
        await using ChatPageDriver page = await ChatPageDriver.Open(sandbox.Page);

        await Link(page, contract);
        await page.Say("Anna", "/balance");
        await page.WaitForBubble("Anna", contract.Balance);
        await page.Screenshot("newcomer");

        Assert.Empty(page.Complaints);
    }

    /// <summary>README's three lines: the clock, the payment, the word after it.</summary>
    [Fact]
    public async Task A_newcomer_moves_the_clock_is_warned_pays_and_is_told_until_when_it_is_enough()
    {
        await using SandboxHost sandbox = await SandboxHost.Start(
            new SandboxSettings(null, 0, 0, WithBot: true, Verbose: false),
            TestContext.Current.CancellationToken
        );
        SampleContract contract = sandbox.Billing.Contracts()[0];
        await using ChatPageDriver page = await ChatPageDriver.Open(sandbox.Page);
        await Link(page, contract);

        await page.Page.GetByText("To 09:00").ClickAsync();
        await page.WaitForBubble("Anna", "you lack 86.50");
        await page.Screenshot("warned");
        Assert.Null(sandbox.Billing.Pay(contract.Number, "600") as BalanceChange.Refused);
        await page.WaitForBubble("Anna", "600.00 kr received");
        await page.WaitForBubble("Anna", "The money lasts until");
        await page.Screenshot("paid");

        Assert.Empty(page.Complaints);
    }

    private static async Task Link(ChatPageDriver page, SampleContract contract)
    {
        await page.Press("Anna", "Start");
        await page.WaitForBubble("Anna", "I show you the balance");
        await page.Press("Anna", "Link a contract");
        await page.WaitForBubble("Anna", "How would you like to prove");
        await page.Press("Anna", "Contract number and document");
        await page.WaitForBubble("Anna", "Please send your contract number");
        await page.Say("Anna", contract.Number);
        await page.WaitForBubble("Anna", "Now please send the number of the document");
        await page.Say("Anna", contract.Document);
        await page.WaitForBubble("Anna", $"Contract {contract.Number} is linked");
        await page.BubbleIsGone("Anna", contract.Document);
    }
}
