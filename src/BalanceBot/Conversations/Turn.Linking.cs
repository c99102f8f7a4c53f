using BalanceBot.Billing;
using BalanceBot.Linking;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>The door: what a proof or an invitation comes to, and what it means to the contract's other chats.</summary>
internal sealed partial class Turn
{
    private async Task Verdict(ProofOutcome outcome, Voice voice, CancellationToken stop) =>
        await Do(
            outcome switch
            {
                ProofOutcome.Proved proved => await HasPlace(
                    proved,
                    new Heard(Trigger.Proved) { Proof = proved },
                    stop
                ),
                ProofOutcome.NotProved refused => await Refused(refused),
                _ => new Heard(Trigger.BillingAway),
            },
            voice,
            stop
        );

    /// <param name="good">What is heard when the contract has room for this chat.</param>
    private async Task<Heard> HasPlace(ProofOutcome.Proved proved, Heard good, CancellationToken stop)
    {
        ContractKey contract = proved.Contract.Key;
        otherChats = await Devices.Others(work, session.Chat, contract.Value);
        standing = await StandingOf(contract, stop);
        if (
            subscriber.LinkTo(contract.Value) is { IsSuspended: false }
            || !new ContractPlace(contract.Value, work.MostChatsPerContract).IsGone(otherChats, session.Chat)
        )
        {
            return good;
        }

        // It was proved all the same: no guess.
        success = proved;
        return new Heard(Trigger.Crowded) { Proof = proved };
    }

    /// <summary>Null: the billing does not tell now; the first balance that is shown makes up for it.</summary>
    private async Task<string?> StandingOf(ContractKey contract, CancellationToken stop) =>
        await work.Billing.Snapshot(contract, stop) is BillingAnswer<ContractSnapshot>.Found(var found)
            ? Standing.MarkOf(found)
            : null;

    /// <summary>Owners are looked for at each refusal, so that each takes the same work.</summary>
    private async Task<Heard> Refused(ProofOutcome.NotProved refused)
    {
        audit.Add(refused.Trail);
        IReadOnlyList<Subscriber> owners = await Devices.Others(work, session.Chat, refused.Locked?.Value ?? "");
        if (refused.Locked is { } locked)
        {
            messages.AddRange(
                Devices.Tell(work, owners, locked, (voice, link) => voice.GuessesLocked(link.ContractNumber))
            );
        }

        return new Heard(Trigger.NotProved);
    }

    private async Task Worth(RedeemOutcome outcome, Voice voice, CancellationToken stop)
    {
        switch (outcome)
        {
            case RedeemOutcome.Good({ ContractNumber: var number } invitation, var attempts):
                VerifiedContract contract = new(new ContractKey(invitation.ContractKey), number, number);
                ProofOutcome.Proved proof = new(contract, LinkWay.Token, attempts);
                Heard good = new(Trigger.InvitationGood) { Invitation = invitation, Proof = proof };
                await Do(await HasPlace(proof, good, stop), voice, stop);
                return;
            case RedeemOutcome.NotGood { IsLocked: false }:
                audit.Add(
                    new AuditEntry(work.Now, AuditKind.InvitationRefused) { Chat = session.Chat, Way = LinkWay.Token }
                );
                break;
        }

        await Do(new Heard(Trigger.InvitationNotGood), voice, stop);
    }

    private void Link(ProofOutcome.Proved proof)
    {
        ContractKey contract = proof.Contract.Key;
        success = proof;
        Link? earlier = subscriber.LinkTo(contract.Value);
        bool isNew = earlier is null or { IsSuspended: true };
        audit.Add(
            Entry(
                earlier is { IsSuspended: true } ? AuditKind.VerifiedAgain : AuditKind.Linked,
                contract.Value,
                proof.Way
            )
        );
        Link link = new(contract.Value, proof.Contract.Number, proof.Way, work.Now)
        {
            Choices = (earlier?.Choices ?? LinkChoices.None) with { Standing = standing },
            // What the billing was asked for is not undone by another proof.
            Promise = earlier?.Promise,
        };
        subscriber = subscriber.With(link);
        if (isNew)
        {
            place = new ContractPlace(contract.Value, work.MostChatsPerContract);
            Device added = new(session.Chat, link);
            messages.AddRange(
                Devices.Tell(work, otherChats, contract, (voice, own) => voice.NewDevice(own.ContractNumber, added))
            );
        }
    }

    private async Task RemoveDevice(Heard heard)
    {
        // Also when it had gone before; but who must prove the contract again has no say and is told nothing.
        deviceIsGone = subscriber.Active.Any(own => Presses.Tag(own.ContractKey) == heard.Tag);
        if (await Devices.Named(work, subscriber, heard) is not var (other, link))
        {
            return;
        }

        others.Add(other.Without(link.ContractKey));
        messages.AddRange(
            Devices.Tell(
                work,
                [other],
                new ContractKey(link.ContractKey),
                (voice, _) => voice.UnlinkedByOther(link.ContractNumber)
            )
        );
        audit.Add(
            Entry(AuditKind.Unlinked, link.ContractKey, link.Way) with
            {
                Chat = other.Chat,
                Detail = "by another chat of the contract",
            }
        );
    }

    private void Unlink(string contractKey)
    {
        if (subscriber.LinkTo(contractKey) is { } link)
        {
            audit.Add(Entry(AuditKind.Unlinked, contractKey, link.Way));
            subscriber = subscriber.Without(contractKey);
        }
    }
}
