using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>Once a day: looks through all chats for links that nobody uses, says a word before one ends, and ends it.</summary>
internal sealed class LinkKeeper(ITurnStore store, TurnWork work, LinkAge age, string owner, TimeProvider time)
    : BackgroundService
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>Not at the start, when everything else begins.</summary>
    private static readonly TimeSpan First = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(First, time, stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await LookThrough(stoppingToken);
                await Task.Delay(Every, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>Whoever was changed meanwhile is looked at again tomorrow.</summary>
    internal async Task LookThrough(CancellationToken stop)
    {
        ChatId? after = null;
        while (age.IsOn)
        {
            stop.ThrowIfCancellationRequested();
            IReadOnlyList<Subscriber> some = await store.People(after, AtOnce);
            foreach (Subscriber subscriber in some)
            {
                await Look(subscriber);
            }

            if (some.Count < AtOnce)
            {
                return;
            }

            after = some[^1].Chat;
        }
    }

    private async Task Look(Subscriber subscriber)
    {
        DateOnly today = DateOnly.FromDateTime(work.Now.UtcDateTime);
        Link[] announced = [.. subscriber.Links.Where(link => age.FateOf(link, today) == LinkFate.Announced)];
        Link[] ended = [.. subscriber.Links.Where(link => age.FateOf(link, today) == LinkFate.Ends)];
        if (announced.Length + ended.Length == 0)
        {
            return;
        }

        DateOnly end = LinkAge.EndOf(today);
        Voice voice = work.VoiceOf(subscriber, subscriber.HeardLanguage);
        Subscriber after = ended.Aggregate(subscriber, (one, link) => one.Without(link.ContractKey));
        after = announced.Aggregate(after, (one, link) => one.With(link with { EndsOn = end }));
        List<Body.Text> told = [];
        if (announced.Length > 0)
        {
            told.Add(voice.LinksWillEnd([.. announced.Select(link => link.ContractNumber)], end, work.Now));
        }

        if (ended.Length > 0)
        {
            told.Add(voice.LinksEnded([.. ended.Select(link => link.ContractNumber)]));
        }

        await Commit(subscriber, after, ended, told);
    }

    private async Task Commit(Subscriber before, Subscriber after, Link[] ended, List<Body.Text> told)
    {
        TurnChanges changes = new(null, work.Now)
        {
            Subscriber = after,
            Outgoing = before.Reachable
                ? [.. told.Select(text => Devices.Notice(before.Chat, text with { Silent = true }))]
                : [],
            Audit =
            [
                .. ended.Select(link => new AuditEntry(work.Now, AuditKind.LinkEnded)
                {
                    Chat = before.Chat,
                    ContractKey = link.ContractKey,
                    Way = link.Way,
                }),
            ],
            Owner = owner,
            ClaimedUntil = work.Now + Lease,
        };
        if (await store.Commit(changes) is CommitOutcome.Committed(var outgoing))
        {
            work.Outbox.Dispatch(outgoing);
        }
    }
}
