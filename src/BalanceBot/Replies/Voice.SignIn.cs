using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>Signing in to the provider's web cabinet for one question.</summary>
internal sealed partial class Voice
{
    public Body.Text AskSignInForTerms(string number) => AskSignIn(number, Sentence.AskSignInForTerms);

    public Body.Text AskSignInForBalance(string number) => AskSignIn(number, Sentence.AskSignInForBalance);

    public Body.Text ChooseBalance(IReadOnlyList<Link> links) =>
        ChooseContract(Sentence.ChooseBalance, links, Presses.BalanceOf);

    /// <summary>In the place of the page of warnings.</summary>
    public Body.Text NobodyWarned() => Say(Sentence.NobodyWarned, [BalanceButton]);

    /// <summary>The terms are agreed to; nothing was kept since they were told.</summary>
    public Body.Text AskSignInToTake(string number) => AskSignIn(number, Sentence.AskSignInToTake);

    /// <summary>A wrong password or one that was not tried any more: byte for byte the same, as with <see cref="NotProved"/>.</summary>
    public Body.Text NotSignedIn(string contractKey) =>
        Html(
            $"{_words[Sentence.NotSignedIn]}\n\n{_words[Sentence.NotProvedWait]}",
            [Press(Sentence.ButtonTryAgain, Presses.PromiseFor(contractKey))],
            [BalanceButton]
        );

    /// <summary>The same words.</summary>
    public Body.Text NotSignedInForBalance(string contractKey) =>
        Html(
            $"{_words[Sentence.NotSignedIn]}\n\n{_words[Sentence.NotProvedWait]}",
            [Press(Sentence.ButtonTryAgain, Presses.BalanceOf(contractKey))]
        );

    public Body.Text SignInEnded() => Say(Sentence.SignInEnded, [BalanceButton]);

    /// <summary>To the contract's other chats.</summary>
    public Body.Text PasswordsLocked(string number) =>
        Number(Sentence.PasswordsLocked, number, [Press(Sentence.ButtonDevices, Presses.Devices)]);

    private Body.Text AskSignIn(string number, Sentence question) =>
        Html($"{Heading(number)}\n{_words[question]}\n\n{_words[Sentence.WillDelete]}", [CancelButton]);
}
