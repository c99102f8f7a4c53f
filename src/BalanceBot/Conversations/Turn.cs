using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Conversations;

/// <summary>One run of a turn: hears, decides, does the effects, and collects what is to be written and said.</summary>
internal sealed partial class Turn
{
    private const string ExportName = "what-the-bot-keeps.json";
    private readonly TurnWork work;
    private readonly Session before;
    private readonly Subscriber known;
    private readonly long? updateId;
    private readonly List<Outgoing> messages = [];
    private Session session;
    private Subscriber subscriber;
    private ProofOutcome.Proved? success;
    private CountsAfter signedIn = CountsAfter.Untouched;
    private string? redeemed;
    private IReadOnlyDictionary<string, Reached> shown = TurnChanges.ShownNothing;
    private readonly List<AuditEntry> audit = [];
    private bool mustBeKept;
    private readonly List<Subscriber> others = [];
    private IReadOnlyList<Subscriber> otherChats = [];
    private ContractPlace? place;
    private string? standing;
    private bool deviceIsGone;
    private bool forgets;

    public Turn(TurnWork work, Session session, Subscriber subscriber, long? updateId)
    {
        this.work = work;
        this.session = before = session;
        this.subscriber = known = subscriber;
        this.updateId = updateId;
    }

    public IReadOnlyList<Outgoing> Messages => messages;

    public State State => session.State;

    public bool Changed =>
        mustBeKept
        || others.Count > 0
        || audit.Count > 0
        || signedIn != CountsAfter.Untouched
        || session != before
        || !ReferenceEquals(subscriber, known);

    public TurnChanges Changes(DateTimeOffset now) =>
        new(updateId, now)
        {
            Session =
                forgets ? before
                : session == before ? null
                : session,
            Subscriber =
                forgets ? known
                : ReferenceEquals(subscriber, known) ? null
                : subscriber,
            Forgets = forgets,
            Outgoing = messages,
            Others = others,
            Place = place,
            ClearAttempts = success?.Attempts ?? signedIn.Cleared,
            TakenBack = success?.TakenBack is { } left ? [left] : signedIn.Left,
            Redeemed = redeemed,
            Shown = shown,
            Audit = audit,
        };

    public async Task Hear(Update update, CancellationToken stop)
    {
        Voice voice = work.VoiceOf(subscriber, update.From?.LanguageCode ?? session.Language);
        State heardIn = session.State;
        if (IsOver() && session.State != State.AwaitingPromise)
        {
            await Do(new Heard(Trigger.TimeUp), voice, stop);
        }

        Heard heard = Repeated(update) ?? Hearing.Hear(update, session.State, work.BotUserName());
        bool cameTooLate =
            heard.Trigger == Trigger.Words && Hearing.AwaitsSecret(heardIn) && !Hearing.AwaitsSecret(session.State);
        if (heard.CarriesSecret || cameTooLate)
        {
            // It came too late to be checked, or with a command that takes none; it is a secret all the same.
            await Delete(heard.MessageId, voice, stop);
        }

        if (!subscriber.Reachable && heard.Trigger != Trigger.Blocked)
        {
            subscriber = subscriber with { Reachable = true };
        }

        session = session with { Language = update.From?.LanguageCode ?? session.Language };
        await Do(heard, voice, stop);
        // Whoever blocks the bot or loses their phone uses nothing.
        if (heard.Trigger != Trigger.Blocked)
        {
            Remember(update.From?.LanguageCode);
        }

        WaitForPromises();
        if (session with { Language = before.Language } == before)
        {
            // Only the language was heard anew: not worth a write.
            session = before;
        }
    }

    /// <summary>Whoever is linked may be spoken to first: in the language that was heard last.</summary>
    private void Remember(string? language)
    {
        subscriber = LinkAge.Used(subscriber, DateOnly.FromDateTime(work.Now.UtcDateTime));
        if (language is not null && subscriber.Links.Count > 0 && subscriber.HeardLanguage != language)
        {
            subscriber = subscriber with { HeardLanguage = language };
        }
    }

    public async Task TimeUp(CancellationToken stop)
    {
        if (IsOver())
        {
            await Do(new Heard(Trigger.TimeUp), work.VoiceOf(subscriber, session.Language), stop);
            WaitForPromises();
        }
    }

    private bool IsOver() => session.EndsAt is { } end && end <= work.Now;

    private async Task Do(Heard heard, Voice voice, CancellationToken stop)
    {
        Decision decision = DecisionTable.Decide(
            session.State,
            heard.Trigger,
            work.FactsOf(heard, session, subscriber)
        );
        string? draft = session.Draft;
        if (decision.Begins)
        {
            session = session with
            {
                State = decision.Next,
                Draft = null,
                EndsAt = decision.Next == State.Idle ? null : work.Now + work.DialogueEndsAfter,
            };
        }

        foreach (Effect effect in decision.Effects)
        {
            await Do(effect, heard, draft, voice, stop);
        }
    }

    private AuditEntry Entry(AuditKind kind, string? contractKey = null, LinkWay? way = null) =>
        new(work.Now, kind)
        {
            Chat = session.Chat,
            ContractKey = contractKey,
            Way = way,
        };

    /// <summary>
    /// At once and before any work: the secret should be seen by as few eyes as possible. When Telegram refuses, the
    /// person is asked; when it cannot be reached, the deletion is written down and done later.
    /// </summary>
    private async Task Delete(int? messageId, Voice voice, CancellationToken stop)
    {
        if (messageId is not { } id)
        {
            return;
        }

        Body.Text ask = voice.PleaseDelete();
        Outgoing delete = Conversation.Message(session.Chat, new Body.Delete(id, ask));
        switch (await work.Outbox.SendDirect(delete, stop))
        {
            case DirectOutcome.Refused:
                messages.Add(Conversation.Message(session.Chat, ask));
                break;
            case DirectOutcome.NotTaken notTaken:
                messages.Add(notTaken.Again(delete));
                mustBeKept = true;
                break;
        }
    }

    private Link? Asked(Heard heard) =>
        heard.Tag is { } tag
            ? subscriber.Links.FirstOrDefault(link => Presses.Tag(link.ContractKey) == tag)
            : subscriber.Links.SingleOrDefault();
}
