using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

public sealed class MainJobTests
{
    [Fact]
    public async Task A_person_links_a_contract_with_a_document_and_sees_the_balance()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();

        Assert.Contains("balance of your contract", (await scene.Ask(anna, "/start")).Text);
        Assert.Contains("How would you like", (await scene.Press(anna, "Link a contract")).Text);
        Assert.Contains("contract number", (await scene.Press(anna, "Contract number and document")).Text);
        Assert.Contains("document", (await scene.Ask(anna, "№ 700-123")).Text);
        Assert.Contains("700 123 is linked", (await scene.Ask(anna, "4510123456")).Text);
        ChatMessage balance = await scene.Ask(anna, "/balance");

        Assert.Contains("149.99", balance.Text);
        Assert.Contains("0.01", balance.Text);
        Assert.Contains("1 December", balance.Text);
        Assert.DoesNotContain(scene.World.History(anna), message => message.Text.Contains("4510"));
    }

    [Fact]
    public async Task A_person_links_a_contract_with_login_and_password_in_norwegian()
    {
        await using Scene scene = await Scene.Begin();
        long bo = scene.Person("Bo", "nb");

        await scene.Ask(bo, "/link");
        ChatMessage login = await scene.Press(bo, "Brukernavn og passord");
        Assert.Contains("brukernavn", login.Text, StringComparison.OrdinalIgnoreCase);
        await scene.Ask(bo, "bo.s");
        ChatMessage linked = await scene.Ask(bo, "Battery-Staple-8");
        Assert.Contains("700 124", linked.Text);
        ChatMessage balance = await scene.Ask(bo, "saldo");

        Assert.Contains("28,00", balance.Text);
        Assert.DoesNotContain("-28", balance.Text);
        Assert.DoesNotContain(scene.World.History(bo), message => message.Text is "bo.s" or "Battery-Staple-8");
    }

    [Fact]
    public async Task Several_contracts_live_in_one_chat_and_one_is_unlinked_after_a_yes()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        await scene.Link(anna, "007 001", "AB 998877");

        ChatMessage both = await scene.Ask(anna, "/balance");
        Assert.Contains("700 123", both.Text);
        Assert.Contains("007 001", both.Text);

        await scene.Ask(anna, "/unlink");
        Assert.Contains("700 123", (await scene.Press(anna, "700 123")).Text);
        Assert.Contains("no longer linked", (await scene.Press(anna, "Yes, unlink")).Text);
        Assert.DoesNotContain("700 123", (await scene.Ask(anna, "/contracts")).Text);
    }

    [Fact]
    public async Task What_was_linked_is_there_after_a_restart()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.Link(anna);

        await scene.StopBot();
        await scene.StartBot();

        Assert.Contains("149.99", (await scene.Ask(anna, "/balance")).Text);
    }
}
