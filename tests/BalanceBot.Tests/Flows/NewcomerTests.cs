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
        await page.Say("Anna", "/balance");
        await page.WaitForBubble("Anna", contract.Balance);
        await page.Screenshot("newcomer");

        Assert.Empty(page.Complaints);
    }
}
