using BalanceBot.Billing;

namespace BalanceBot.Linking;

/// <summary>What a wish for a one-time link came to: a closed family.</summary>
internal abstract record InviteOutcome
{
    private InviteOutcome() { }

    /// <param name="Url">Holds the token: shown to whoever asked, and kept nowhere.</param>
    public sealed record Invited(string ContractNumber, string Url, DateTimeOffset ExpiresAt) : InviteOutcome;

    public sealed record NotFound : InviteOutcome;

    /// <summary>The billing has more than one of that number: never the first of them.</summary>
    public sealed record Ambiguous : InviteOutcome;

    /// <summary>The billing could not be asked.</summary>
    public sealed record Unavailable : InviteOutcome;

    /// <summary>Telegram has not yet told who the bot is, and so there is no address.</summary>
    public sealed record NotReady : InviteOutcome;
}

/// <summary>Makes one-time links, for a contract that the billing has: what was typed is never trusted.</summary>
/// <param name="lasts">How long one may be used.</param>
/// <param name="audit">Where it is written that one was made.</param>
internal sealed class Inviter(
    IBilling billing,
    IInvitationStore store,
    Func<string, string> tokenHash,
    TimeSpan lasts,
    Func<AuditEntry, Task> audit,
    Func<string> botUserName,
    TimeProvider time
)
{
    /// <summary>How long one may be used.</summary>
    public TimeSpan Lasts => lasts;

    /// <param name="by">For the audit: "by operator 42", "by the executable", "by the cabinet".</param>
    public async Task<InviteOutcome> Invite(string contract, string by, CancellationToken stop)
    {
        string bot = botUserName();
        if (bot.Length == 0)
        {
            return new InviteOutcome.NotReady();
        }

        return await billing.FindByNumber(contract, stop) switch
        {
            BillingAnswer<ContractKey>.Found(var key) => await billing.Snapshot(key, stop) switch
            {
                // A reply for another than asked is none.
                BillingAnswer<ContractSnapshot>.Found(var found) when found.Key == key => await Make(
                    key,
                    found.Number,
                    bot,
                    by
                ),
                BillingAnswer<ContractSnapshot>.Unavailable => new InviteOutcome.Unavailable(),
                BillingAnswer<ContractSnapshot>.Ambiguous => new InviteOutcome.Ambiguous(),
                _ => new InviteOutcome.NotFound(),
            },
            BillingAnswer<ContractKey>.Unavailable => new InviteOutcome.Unavailable(),
            BillingAnswer<ContractKey>.Ambiguous => new InviteOutcome.Ambiguous(),
            _ => new InviteOutcome.NotFound(),
        };
    }

    private async Task<InviteOutcome> Make(ContractKey key, string number, string bot, string by)
    {
        string token = InvitationToken.New();
        DateTimeOffset now = time.GetUtcNow();
        Invitation made = new(tokenHash(token), key.Value, number, now + lasts);
        await store.Add(made);
        await audit(new AuditEntry(now, AuditKind.Invited) { ContractKey = key.Value, Detail = by });
        return new InviteOutcome.Invited(number, InvitationToken.Url(bot, token), made.ExpiresAt);
    }
}
