using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>Linking a contract.</summary>
internal sealed partial class Voice
{
    /// <param name="ways">The ways that are on, in the order of offering.</param>
    public Body.Text ChooseWay(IReadOnlyCollection<LinkWay> ways) =>
        Say(
            Sentence.ChooseWay,
            [.. ways.Select(ButtonOf).OfType<Button>().Select(button => new[] { button }), [CancelButton]]
        );

    /// <summary>A number alone proves nothing: that message stays.</summary>
    public Body.Text AskContract() => Say(Sentence.AskContract, [CancelButton]);

    public Body.Text AskDocument() => Ask(Sentence.AskDocument);

    public Body.Text AskLogin() => Ask(Sentence.AskLogin);

    public Body.Text AskPassword() => Ask(Sentence.AskPassword);

    /// <summary>
    /// The one answer to every proof that failed, whatever the reason, even to somebody who is locked out: byte for byte
    /// the same, or it would tell a stranger which contracts exist and which document is on file.
    /// </summary>
    public Body.Text NotProved() =>
        Html(
            $"{_words[Sentence.NotProved]}\n\n{_words[Sentence.NotProvedWait]}",
            [Press(Sentence.ButtonTryAgain, Presses.Link)]
        );

    /// <param name="bySignIn">The billing tells a balance only to who signs in for it.</param>
    public Body.Text Linked(string number, bool bySignIn = false) =>
        Html(
            bySignIn
                ? $"{_words.Say(Sentence.Linked, Bold(number))} {_words[Sentence.LinkedBySignIn]}"
                : _words.Say(Sentence.Linked, Bold(number))
        ) with
        {
            Keyboard = Keys,
        };

    public Body.Text AlreadyLinked(string number) => Number(Sentence.AlreadyLinked, number, [BalanceButton]);

    public Body.Text TooManyContracts(int most) =>
        Html(
            _words.Count(Sentence.TooManyContracts, most),
            [ContractsButton, Press(Sentence.ButtonUnlink, Presses.Unlink)]
        );

    /// <summary>The billing gave no answer while a proof was being checked.</summary>
    public Body.Text BillingAway() => Say(Sentence.BillingAway, [Press(Sentence.ButtonTryAgain, Presses.Link)]);

    /// <summary>Telegram refused to delete a message with something private in it.</summary>
    public Body.Text PleaseDelete() => Say(Sentence.PleaseDelete);

    /// <summary>The dialogue has ended by itself.</summary>
    public Body.Text DialogueEnded() => Say(Sentence.DialogueEnded, [LinkButton, HelpButton]);

    /// <summary>The same of a dialogue in which a warning was being set.</summary>
    public Body.Text ChoosingEnded() => Say(Sentence.ChoosingEnded, [WarningsButton]);

    public Body.Text Cancelled() => Say(Sentence.Cancelled);

    public Body.Text NothingToCancel() => Say(Sentence.NothingToCancel, [HelpButton]);

    private Body.Text Ask(Sentence question) =>
        Html($"{_words[question]}\n\n{_words[Sentence.WillDelete]}", [CancelButton]);

    private Button.Callback? ButtonOf(LinkWay way) =>
        way switch
        {
            LinkWay.ContractAndDocument => Press(Sentence.ButtonByDocument, Presses.LinkByDocument),
            LinkWay.LoginAndPassword => Press(Sentence.ButtonByLogin, Presses.LinkByLogin),
            // A token comes with a link that the provider gives out, never from a button here.
            _ => null,
        };

    private Body.Text Number(Sentence sentence, string number, params IReadOnlyList<Button>[] rows) =>
        Html(_words.Say(sentence, Bold(number)), rows);

    private static string Bold(string outside) => $"<b>{Outside.Html(outside)}</b>";
}
