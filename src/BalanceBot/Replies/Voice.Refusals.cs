using BalanceBot.Outbox;

namespace BalanceBot.Replies;

/// <summary>Polite answers to what cannot be done.</summary>
internal sealed partial class Voice
{
    public Body.Text UnknownText() => Say(Sentence.UnknownText, [HelpButton]);

    /// <summary>To a photo, a voice message, a sticker and so on.</summary>
    public Body.Text OnlyText() => Say(Sentence.OnlyText, [HelpButton]);

    public Body.Text ContactIsNoProof() => Say(Sentence.ContactIsNoProof, [LinkButton]);

    public Body.Text ForwardedIsNoProof() => Say(Sentence.ForwardedIsNoProof);

    public Body.Text EditedIsNoProof() => Say(Sentence.EditedIsNoProof);

    public Body.Text GroupRefusal(string botUserName) => Say(Sentence.GroupRefusal, [PrivateChat(botUserName)]);

    /// <summary>To what looks like credentials in a group.</summary>
    public Body.Text CredentialsInGroup(string botUserName) =>
        Say(Sentence.CredentialsInGroup, [PrivateChat(botUserName)]);

    /// <summary>When an update could not be handled after several tries.</summary>
    public Body.Text Sorry() => Say(Sentence.Sorry);

    /// <summary>A pressed button no longer means anything. A message: the press itself was answered at once.</summary>
    public Body.Text StaleButton() => Say(Sentence.StaleButton, [HelpButton]);

    public Body.Text WaitABit() => Say(Sentence.WaitABit);

    /// <summary>The same as a toast on a pressed button.</summary>
    public string WaitABitToast() => _words[Sentence.WaitABit];

    private Button.Url PrivateChat(string botUserName) =>
        new(_words[Sentence.ButtonPrivateChat], $"https://t.me/{Uri.EscapeDataString(botUserName)}");
}
