using BalanceBot.Billing;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>
/// Takes updates out of the inbox, one turn each. A turn that changes something is one commit: session, subscriber,
/// answers and "this update is done". A turn that changes nothing writes nothing: its update stays unfinished until
/// Telegram has taken the answer.
/// </summary>
internal sealed class Conversation(ITurnStore store, TurnWork work, string owner) : ITurnTaker
{
    // Somebody else writes to the same chat only when a process was thought dead; then once more is enough.
    private const int MostRuns = 5;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public async Task<TurnEnd> Take(Update update, CancellationToken stop)
    {
        if (update is Update.Silent || update.Kind == ChatKind.Channel || update.From is { IsBot: true })
        {
            return TurnEnd.Quiet;
        }

        if (update.Kind == ChatKind.Group)
        {
            return await Answer(update.Id, GroupManners.Answer(update, VoiceOf(update), work.BotUserName()), stop);
        }

        if (await ForOperator(update, stop) is { } answer)
        {
            return await Answer(update.Id, [Message(update.Chat, answer)], stop);
        }

        return await Run(update.Chat, update, turn => turn.Hear(update, stop), stop);
    }

    /// <summary>Null: not from an operator, or no command of theirs. Never in a group, never from a forwarded text.</summary>
    private async Task<Body?> ForOperator(Update update, CancellationToken stop) =>
        update is Update.Text { Foreign: false, From: { } from } text
            ? await work.Operators.Answer(from.UserId, text.Words, VoiceOf(update), stop)
            : null;

    /// <summary>Ends the chat's dialogue if its time is up by now.</summary>
    public Task EndDialogue(ChatId chat, CancellationToken stop) => Run(chat, null, turn => turn.TimeUp(stop), stop);

    public async Task Apologise(Update update, CancellationToken stop) =>
        await Answer(update.Id, [Message(update.Chat, VoiceOf(update).Sorry())], stop);

    public void Acknowledge(Update.Press press) => _ = work.Outbox.AnswerPress(press.CallbackId, null);

    private async Task<TurnEnd> Run(ChatId chat, Update? update, Func<Turn, Task> hear, CancellationToken stop)
    {
        long? updateId = update?.Id;
        for (int run = 1; run <= MostRuns; run++)
        {
            Loaded loaded = await store.Load(chat, owner, updateId);
            if (loaded.IsDone)
            {
                // By whoever took it over while this process stood still, or by a try that was given up and went on.
                return TurnEnd.Committed;
            }

            Turn turn = new(work, loaded.Session, loaded.Subscriber, updateId);
            await hear(turn);
            TurnTrace.Moved(loaded.Session.State, turn.State);
            if (turn.Intent is { } intent)
            {
                // A commit of its own, without the update: until its outcome is written too, the update is not done.
                if (await Commit(turn.Changes(work.Now) with { UpdateId = null }))
                {
                    return await Carry(intent, turn.By, update!, stop);
                }

                continue;
            }

            if (!turn.Changed && !(loaded.MessagesWait && turn.Messages.Count > 0))
            {
                return await Answer(updateId, turn.Messages, stop);
            }

            if (await Commit(turn.Changes(work.Now)))
            {
                return TurnEnd.Committed;
            }
        }

        throw new InvalidOperationException("The chat was changed by somebody else during each run of the turn.");
    }

    /// <summary>
    /// What was written down is carried out, once; then the outcome is written, with the update. Whoever dies between the
    /// two leaves what was written down, and the next run only looks what came of it.
    /// </summary>
    /// <param name="by">A password that was typed lives on only here, until the billing has been asked.</param>
    private async Task<TurnEnd> Carry(PromiseIntent intent, SignIn? by, Update update, CancellationToken stop)
    {
        PromiseFinding finding = await work.Promises.Take(update.Chat, intent, by, stop);
        for (int run = 1; run <= MostRuns; run++)
        {
            Loaded loaded = await store.Load(update.Chat, owner, update.Id);
            Turn turn = new(work, loaded.Session, loaded.Subscriber, update.Id);
            await turn.Settle(intent, finding, update);
            if (loaded.IsDone || await Commit(turn.Changes(work.Now)))
            {
                return TurnEnd.Committed;
            }
        }

        throw new InvalidOperationException("The chat was changed by somebody else while a promise was written down.");
    }

    /// <summary>Straight to Telegram; what it does not take at once is stored, and the update is done.</summary>
    private async Task<TurnEnd> Answer(long? updateId, IReadOnlyList<Outgoing> messages, CancellationToken stop)
    {
        for (int next = 0; next < messages.Count; next++)
        {
            switch (await work.Outbox.SendDirect(messages[next], stop))
            {
                case DirectOutcome.NotTaken notTaken:
                    Outgoing again = notTaken.Again(messages[next]);
                    await Commit(
                        new TurnChanges(updateId, work.Now) { Outgoing = [again, .. messages.Skip(next + 1)] }
                    );
                    return TurnEnd.Committed;
                case DirectOutcome.Refused when messages[next].Body is Body.Photo(_, var words):
                    return await Answer(
                        updateId,
                        [Message(messages[next].Chat, words), .. messages.Skip(next + 1)],
                        stop
                    );
                case DirectOutcome.Unreachable:
                    return await MarkUnreachable(messages[next].Chat, updateId);
            }
        }

        return TurnEnd.Quiet;
    }

    private async Task<TurnEnd> MarkUnreachable(ChatId chat, long? updateId)
    {
        for (int run = 1; run <= MostRuns; run++)
        {
            (_, Subscriber subscriber) = await store.Load(chat);
            if (!subscriber.Reachable || subscriber.RowVersion == 0)
            {
                return TurnEnd.Quiet;
            }

            TurnChanges changes = new(updateId, work.Now) { Subscriber = subscriber with { Reachable = false } };
            if (await Commit(changes))
            {
                return TurnEnd.Committed;
            }
        }

        return TurnEnd.Quiet;
    }

    /// <summary>False: somebody changed the chat meanwhile, and nothing was written.</summary>
    private async Task<bool> Commit(TurnChanges changes)
    {
        using System.Diagnostics.Activity? span = TurnTrace.Commit();
        CommitOutcome outcome = await store.Commit(changes with { Owner = owner, ClaimedUntil = work.Now + Lease });
        if (outcome is CommitOutcome.Committed(IReadOnlyList<ClaimedOutgoing> outgoing))
        {
            work.Outbox.Dispatch(outgoing);
        }

        return outcome is not CommitOutcome.Conflict;
    }

    private Voice VoiceOf(Update update) => work.Voices.For(update.From?.LanguageCode);

    internal static Outgoing Message(ChatId chat, Body body) =>
        new(Guid.CreateVersion7(), chat, OutgoingClass.Answer, body);
}
