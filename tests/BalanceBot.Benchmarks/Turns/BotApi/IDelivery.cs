namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>How an update comes to the bot.</summary>
internal interface IDelivery
{
    void Deliver(Person person, long updateId, byte[] update);
}

/// <summary>It waits until the bot asks.</summary>
internal sealed class ByPolling(UpdateLine line) : IDelivery
{
    public void Deliver(Person person, long updateId, byte[] update) => line.Add(updateId, update);
}
