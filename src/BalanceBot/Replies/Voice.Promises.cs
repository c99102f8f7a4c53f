using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>Promised payments: the terms, the question, and what has come of it.</summary>
internal sealed partial class Voice
{
    public Body.Text NoPromises() => Say(Sentence.NoPromises, [BalanceButton]);

    public Body.Text ChoosePromise(IReadOnlyList<Link> links) =>
        ChooseContract(Sentence.ChoosePromise, links, Presses.PromiseFor);

    /// <param name="again">The person has just agreed to other terms, or to terms of another time.</param>
    public Body.Text PromiseOffer(PromiseOffer offer, bool again, DateTimeOffset now)
    {
        PromisedPayment.Offered terms = offer.Terms;
        string what = Promised(
            terms.Amount,
            offer.Currency,
            terms.Until,
            now,
            (Sentence.PromiseOfferUntil, Sentence.PromiseOffer)
        );
        string price = terms.Price switch
        {
            null => _words[Sentence.PromisePriceUnsaid],
            0 => _words[Sentence.PromiseFree],
            { } sum => _words.Say(Sentence.PromisePrice, _amounts.Exact(sum, offer.Currency)),
        };
        string[] lines =
        [
            .. again ? [_words[Sentence.PromiseAgain], ""] : Array.Empty<string>(),
            Heading(offer.ContractNumber),
            $"{what} {price}",
            .. terms.Recommended is > 0 and var recommended
                ? [_words.Say(Sentence.PromiseRecommended, _amounts.Exact(recommended, offer.Currency))]
                : Array.Empty<string>(),
            _words[Sentence.PromisePayBack],
        ];
        return Html(
            string.Join('\n', lines),
            [Press(Sentence.ButtonPromiseYes, Presses.PromiseYes(offer))],
            [Press(Sentence.ButtonPromiseNo, Presses.PromiseNo)]
        );
    }

    public Body.Text PromiseTaken(
        string number,
        AskedPromise asked,
        PromisedPayment.Running running,
        DateTimeOffset now
    ) =>
        Of(
            number,
            Promised(
                running.Amount ?? asked.Amount,
                asked.Currency,
                running.Until ?? asked.Until,
                now,
                (Sentence.PromiseTakenUntil, Sentence.PromiseTaken)
            )
        );

    /// <summary>To the other chats of the contract: one of them has taken it.</summary>
    /// <param name="running">What the billing says of it; null: only that no other can be had.</param>
    public Body.Text PromiseByOther(
        string number,
        AskedPromise asked,
        PromisedPayment.Running? running,
        DateTimeOffset now
    )
    {
        string taken = Promised(
            running?.Amount ?? asked.Amount,
            asked.Currency,
            running?.Until ?? asked.Until,
            now,
            (Sentence.PromiseByOtherUntil, Sentence.PromiseByOther)
        );
        return Html($"{Heading(number)}\n{taken}", [BalanceButton], [Press(Sentence.ButtonDevices, Presses.Devices)]);
    }

    public Body.Text PromiseRunning(
        string number,
        string currency,
        PromisedPayment.Running running,
        DateTimeOffset now
    ) =>
        Of(
            number,
            Promised(
                running.Amount,
                currency,
                running.Until,
                now,
                (Sentence.PromiseRunningUntil, Sentence.PromiseRunning)
            )
        );

    /// <summary>Why not, and what can be done about it.</summary>
    public Body.Text PromiseDenied(string number, PromiseDenial why) =>
        Of(
            number,
            _words[
                why switch
                {
                    PromiseDenial.Frozen => Sentence.PromiseFrozen,
                    PromiseDenial.EnoughMoney => Sentence.PromiseEnoughMoney,
                    PromiseDenial.TooMuchDebt => Sentence.PromiseTooMuchDebt,
                    PromiseDenial.TariffWithout => Sentence.PromiseTariffWithout,
                    PromiseDenial.TakenThisMonth => Sentence.PromiseTakenThisMonth,
                    PromiseDenial.PreviousUnpaid => Sentence.PromisePreviousUnpaid,
                    PromiseDenial.NotGiven => Sentence.PromiseNotGiven,
                    _ => Sentence.PromiseDenied,
                }
            ]
        );

    /// <summary>The billing was asked to take it, and nobody knows yet whether it has.</summary>
    public Body.Text PromiseUnsure(string number) => Of(number, _words[Sentence.PromiseUnsure]);

    /// <summary>... now it is known: it has not.</summary>
    public Body.Text PromiseNotTaken(Link link) =>
        Html(
            $"{Heading(link.ContractNumber)}\n{_words[Sentence.PromiseNotTaken]}",
            [Press(Sentence.ButtonPromiseAgain, Presses.PromiseFor(link.ContractKey))],
            [BalanceButton]
        );

    /// <summary>... and it will never be.</summary>
    public Body.Text PromiseNeverKnown(string number) => Of(number, _words[Sentence.PromiseNeverKnown]);

    public Body.Text PromiseElsewhere(string number) => Of(number, _words[Sentence.PromiseElsewhere]);

    public Body.Text PromiseAway(Link link) =>
        Html(
            $"{Heading(link.ContractNumber)}\n{_words[Sentence.BillingAway]}",
            [Press(Sentence.ButtonTryAgain, Presses.PromiseFor(link.ContractKey))]
        );

    public Body.Text PromiseDeclined() => Say(Sentence.PromiseDeclined, [BalanceButton]);

    private string Heading(string number) => $"<b>{_words.Say(Sentence.ContractHeading, Outside.Html(number))}</b>";

    private Body.Text Of(string number, string told) => Html($"{Heading(number)}\n{told}", [BalanceButton]);

    private string Promised(
        decimal? sum,
        string currency,
        DateOnly? until,
        DateTimeOffset now,
        (Sentence Until, Sentence Open) sentence
    )
    {
        string what = sum is { } known
            ? _words.Say(Sentence.PromiseOfSum, $"<b>{_amounts.Exact(known, currency)}</b>")
            : _words[Sentence.PromiseOfSome];
        return until is { } day
            ? _words.Say(sentence.Until, what, _days.Say(day, _days.Today(now)))
            : _words.Say(sentence.Open, what);
    }

    /// <summary>One button for each contract; none that must be proved again.</summary>
    private Body.Text ChooseContract(Sentence question, IReadOnlyList<Link> links, Func<string, string> press) =>
        links.Count == 0
            ? Say(Sentence.ContractSuspended, [LinkButton])
            : Say(
                question,
                [
                    .. links
                        .Take(MostUnlinkButtons)
                        .Select(link =>
                            new[] { new Button.Callback(Outside.Plain(link.ContractNumber), press(link.ContractKey)) }
                        ),
                ]
            );
}
