namespace BalanceBot.Tests.Flows;

/// <summary>Ways of linking that are switched on, and what the billing can do.</summary>
public sealed class WayStories
{
    [Theory]
    [InlineData("contract,document,balance\n1,4510 123456,1.00\n", "LoginAndPassword")]
    [InlineData("contract,login,password,balance\n1,anna,Correct-Horse-9,1.00\n", "ContractAndDocument")]
    public async Task A_way_by_which_the_billing_proves_nobody_is_told_to_the_operator_at_start(
        string contracts,
        string way
    )
    {
        await using Scene scene = await Scene.Begin(contracts: contracts);

        Assert.Contains(way, Assert.Single(Told(scene)));
        await scene.StopBot();
        scene.Set($"Linking:{way}", "false");
        await scene.StartBot();
        Assert.Single(Told(scene));
    }

    [Fact]
    public async Task Where_the_billing_can_all_that_is_on_nothing_is_told()
    {
        await using Scene scene = await Scene.Begin();

        Assert.Empty(Told(scene));
    }

    private static string[] Told(Scene scene)
    {
        lock (scene.Log)
        {
            return
            [
                .. scene.Log.Where(line => line.Contains("the billing cannot prove anybody", StringComparison.Ordinal)),
            ];
        }
    }
}
