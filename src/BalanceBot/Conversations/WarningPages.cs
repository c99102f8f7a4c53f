using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Conversations;

/// <summary>What is remembered of a subscriber's contracts, by contract key.</summary>
internal delegate Task<IReadOnlyDictionary<string, Episode>> Remembering(Subscriber subscriber);

/// <summary>A page of warnings, and what it shows the person to be reached by their change.</summary>
internal sealed record ShownPage(WarningPage Page, IReadOnlyDictionary<string, Reached> Shown);

/// <summary>Makes the page of /warnings: asks the billing, and previews.</summary>
internal sealed class WarningPages(
    IBilling billing,
    Remembering remember,
    Judge judge,
    Previewer previewer,
    WarningBounds bounds,
    TimeProvider time
)
{
    public WarningBounds Bounds => bounds;

    /// <param name="before">As the subscriber was before the change that the page answers; the same when there was none.</param>
    public async Task<ShownPage> Of(Subscriber subscriber, Subscriber before, CancellationToken stop)
    {
        IReadOnlyDictionary<string, Episode> episodes = await remember(subscriber);
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<string, Reached> shown = new(StringComparer.Ordinal);
        BillingAnswer<ContractSnapshot>[] answers = await Task.WhenAll(
            subscriber.Active.Select(link => billing.Snapshot(new ContractKey(link.ContractKey), stop))
        );
        List<WarningView> views = [];
        foreach ((Link link, BillingAnswer<ContractSnapshot> answer) in subscriber.Active.Zip(answers))
        {
            Episode episode = episodes.GetValueOrDefault(link.ContractKey, Episode.Fresh);
            if (answer is not BillingAnswer<ContractSnapshot>.Found(var contract))
            {
                views.Add(new WarningView(link, null, Unseen(answer)));
                continue;
            }

            Wishes after = Wishes.Of(subscriber.Warnings, link.Choices, bounds.Limits);
            Reached reached = Newly(contract, episode, before, link, after, now);
            if (reached != default)
            {
                shown[link.ContractKey] = reached;
            }

            Preview preview = previewer.Of(contract, episode.Shown(reached), after, now);
            views.Add(new WarningView(link, contract.Balance.Currency, preview));
        }

        Wishes chat = Wishes.Of(subscriber.Warnings, LinkChoices.None, bounds.Limits);
        return new ShownPage(new WarningPage(chat, views, bounds.Zones, now), shown);
    }

    private static Preview.Never? Unseen(BillingAnswer<ContractSnapshot> answer) =>
        answer is BillingAnswer<ContractSnapshot>.Unavailable ? null : new Preview.Never(SilenceReason.NotInBilling);

    private Reached Newly(
        ContractSnapshot contract,
        Episode episode,
        Subscriber before,
        Link link,
        Wishes after,
        DateTimeOffset now
    ) =>
        before.LinkTo(link.ContractKey) is { } known
            ? WarningDesk.NewlyReached(
                judge,
                contract,
                episode,
                (Wishes.Of(before.Warnings, known.Choices, bounds.Limits), after),
                now
            )
            : default;
}
