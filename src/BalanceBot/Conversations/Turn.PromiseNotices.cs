using BalanceBot.Billing;

namespace BalanceBot.Conversations;

/// <summary>A promised payment is the contract's: whoever else is linked to it is told, at once, as of a new chat.</summary>
internal sealed partial class Turn
{
    /// <summary>With the outcome, in its commit. Of one that was not taken nothing has changed for the others.</summary>
    private async Task TellOthers(PromiseIntent intent, PromiseFinding finding)
    {
        bool isTaken = finding is PromiseFinding.Taken or PromiseFinding.TakenItSeems;
        if (!isTaken || !await work.Promises.IsFirst(session.Chat, intent))
        {
            return;
        }

        PromisedPayment.Running? running = (finding as PromiseFinding.Taken)?.Running;
        messages.AddRange(
            Devices.Tell(
                work,
                await Devices.Others(work, session.Chat, intent.ContractKey),
                new ContractKey(intent.ContractKey),
                (voice, link) => voice.PromiseByOther(link.ContractNumber, intent.Asked, running, work.Now)
            )
        );
    }
}
