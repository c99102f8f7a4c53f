using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>What each effect does.</summary>
internal sealed partial class Turn
{
    private async Task Do(Effect effect, Heard heard, string? draft, Voice voice, CancellationToken stop)
    {
        switch (effect)
        {
            case Effect.DeleteMessage:
                await Delete(heard.MessageId, voice, stop);
                break;
            case Effect.KeepWords:
                session = session with { Draft = heard.Words };
                break;
            case Effect.KeepContract:
                session = session with { Draft = Asked(heard)?.ContractKey };
                break;
            case Effect.KeepInvitation:
                session = session with { Draft = heard.Invitation!.TokenHash };
                break;
            case Effect.CheckInvitation:
                await Worth(await work.Redeemer.Try(updateId ?? 0, session.Chat, heard.Words), voice, stop);
                break;
            case Effect.CheckInvitationAgain:
                await Worth(await work.Redeemer.Again(session.Chat, draft ?? ""), voice, stop);
                break;
            case Effect.KeepOffer:
                session = session with { Draft = heard.Offer!.Draft };
                break;
            case Effect.KeepSignIn:
                session = session with { Draft = (heard.SignIn ?? SignInWish.ToTake(draft)).Draft };
                break;
            case Effect.UsePassword:
                await UsePassword(heard, draft, voice, stop);
                break;
            case Effect.AskBalance:
                await AskBalance(heard, voice, stop);
                break;
            case Effect.AskPromise:
                await AskPromise(heard, voice, stop);
                break;
            case Effect.TakePromise:
                await AgreeToPromise(heard, draft, voice, stop);
                break;
            case Effect.CheckPromises:
                await CheckPromises(voice, stop);
                break;
            case Effect.VerifyDocument:
                await Verdict(
                    await work.Linker.ByDocument(updateId ?? 0, session.Chat, draft ?? "", heard.Words, stop),
                    voice,
                    stop
                );
                break;
            case Effect.VerifyPassword:
                await Verdict(
                    await work.Linker.ByPassword(updateId ?? 0, session.Chat, draft ?? "", heard.Words, stop),
                    voice,
                    stop
                );
                break;
            case Effect.AddLink:
                Link(heard.Proof!);
                redeemed = heard.Invitation?.TokenHash;
                break;
            case Effect.RemoveLink:
                Unlink(draft ?? "");
                break;
            case Effect.RemoveDevice:
                await RemoveDevice(heard);
                break;
            case Effect.ChooseWarnings:
                subscriber = WarningDesk.Choose(subscriber, heard.Choice!, work.Warning);
                break;
            case Effect.ChooseTyped:
                subscriber = ChooseTyped(heard.Words, draft);
                break;
            case Effect.Snooze:
                subscriber = WarningDesk.Snooze(subscriber, heard.Tag!, work.Now);
                break;
            case Effect.ForgetAll:
                forgets = true;
                audit.Add(Entry(AuditKind.Forgotten));
                break;
            case Effect.SayExport:
                messages.Add(Conversation.Message(session.Chat, await Export(voice)));
                break;
            case Effect.MarkUnreachable:
                // Who is not kept, or no longer, is not kept for going away either.
                subscriber = subscriber is { Reachable: true, RowVersion: > 0 }
                    ? subscriber with
                    {
                        Reachable = false,
                    }
                    : subscriber;
                break;
            case Effect.SayPicture:
                messages.Add(Conversation.Message(session.Chat, await ShowPicture(heard, voice, stop)));
                break;
            default:
                Body.Text said = await Say(effect, heard, draft, voice, stop);
                messages.Add(Conversation.Message(session.Chat, InPlace(effect, heard, said)));
                break;
        }
    }

    private async Task<Body> Export(Voice voice)
    {
        if (await work.ExportLimit.Take(updateId ?? 0, session.Chat) is { } wait)
        {
            return voice.ExportTooSoon(wait);
        }

        audit.Add(Entry(AuditKind.Exported));
        return new Body.Document(ExportName, await work.Export.Of(before, known), voice.ExportCaption());
    }
}
