using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>What an effect that says something needs to know.</summary>
/// <param name="Subscriber">After the effects before it.</param>
/// <param name="Before">As it was when the turn began.</param>
/// <param name="Contract">The key of the contract that the dialogue is about.</param>
internal sealed record Said(Subscriber Subscriber, Subscriber Before, string? Contract, Heard Heard, TurnWork Work);

/// <summary>From an effect of the table to a sentence of the voice.</summary>
internal static class Sayings
{
    public static Body.Text Say(Effect effect, Voice voice, Said said) =>
        effect switch
        {
            Effect.SayGreeting => voice.Greeting(),
            Effect.SayContracts => voice.Contracts(said.Subscriber.Links, said.Work.Now),
            Effect.SayHelp => voice.Help(
                said.Work.Ways,
                said.Work.Billing.Abilities,
                said.Work.OperatorCommandsOf(said.Subscriber.Chat)
            ),
            Effect.SayPrivacy => voice.Privacy(said.Work.Retention),
            Effect.SayConfirmForget => voice.ConfirmForget(),
            Effect.SayForgotten => voice.Forgotten(said.Work.Retention),
            Effect.SayNothingErased => voice.NothingErased(),
            Effect.SayChooseWay => voice.ChooseWay(said.Work.Ways),
            Effect.SayAskContract => voice.AskContract(),
            Effect.SayAskDocument => voice.AskDocument(),
            Effect.SayAskLogin => voice.AskLogin(),
            Effect.SayAskPassword => voice.AskPassword(),
            Effect.SayTooManyContracts => voice.TooManyContracts(said.Work.Settings.MostContractsPerChat),
            Effect.SayTooManyChats => voice.TooManyChats(said.Work.MostChatsPerContract),
            Effect.SayLinked => Linked(voice, said),
            Effect.SayNotProved => voice.NotProved(),
            Effect.SayBillingAway => voice.BillingAway(),
            Effect.SayNothingLinked => voice.NothingLinked(),
            Effect.SayChooseUnlink => voice.ChooseUnlink(said.Subscriber.Links),
            Effect.SayConfirmUnlink => LinkOf(said) is { } link ? voice.ConfirmUnlink(link) : voice.UnlinkTargetGone(),
            Effect.SayUnlinked => voice.Unlinked(LinkOf(said)?.ContractNumber ?? ""),
            Effect.SayKept => voice.Kept(),
            Effect.SayContractGone => voice.UnlinkTargetGone(),
            Effect.SayCancelled => voice.Cancelled(),
            Effect.SayNothingToCancel => voice.NothingToCancel(),
            Effect.SayDialogueEnded => voice.DialogueEnded(),
            Effect.SayChoosingEnded => voice.ChoosingEnded(),
            Effect.SayUnknown => voice.UnknownText(),
            Effect.SayOnlyText => voice.OnlyText(),
            Effect.SayForeignIsNoProof => voice.ForwardedIsNoProof(),
            Effect.SayContactIsNoProof => voice.ContactIsNoProof(),
            Effect.SayEditedIsNoProof => voice.EditedIsNoProof(),
            Effect.SayStaleButton => voice.StaleButton(),
            Effect.SayChooseQuiet => voice.ChooseQuiet(),
            Effect.SayChooseZone => voice.ChooseZone(said.Work.Warning.Zones),
            Effect.SayAskQuiet => voice.AskQuiet(),
            Effect.SayQuietUnclear => voice.QuietUnclear(),
            Effect.SayAskThreshold => LinkOf(said) is { } link ? voice.AskThreshold(link) : voice.UnlinkTargetGone(),
            Effect.SayThresholdBounds => voice.ThresholdBounds(said.Work.Warning.LargestThreshold),
            Effect.SayConfirmInvitation => voice.ConfirmInvitation(
                said.Heard.Invitation!.ContractNumber,
                said.Heard.Invitation.TokenHash
            ),
            Effect.SayInvitationNotGood => voice.InvitationNotGood(),
            Effect.SayInvitationDeclined => voice.InvitationDeclined(),
            Effect.SayPressYesOrNo => voice.PressYesOrNo(),
            Effect.SaySnoozed => Snoozed(voice, said),
            Effect.SayNoHistory => voice.NoHistory(),
            Effect.SayChooseHistory => voice.ChooseHistory([.. said.Subscriber.Active]),
            Effect.SayChooseBalance => voice.ChooseBalance([.. said.Subscriber.Active]),
            Effect.SayNoPromises => voice.NoPromises(),
            Effect.SayChoosePromise => voice.ChoosePromise([.. said.Subscriber.Active]),
            Effect.SayPromiseOffer => voice.PromiseOffer(
                said.Heard.Offer!,
                said.Heard.Terms is not null,
                said.Work.Now
            ),
            Effect.SayTold => said.Heard.Says!,
            Effect.SayPromiseDeclined => voice.PromiseDeclined(),
            Effect.SayAskSignIn => AskSignIn(voice, said),
            Effect.SayNotSignedIn => NotSignedIn(voice, said.Heard.SignIn!),
            Effect.SaySignInEnded => voice.SignInEnded(),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "Says nothing"),
        };

    private static Body.Text Linked(Voice voice, Said said)
    {
        string key = said.Heard.Proof!.Contract.Key.Value;
        string number = said.Heard.Proof.Contract.Number;
        return said.Before.Active.Any(link => link.ContractKey == key)
            ? voice.AlreadyLinked(number)
            : voice.Linked(number, said.Work.Billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn));
    }

    private static Body.Text AskSignIn(Voice voice, Said said) =>
        SignInWish.Read(said.Contract) is { } wish && said.Before.LinkTo(wish.ContractKey) is { } link
            ? wish.Purpose switch
            {
                SignInPurpose.Take => voice.AskSignInToTake(link.ContractNumber),
                SignInPurpose.Balance => voice.AskSignInForBalance(link.ContractNumber),
                _ => voice.AskSignInForTerms(link.ContractNumber),
            }
            : voice.UnlinkTargetGone();

    private static Body.Text NotSignedIn(Voice voice, SignInWish wish) =>
        wish.Purpose == SignInPurpose.Balance
            ? voice.NotSignedInForBalance(wish.ContractKey)
            : voice.NotSignedIn(wish.ContractKey);

    private static Body.Text Snoozed(Voice voice, Said said) =>
        said.Subscriber.Links.FirstOrDefault(link => Presses.Tag(link.ContractKey) == said.Heard.Tag)
            is { Choices.SnoozedUntil: { } until } snoozed
            ? voice.Snoozed(snoozed.ContractNumber, until, said.Work.Now)
            : voice.UnlinkTargetGone();

    private static Link? LinkOf(Said said) =>
        said.Before.Links.FirstOrDefault(link => link.ContractKey == said.Contract);
}
