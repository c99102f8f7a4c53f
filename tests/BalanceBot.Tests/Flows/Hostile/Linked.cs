using BalanceBot.Conversations;
using BalanceBot.Hosting;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Links without the talk that makes them: thousands of people would talk for minutes.</summary>
internal static class Linked
{
    public static async Task LinkAtOnce(this Scene scene, long chat, string key, string number)
    {
        ITurnStore turns = scene.Bot.Part<OpenStore>().Turns;
        (_, Subscriber before) = await turns.Load(new ChatId(chat));
        Link link = new(key, number, LinkWay.ContractAndDocument, DateTimeOffset.UnixEpoch);
        Subscriber linked = before.With(link) with { HeardLanguage = "en" };
        CommitOutcome outcome = await turns.Commit(
            new TurnChanges(null, DateTimeOffset.UnixEpoch) { Subscriber = linked }
        );
        Assert.IsType<CommitOutcome.Committed>(outcome);
    }
}
