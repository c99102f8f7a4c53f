using BalanceBot.Outbox;

namespace BalanceBot.Replies;

/// <summary>What is kept of a person, and how they are rid of it.</summary>
internal sealed partial class Voice
{
    /// <summary>What is kept and for how long, what never is, and what can be done about it.</summary>
    public Body.Text Privacy(Retention kept)
    {
        string[] lines =
        [
            $"<b>{_words[Sentence.PrivacyHeading]}</b>",
            $"• {_words[Sentence.PrivacyKept]}",
            $"• {_words[Sentence.PrivacyWarnings]}",
            $"• {_words[Sentence.PrivacyPromise]}",
            $"• {_words.Say(Sentence.PrivacyDecisions, Lasting(kept.Decisions))}",
            $"• {_words.Say(Sentence.PrivacyAudit, Lasting(kept.Audit))}",
            $"• {_words.Say(Sentence.PrivacyAttempts, Lasting(kept.Attempts))}",
            $"• {_words[Sentence.PrivacyMessages]}",
            "",
            _words[Sentence.PrivacyNever],
            "",
            _words[Sentence.PrivacyWays],
        ];
        return Html(
            string.Join('\n', lines),
            [Press(Sentence.ButtonExport, Presses.Export)],
            [Press(Sentence.ButtonForget, Presses.Forget)]
        );
    }

    /// <summary>Below the file.</summary>
    public string ExportCaption() => _words[Sentence.ExportCaption];

    public Body.Text ExportTooSoon(TimeSpan wait) => Html(_words.Say(Sentence.ExportTooSoon, Lasting(wait)));

    public Body.Text ConfirmForget() =>
        Html(
            $"{_words[Sentence.ConfirmForget]}\n\n{_words[Sentence.ForgetNote]}",
            [Press(Sentence.ButtonForgetYes, Presses.ForgetYes)],
            [Press(Sentence.ButtonForgetNo, Presses.ForgetNo)]
        );

    /// <summary>The goodbye: what is left, for how long, and why.</summary>
    public Body.Text Forgotten(Retention kept) =>
        Html(
            $"{_words[Sentence.Forgotten]}\n\n{_words.Say(Sentence.ForgottenLeft, Lasting(kept.Audit), Lasting(kept.Attempts))}"
        );

    public Body.Text NothingErased() => Say(Sentence.NothingErased);

    /// <summary>"7 days": never less than it is.</summary>
    private string Lasting(TimeSpan time) =>
        time < TimeSpan.FromDays(1)
            ? _words.Count(Sentence.LastingHours, (int)Math.Ceiling(time.TotalHours))
            : _words.Count(Sentence.LastingDays, (int)Math.Ceiling(time.TotalDays));
}
