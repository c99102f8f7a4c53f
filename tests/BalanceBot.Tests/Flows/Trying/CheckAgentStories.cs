using BalanceBot.Tests.Billing.Ubilling;

namespace BalanceBot.Tests.Flows.Trying;

/// <summary>"BalanceBot check" on a billing that tells nothing without a subscriber's password: Ubilling's agent alone.</summary>
public sealed class CheckAgentStories
{
    [Theory]
    [InlineData("The billing answers.")]
    [InlineData("whether login sub1001 exists it tells with the password only", "--contract", "sub1001")]
    [InlineData("whether login nobody exists it tells with the password only", "--contract", "nobody")]
    public async Task What_needs_a_password_is_said_to_be_untried_and_nothing_is_wrong(
        string told,
        params string[] words
    )
    {
        await using UbillingWorld world = new(new Resident("sub1001", "k7h2mZ9q", "10.9.0.11"));
        await using BotProcess process = await On(world.Settings.AgentUrl);

        Assert.Equal(0, await process.RunBeside(["check", .. words]));

        process.Says("ok", told);
        process.Says("note", "It can check a login and a password. It cannot ");
        process.Says("note", "No balance was tried: it tells one only to who signs in");
        process.Says("warning", "nobody is warned of a low balance");
        process.Says("warning", "Linking:ContractAndDocument is true, but nobody can be proved that way");
        Assert.DoesNotContain(world.Server.Questions, asked => asked.Target.Contains("sub1001"));
    }

    [Theory]
    [InlineData("why", "sub1001")]
    [InlineData("invite", "sub1001")]
    [InlineData("dry-run")]
    public async Task What_is_asked_of_a_contract_by_nobodys_password_ends_with_1_and_says_what_to_set(
        params string[] words
    )
    {
        await using UbillingWorld world = new(new Resident("sub1001", "k7h2mZ9q", "10.9.0.11"));
        await using BotProcess process = await On(world.Settings.AgentUrl);

        Assert.Equal(1, await process.RunBeside(words));

        string told = Assert.Single(process.Output);
        Assert.StartsWith("The billing tells of a contract only to who signs in for it", told);
        Assert.EndsWith("give Billing:Ubilling a ConnectionString, or ApiUrl, as well.", told);
        Assert.Empty(world.Server.Questions);
    }

    [Fact]
    public async Task A_text_that_can_be_no_login_is_wrong()
    {
        await using UbillingWorld world = new();
        await using BotProcess process = await On(world.Settings.AgentUrl);

        Assert.Equal(1, await process.RunBeside("check", "--contract", "700 123"));

        process.SaysOneWrong("The billing does not have login 700 123.");
    }

    [Fact]
    public async Task An_agent_that_is_away_is_one_line()
    {
        await using BotProcess process = await On($"http://127.0.0.1:{Ports.Free()}/userstats/");

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("The billing did not tell whether it is there: the agent: no connection.");
    }

    private static async Task<BotProcess> On(string agent)
    {
        BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__BILLING__KIND", "Ubilling");
        process.Set("BALANCEBOT__BILLING__UBILLING__AGENTURL", agent);
        return process;
    }
}
