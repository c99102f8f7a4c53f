using System.Text;
using BalanceBot.Outbox;

namespace BalanceBot.Replies;

/// <summary>One-time links: to whoever opens one, and to the operator who asks for one.</summary>
internal sealed partial class Voice
{
    private const int ShownOfNumber = 3;

    /// <summary>The number is masked: a link may have been sent to the wrong person, who should not learn it.</summary>
    public Body.Text ConfirmInvitation(string number, string tokenHash) =>
        Html(
            _words.Say(Sentence.ConfirmInvitation, Bold($"…{EndOf(number)}")),
            [
                Press(Sentence.ButtonInviteYes, Presses.InviteYes(tokenHash)),
                Press(Sentence.ButtonInviteNo, Presses.InviteNo),
            ]
        );

    /// <summary>
    /// The one answer to every token that does not link, whatever the reason, even to somebody who is locked out: byte for
    /// byte the same.
    /// </summary>
    public Body.Text InvitationNotGood() => Say(Sentence.InvitationNotGood, [LinkButton, HelpButton]);

    public Body.Text InvitationDeclined() => Say(Sentence.InvitationDeclined);

    public Body.Text PressYesOrNo() => Say(Sentence.PressYesOrNo);

    /// <summary>To the operator, below the picture of the same address: whoever cannot see it has the words.</summary>
    public Body.Text Invitation(string number, string url, DateTimeOffset until, DateTimeOffset now) =>
        Html(
            _words.Say(
                Sentence.Invitation,
                Bold(number),
                Outside.Escape(url),
                _days.Say(_days.DayOf(until), _days.Today(now)),
                _days.SayTime(until)
            )
        );

    public Body.Text InviteAsk() => Say(Sentence.InviteAsk);

    public Body.Text InviteNotFound(string number) => Number(Sentence.InviteNotFound, number);

    public Body.Text InviteAmbiguous(string number) => Number(Sentence.InviteAmbiguous, number);

    public Body.Text InviteAway() => Say(Sentence.InviteAway);

    /// <summary>Of a very short number less than half.</summary>
    private static string EndOf(string number)
    {
        Rune[] runes = [.. Outside.Plain(number).EnumerateRunes()];
        return string.Concat(runes.TakeLast(Math.Min(ShownOfNumber, runes.Length / 2)));
    }
}
