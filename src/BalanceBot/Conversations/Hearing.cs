using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>What an update, or an answer of the billing, means to the dialogue.</summary>
internal sealed record Heard(Trigger Trigger)
{
    /// <summary>What the person wrote, where it matters; it may be a secret.</summary>
    public string Words { get; init; } = "";

    public int? MessageId { get; init; }

    /// <summary>The contract that a pressed button names (<see cref="Presses.Tag"/>).</summary>
    public string? Tag { get; init; }

    /// <summary>The other chat that a pressed button names (<see cref="Presses.Device"/>).</summary>
    public string? Device { get; init; }

    /// <summary>What a pressed button chooses of the warnings.</summary>
    public WarningChoice? Choice { get; init; }

    /// <summary>The message below which a button was pressed: a page in it is changed in place.</summary>
    public int? Page { get; init; }

    /// <summary>A command with words behind it: a one-time token, or what people type who know what will be asked.</summary>
    public bool CarriesSecret { get; init; }

    /// <summary>The terms of a promised payment that a pressed button names.</summary>
    public string? Terms { get; init; }

    /// <summary>What the button shows is a message of its own.</summary>
    public bool IsAnew { get; init; }

    /// <summary>The month of a history that a pressed button names; null: the newest.</summary>
    public Month? Month { get; init; }

    /// <summary>... and which of its sheets.</summary>
    public int Sheet { get; init; }

    public ProofOutcome.Proved? Proof { get; init; }

    /// <summary>What the billing offers now.</summary>
    public PromiseOffer? Offer { get; init; }

    /// <summary>What a password is wanted for.</summary>
    public SignInWish? SignIn { get; init; }

    /// <summary>What has come of a question, ready to be said.</summary>
    public Body.Text? Says { get; init; }

    /// <summary>What a token came to.</summary>
    public Invitation? Invitation { get; init; }
}

/// <summary>Understands an update of a private chat. Pure.</summary>
internal static class Hearing
{
    /// <summary>In these states whatever is written is a login, document or password, and never a plain word.</summary>
    public static bool AwaitsSecret(State state) =>
        state is State.AwaitingDocument or State.AwaitingLogin or State.AwaitingPassword or State.AwaitingSignIn;

    public static Heard Hear(Update update, State state, string botUserName) =>
        update switch
        {
            Update.Text { Foreign: true } text => new Heard(Trigger.ForeignWords) { MessageId = text.MessageId },
            Update.Text text => Hear(text, state, botUserName),
            Update.Press press => Hear(press) with { Page = press.MessageId },
            Update.Contact contact => new Heard(Trigger.Contact) { MessageId = contact.MessageId },
            Update.Edited edited => new Heard(Trigger.Edited) { MessageId = edited.MessageId },
            Update.Membership membership => new Heard(membership.MayWrite ? Trigger.Returned : Trigger.Blocked),
            Update.Other other => new Heard(Trigger.OtherKind) { MessageId = other.MessageId },
            _ => throw new ArgumentOutOfRangeException(
                nameof(update),
                update.GetType().Name,
                "No part of a conversation"
            ),
        };

    private static Heard Hear(Update.Text text, State state, string botUserName)
    {
        Heard words = new(Trigger.Words) { Words = text.Words, MessageId = text.MessageId };
        return SlashCommand.Read(text.Words, botUserName) switch
        {
            SlashCommand.Known(Wish.Start, { } token) => words with
            {
                Trigger = Trigger.Redeem,
                Words = token,
                // Good until it is used: it does not belong into the history of a chat, of which others may see a screen.
                CarriesSecret = true,
            },
            SlashCommand.Known(Wish wish, var payload) => words with
            {
                Trigger = TriggerOf(wish),
                CarriesSecret = payload is not null,
            },
            SlashCommand.None when !AwaitsSecret(state) && PlainWords.Read(text.Words) is { } wish => words with
            {
                Trigger = TriggerOf(wish),
            },
            _ => words,
        };
    }

    private static Heard Hear(Update.Press press) =>
        Presses.Read(press.Data) switch
        {
            Press.Wanted(Wish wish) => new Heard(TriggerOf(wish)),
            Press.LinkBy(LinkWay.ContractAndDocument) => new Heard(Trigger.ChooseDocument),
            Press.LinkBy(LinkWay.LoginAndPassword) => new Heard(Trigger.ChooseLogin),
            Press.UnlinkThis(string tag) => new Heard(Trigger.PickContract) { Tag = tag },
            Press.UnlinkYes(string tag) => new Heard(Trigger.ConfirmUnlink) { Tag = tag },
            Press.UnlinkDevice(string tag, string device) => new Heard(Trigger.UnlinkDevice)
            {
                Tag = tag,
                Device = device,
            },
            Press.UnlinkNo => new Heard(Trigger.KeepLink),
            Press.InviteYes(string tag) => new Heard(Trigger.AcceptInvitation) { Tag = tag },
            Press.InviteNo => new Heard(Trigger.DeclineInvitation),
            Press.ForgetYes => new Heard(Trigger.ConfirmForget),
            Press.ForgetNo => new Heard(Trigger.KeepAll),
            Press.Choose(var choice) => new Heard(Trigger.ChooseWarnings) { Choice = choice },
            Press.Back => new Heard(Trigger.BackToWarnings),
            Press.AskQuiet => new Heard(Trigger.AskQuiet),
            Press.AskZone => new Heard(Trigger.AskZone),
            Press.TypeQuiet => new Heard(Trigger.TypeQuiet),
            Press.TypeThreshold(string tag) => new Heard(Trigger.TypeThreshold) { Tag = tag },
            Press.Snooze(string tag) => new Heard(Trigger.Snooze) { Tag = tag },
            Press.BalanceOf(string tag) => new Heard(Trigger.PickBalance) { Tag = tag },
            Press.PromiseFor(string tag) => new Heard(Trigger.PickPromise) { Tag = tag },
            Press.PromiseYes(string tag, string terms) => new Heard(Trigger.ConfirmPromise)
            {
                Tag = tag,
                Terms = terms,
            },
            Press.HistoryOf(string tag, var month, int sheet) => new Heard(Trigger.PickHistory)
            {
                Tag = tag,
                Month = month,
                Sheet = sheet,
            },
            Press.HistoryAnew(string tag) => new Heard(Trigger.PickHistory) { Tag = tag, IsAnew = true },
            Press.PictureOf(string tag) => new Heard(Trigger.DrawHistory) { Tag = tag },
            Press.PromiseNo => new Heard(Trigger.DeclinePromise),
            _ => new Heard(Trigger.StalePress),
        };

    private static Trigger TriggerOf(Wish wish) =>
        wish switch
        {
            Wish.Start => Trigger.Start,
            Wish.Balance => Trigger.Balance,
            Wish.Link => Trigger.Link,
            Wish.Contracts => Trigger.Contracts,
            Wish.Warnings => Trigger.Warnings,
            Wish.Unlink => Trigger.Unlink,
            Wish.Devices => Trigger.Devices,
            Wish.History => Trigger.History,
            Wish.Promise => Trigger.Promise,
            Wish.Help => Trigger.Help,
            Wish.Privacy => Trigger.Privacy,
            Wish.Export => Trigger.Export,
            Wish.Forget => Trigger.Forget,
            Wish.Cancel => Trigger.Cancel,
            _ => throw new ArgumentOutOfRangeException(nameof(wish)),
        };
}
