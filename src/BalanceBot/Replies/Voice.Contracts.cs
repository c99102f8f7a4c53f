using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>What the billing said of a linked contract.</summary>
/// <param name="Number">The number to show, as it was when the contract was linked.</param>
internal sealed record ContractBalance(string Number, BillingAnswer<ContractSnapshot> Answer)
{
    /// <summary>The contract must be proved again before anything of it is told.</summary>
    public bool IsSuspended { get; private init; }

    public static ContractBalance Suspended(string number) =>
        new(number, new BillingAnswer<ContractSnapshot>.NotFound()) { IsSuspended = true };
}

/// <summary>Linked contracts: balances, the list, unlinking.</summary>
internal sealed partial class Voice
{
    /// <summary>Telegram takes 100 buttons; one is for "no".</summary>
    private const int MostUnlinkButtons = 99;

    public Body.Text NothingLinked() => Say(Sentence.NothingLinked, [LinkButton]);

    /// <summary>One message for every linked contract, in the order of linking.</summary>
    /// <param name="promises">The billing takes promised payments.</param>
    public Body.Text Balances(IReadOnlyList<ContractBalance> contracts, DateTimeOffset now, bool promises = false) =>
        contracts.Count == 0
            ? NothingLinked()
            : Html(
                _balances.Write(contracts, now),
                [
                    .. PayButtons(contracts, now),
                    .. promises && contracts.Any(contract => RunsShort(contract, now))
                        ?
                        [
                            [Press(Sentence.ButtonPromise, Presses.Promise)],
                        ]
                        : Array.Empty<Button[]>(),
                    .. contracts.Any(contract => contract.IsSuspended)
                        ?
                        [
                            [LinkButton],
                        ]
                        : Array.Empty<Button[]>(),
                    [Press(Sentence.ButtonRefresh, Presses.Balance), ContractsButton],
                ]
            );

    /// <summary>A promised payment is offered where it may be needed; whether it can be had is the billing's to say.</summary>
    private const int PromiseAheadDays = 7;

    private bool RunsShort(ContractBalance contract, DateTimeOffset now) =>
        contract.Answer is BillingAnswer<ContractSnapshot>.Found({ State: not ContractState.Closed } found)
        && Forecast.Of(found, _days.Today(now)) switch
        {
            Forecast.Stopped => true,
            Forecast.LastsUntil(var on, _, _) => on <= _days.Today(now).AddDays(PromiseAheadDays),
            _ => Amounts.IsDebt(found.Balance),
        };

    /// <summary>What is missing later than in a month is nothing to pay now.</summary>
    private const int PayAheadDays = 31;

    private IEnumerable<IReadOnlyList<Button>> PayButtons(IReadOnlyList<ContractBalance> contracts, DateTimeOffset now)
    {
        DateOnly today = _days.Today(now);
        foreach (ContractBalance contract in contracts.Take(MostWithButtons))
        {
            if (
                contract.Answer is BillingAnswer<ContractSnapshot>.Found(var found)
                && Forecast.Of(found, today) is var forecast
                && !(forecast is Forecast.LastsUntil(var on, _, _) && on > today.AddDays(PayAheadDays))
                && Pay(contract.Number, found, forecast, today, contracts.Count == 1) is { } pay
            )
            {
                yield return [pay];
            }
        }
    }

    public Body.Text Contracts(IReadOnlyList<Link> links, DateTimeOffset now)
    {
        if (links.Count == 0)
        {
            return NothingLinked();
        }

        DateOnly today = _days.Today(now);
        IEnumerable<string> lines = links.Select(link =>
            _words.Say(Sentence.ContractLine, Bold(link.ContractNumber), _days.Say(_days.DayOf(link.LinkedAt), today))
        );
        return Html(
            _balances.Fit(_words[Sentence.ContractsHeading], [.. lines]),
            [BalanceButton],
            [Press(Sentence.ButtonLinkAnother, Presses.Link), Press(Sentence.ButtonUnlink, Presses.Unlink)]
        );
    }

    public Body.Text ChooseUnlink(IReadOnlyList<Link> links)
    {
        IEnumerable<Button> contracts = links
            .Take(MostUnlinkButtons)
            .Select(link => new Button.Callback(
                Outside.Plain(link.ContractNumber),
                Presses.UnlinkThis(link.ContractKey)
            ));
        return Say(
            Sentence.ChooseUnlink,
            [.. contracts.Append(Press(Sentence.ButtonUnlinkNo, Presses.UnlinkNo)).Select(button => new[] { button })]
        );
    }

    public Body.Text ConfirmUnlink(Link link) =>
        Number(
            Sentence.ConfirmUnlink,
            link.ContractNumber,
            [
                Press(Sentence.ButtonUnlinkYes, Presses.UnlinkYes(link.ContractKey)),
                Press(Sentence.ButtonUnlinkNo, Presses.UnlinkNo),
            ]
        );

    public Body.Text Unlinked(string number) => Number(Sentence.Unlinked, number, [ContractsButton, LinkButton]);

    public Body.Text Kept() => Say(Sentence.Kept, [BalanceButton]);

    /// <summary>The contract of a pressed button is not linked (any more).</summary>
    public Body.Text UnlinkTargetGone() => Say(Sentence.UnlinkTargetGone, [ContractsButton]);
}
