using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using static BalanceBot.Tests.Replies.Samples;

namespace BalanceBot.Tests.Replies;

/// <summary>Promised payments.</summary>
internal static partial class Scenes
{
    private static DateOnly Until => new(2026, 12, 3);

    private static Dictionary<string, Func<Voice, Body.Text>> Promises(string number)
    {
        PromiseOffer offer = new("uid", number, "NOK", new(300m, 10m, Until), Now);
        AskedPromise asked = new(Now, "NOK", 300m, 10m, Until);
        Dictionary<string, Func<Voice, Body.Text>> scenes = new(StringComparer.Ordinal)
        {
            ["NoPromises"] = voice => voice.NoPromises(),
            ["ChoosePromise"] = voice => voice.ChoosePromise([LinkTo(number), LinkTo("P-17")]),
            ["ChoosePromise.AllSuspended"] = voice => voice.ChoosePromise([]),
            ["PromiseOffer"] = voice => voice.PromiseOffer(offer, again: false, Now),
            ["PromiseOffer.Again"] = voice => voice.PromiseOffer(offer, again: true, Now),
            ["PromiseOffer.Free"] = voice =>
                voice.PromiseOffer(offer with { Terms = new(300m, 0m, Until) }, again: false, Now),
            ["PromiseOffer.NothingTold"] = voice =>
                voice.PromiseOffer(offer with { Terms = new(null, null, null) }, again: false, Now),
            ["PromiseOffer.Recommended"] = voice =>
                voice.PromiseOffer(offer with { Terms = offer.Terms with { Recommended = 127.5m } }, again: false, Now),
            ["PromiseTaken"] = voice => voice.PromiseTaken(number, asked, new(500m, Until.AddDays(1)), Now),
            ["PromiseTaken.AsAsked"] = voice => voice.PromiseTaken(number, asked, new(null, null), Now),
            ["PromiseTaken.NothingTold"] = voice =>
                voice.PromiseTaken(number, asked with { Amount = null, Until = null }, new(null, null), Now),
            ["PromiseByOther"] = voice => voice.PromiseByOther(number, asked, new(500m, Until.AddDays(1)), Now),
            ["PromiseByOther.AsAsked"] = voice => voice.PromiseByOther(number, asked, null, Now),
            ["PromiseByOther.NothingTold"] = voice =>
                voice.PromiseByOther(number, asked with { Amount = null, Until = null }, null, Now),
            ["PromiseRunning"] = voice => voice.PromiseRunning(number, "NOK", new(300m, Until), Now),
            ["PromiseRunning.NothingTold"] = voice => voice.PromiseRunning(number, "NOK", new(null, null), Now),
            ["PromiseUnsure"] = voice => voice.PromiseUnsure(number),
            ["PromiseNotTaken"] = voice => voice.PromiseNotTaken(LinkTo(number)),
            ["PromiseNeverKnown"] = voice => voice.PromiseNeverKnown(number),
            ["PromiseElsewhere"] = voice => voice.PromiseElsewhere(number),
            ["PromiseAway"] = voice => voice.PromiseAway(LinkTo(number)),
            ["PromiseDeclined"] = voice => voice.PromiseDeclined(),
            ["AskSignInForBalance"] = voice => voice.AskSignInForBalance(number),
            ["ChooseBalance"] = voice => voice.ChooseBalance([LinkTo(number), LinkTo("P-17")]),
            ["NotSignedInForBalance"] = voice => voice.NotSignedInForBalance("uid"),
            ["NobodyWarned"] = voice => voice.NobodyWarned(),
            ["Linked.BySignIn"] = voice => voice.Linked(number, bySignIn: true),
            ["AskSignInForTerms"] = voice => voice.AskSignInForTerms(number),
            ["AskSignInToTake"] = voice => voice.AskSignInToTake(number),
            ["NotSignedIn"] = voice => voice.NotSignedIn("uid"),
            ["SignInEnded"] = voice => voice.SignInEnded(),
            ["PasswordsLocked"] = voice => voice.PasswordsLocked(number),
            ["Balances.PromiseOffered"] = voice =>
                voice.Balances(
                    [Found(Owing(Monthly(number, 0), 28m) with { State = ContractState.BlockedForDebt })],
                    Now,
                    promises: true
                ),
            ["Balances.PromiseNotNeeded"] = voice =>
                voice.Balances([Found(Monthly(number, 1234.5m))], Now, promises: true),
        };
        foreach (PromiseDenial why in Enum.GetValues<PromiseDenial>())
        {
            scenes[$"PromiseDenied.{why}"] = voice => voice.PromiseDenied(number, why);
        }

        return scenes;
    }
}
