using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>Why a contract's chats were or were not told.</summary>
/// <param name="Number">As the billing or the link writes it.</param>
/// <param name="Balance">Null: the billing has no such contract.</param>
/// <param name="LastRun">When the last complete scan ended: until then the last decision has been confirmed.</param>
internal sealed record WhyPage(
    string Number,
    BillingAnswer<ContractSnapshot>? Balance,
    IReadOnlyList<WhyChat> Chats,
    DateTimeOffset? LastRun
);

/// <param name="Now">What a judgement made now comes to; null: it cannot be made.</param>
/// <param name="Unsure">The last message may not have arrived.</param>
internal sealed record WhyChat(
    ChatId Chat,
    Recorded? Now,
    bool Unsure,
    DateTimeOffset? DueAt,
    IReadOnlyList<Recorded> Decisions
);

/// <summary>Who would be warned.</summary>
/// <param name="First">The first of them, the most urgent first.</param>
internal sealed record DryRunPage(
    int Linked,
    int Failed,
    IReadOnlyDictionary<Level, int> Counts,
    IReadOnlyList<DryRunLine> First
);

internal sealed record DryRunLine(
    DateTimeOffset At,
    string Number,
    ChatId Chat,
    Level Level,
    DateOnly? Ends,
    decimal? Missing,
    string Currency
);

/// <summary>To the operators.</summary>
internal sealed partial class Voice
{
    private const string ShortDate = "yyyy-MM-dd";
    private const string ShortTime = "yyyy-MM-dd HH:mm";

    public Body.Text Why(WhyPage page, DateTimeOffset now)
    {
        if (page is { Balance: null, Chats.Count: 0 })
        {
            return Number(Sentence.WhyNotFound, page.Number);
        }

        string balance = page.Balance is { } answer
            ? _balances.Brief(new ContractBalance(page.Number, answer), now)
            : $"<b>{_words.Say(Sentence.WhyHeading, Outside.Html(page.Number))}</b>";
        IEnumerable<string> chats =
            page.Chats.Count == 0
                ? ["", _words[Sentence.WhyNotLinked]]
                : page.Chats.SelectMany(chat => Lines(chat, page));
        return Html(BalanceSheet.Fit($"{balance}\n{RunSentence(page.LastRun)}", [.. chats], More));
    }

    public Body.Text WhyAsk() => Say(Sentence.WhyAsk);

    /// <summary>A decision in words, without mark-up.</summary>
    public string Tell(Recorded decision, string currency)
    {
        string level = decision.Level == Level.None ? "" : _words[LevelOf(decision.Level)];
        return decision.Kind switch
        {
            RecordedKind.Warned when decision is { Ends: { } ends, Missing: { } missing } => _words.Say(
                Sentence.WhyWarnedEnds,
                level,
                ends.ToString(ShortDate, CultureInfo.InvariantCulture),
                _amounts.Exact(missing, currency)
            ),
            RecordedKind.Warned => _words.Say(Sentence.WhyWarned, level),
            RecordedKind.Received => _words[Sentence.WhyReceived],
            RecordedKind.AllRight => _words[Sentence.WhyAllRight],
            RecordedKind.Later => _words.Say(
                Sentence.WhyLater,
                decision.Until is { } until ? Short(until) : "",
                _words[ReasonOf((WaitReason)decision.Reason)]
            ),
            _ => _words.Say(Sentence.WhySilent, _words[ReasonOf((SilenceReason)decision.Reason)]),
        };
    }

    /// <summary>A level in words, without mark-up.</summary>
    public string Tell(Level level) => _words[LevelOf(level)];

    /// <summary>A moment by the operator's clock, to sort by.</summary>
    public string Short(DateTimeOffset moment) =>
        TimeZoneInfo.ConvertTime(moment, _days.Zone).ToString(ShortTime, CultureInfo.InvariantCulture);

    public Body.Text DryRun(DryRunPage page)
    {
        int all = page.Counts.Values.Sum();
        string heading =
            all == 0
                ? _words.Say(Sentence.DryRunNone, page.Linked)
                : _words.Count(Sentence.DryRunHeading, all, page.Linked.ToString(Language.Culture));
        IEnumerable<string> counts = page
            .Counts.Where(count => count.Value > 0)
            .OrderByDescending(count => count.Key)
            .Select(count => _words.Say(Sentence.DryRunLevel, Tell(count.Key), count.Value));
        IEnumerable<string> first = page.First.Select(line =>
            _words.Say(Sentence.DryRunLine, Short(line.At), Bold(line.Number), Tell(line.Level))
        );
        string[] failed = page.Failed > 0 ? [_words.Count(Sentence.DryRunFailed, page.Failed)] : [];
        string[] gap = page.First.Count > 0 ? [""] : [];
        return Html(
            BalanceSheet.Fit(
                string.Join('\n', [heading, .. counts, .. failed, .. gap]),
                [.. first],
                left => More(left + all - page.First.Count)
            )
        );
    }

    public Body.Text DryRunSlow() => Say(Sentence.DryRunSlow);

    public Body.Text OnlyBySignIn() => Say(Sentence.OnlyBySignIn);

    public Body.Text DryRunAway() => Say(Sentence.DryRunAway);

    public Body.Text BillingAwayAlarm(bool raised, DateTimeOffset since) =>
        Html(_words.Say(raised ? Sentence.AlarmBillingAway : Sentence.AlarmBillingBack, Short(since)));

    public Body.Text StaleDataAlarm(bool raised, DateTimeOffset since, int contracts) =>
        Html(
            raised
                ? _words.Count(Sentence.AlarmStale, contracts, Short(since))
                : _words.Say(Sentence.AlarmFresh, Short(since))
        );

    public Body.Text NoRunAlarm(bool raised, DateTimeOffset since) =>
        Html(_words.Say(raised ? Sentence.AlarmNoRun : Sentence.AlarmRun, Short(since)));

    public Body.Text ManyChangedAlarm(bool raised, DateTimeOffset since, int links) =>
        Html(
            raised
                ? _words.Count(Sentence.AlarmManyChanged, links, Short(since))
                : _words.Say(Sentence.AlarmFewChanged, Short(since))
        );

    private IEnumerable<string> Lines(WhyChat chat, WhyPage page)
    {
        string currency = page.Balance is BillingAnswer<ContractSnapshot>.Found(var found)
            ? found.Balance.Currency
            : "";
        string now = chat.Now is { } decision ? Tell(decision, currency) : _words[Sentence.ReasonNotJudged];
        string due = chat.DueAt is { } at ? $"; {_words.Say(Sentence.WhyDue, Short(at))}" : "";
        string unsure = chat.Unsure ? $"; {_words[Sentence.WhyUnsure]}" : "";
        yield return "";
        yield return _words.Say(Sentence.WhyChat, $"<b>{chat.Chat}</b>", now + due + unsure);
        foreach (Recorded entry in chat.Decisions)
        {
            yield return _words.Say(Sentence.WhyLine, Short(entry.At), Tell(entry, currency));
        }

        if (chat.Decisions.Count == 0)
        {
            yield return _words[Sentence.WhyNothing];
        }
    }

    private string More(int left) => left == 0 ? "" : _words.Say(Sentence.More, left);

    private string RunSentence(DateTimeOffset? lastRun) =>
        lastRun is { } at ? _words.Say(Sentence.WhyRun, Short(at)) : _words[Sentence.WhyNoRun];
}
