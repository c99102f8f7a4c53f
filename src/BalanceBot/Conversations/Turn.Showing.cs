using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>What is said, and in which place.</summary>
internal sealed partial class Turn
{
    private async Task<Body.Text> Say(Effect effect, Heard heard, string? draft, Voice voice, CancellationToken stop) =>
        effect switch
        {
            Effect.SayBalances => await ShowBalances(voice, stop),
            Effect.SayHistory => await ShowHistory(heard, voice, stop),
            Effect.SayWarnings => await ShowWarnings(voice, stop),
            Effect.SayDevices => voice.Devices(await Devices.Page(work, subscriber, others), deviceIsGone, work.Now),
            _ => Sayings.Say(effect, voice, new Said(subscriber, known, session.Draft ?? draft, heard, work)),
        };

    /// <summary>A contract that is not the one that was proved is not shown, and from now on not asked about.</summary>
    private async Task<Body.Text> ShowBalances(Voice voice, CancellationToken stop)
    {
        ContractBalance[] balances = [.. await work.Ask(subscriber, stop)];
        foreach ((int at, Link link) in subscriber.Links.Index().ToArray())
        {
            if (balances[at].Answer is not BillingAnswer<ContractSnapshot>.Found(var contract))
            {
                continue;
            }

            if (SuspendIfChanged(link, contract))
            {
                balances[at] = ContractBalance.Suspended(link.ContractNumber);
            }
        }

        return BalancesOf(balances, voice);
    }

    private Body.Text BalancesOf(IReadOnlyList<ContractBalance> balances, Voice voice) =>
        voice.Balances(balances, work.Now, work.Billing.Abilities.HasFlag(BillingAbilities.Promise));

    /// <summary>One contract, asked about as above; suspended or not told of, it is not to be shown.</summary>
    private async Task<ContractBalance> See(Link link, CancellationToken stop)
    {
        if (link.IsSuspended)
        {
            return ContractBalance.Suspended(link.ContractNumber);
        }

        return Seen(link, await work.Billing.Snapshot(new ContractKey(link.ContractKey), stop));
    }

    private ContractBalance Seen(Link link, BillingAnswer<ContractSnapshot> answer) =>
        answer is BillingAnswer<ContractSnapshot>.Found(var contract) && SuspendIfChanged(link, contract)
            ? ContractBalance.Suspended(link.ContractNumber)
            : new ContractBalance(link.ContractNumber, answer);

    private bool SuspendIfChanged(Link link, ContractSnapshot contract)
    {
        if (Standing.HasChanged(link.Choices.Standing, contract))
        {
            subscriber = subscriber.With(link with { IsSuspended = true });
            audit.Add(Suspender.EntryOf(session.Chat, link, work.Now));
            return true;
        }

        if (Standing.IsOutdated(link.Choices.Standing, contract))
        {
            subscriber = subscriber.With(link.ContractKey, c => c with { Standing = Standing.MarkOf(contract) });
        }

        return false;
    }

    private async Task<Body.Text> ShowWarnings(Voice voice, CancellationToken stop)
    {
        if (work.Billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn))
        {
            return voice.NobodyWarned();
        }

        ShownPage page = await work.WarningPages.Of(subscriber, known, stop);
        shown = page.Shown;
        return voice.Warnings(page.Page);
    }

    /// <summary>A page of settings changes where it stands; an answer in words comes below.</summary>
    private static Body InPlace(Effect effect, Heard heard, Body.Text said) =>
        heard.Page is { } message
        && heard.Trigger != Trigger.Warnings
        && heard.Trigger != Trigger.Devices
        && heard.Trigger != Trigger.History
        && !heard.IsAnew
        && effect
            is Effect.SayDevices
                or Effect.SayWarnings
                or Effect.SayChooseQuiet
                or Effect.SayChooseZone
                or Effect.SayHistory
            ? new Body.Edit(message, said)
            : said;

    private Subscriber ChooseTyped(string words, string? draft) =>
        WarningDesk.Typed(before.State, words, draft, work.Warning.LargestThreshold) is { } choice
            ? WarningDesk.Choose(subscriber, choice, work.Warning)
            : subscriber;
}
