using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>What one chat of a contract has to do with the others.</summary>
internal static class Devices
{
    /// <summary>The other chats of a contract; who must prove it again has no say and hears nothing.</summary>
    public static async Task<IReadOnlyList<Subscriber>> Others(TurnWork work, ChatId own, string contractKey) =>
        [
            .. (await work.LinkedTo(contractKey)).Where(one =>
                one.Chat != own && one.LinkTo(contractKey) is { IsSuspended: false }
            ),
        ];

    public static async Task<IReadOnlyList<ContractDevices>> Page(
        TurnWork work,
        Subscriber subscriber,
        IReadOnlyList<Subscriber> changed
    )
    {
        List<ContractDevices> page = [];
        foreach (Link own in subscriber.Active)
        {
            IEnumerable<Subscriber> others = (await Others(work, subscriber.Chat, own.ContractKey))
                .Select(other => changed.FirstOrDefault(one => one.Chat == other.Chat) ?? other)
                .Where(other => other.LinkTo(own.ContractKey) is not null)
                .OrderBy(other => other.LinkTo(own.ContractKey)!.LinkedAt);
            page.Add(
                new ContractDevices(
                    own.ContractNumber,
                    [
                        new Device(subscriber.Chat, own),
                        .. others.Select(other => new Device(other.Chat, other.LinkTo(own.ContractKey)!)),
                    ]
                )
            );
        }

        return page;
    }

    /// <summary>The chat that a pressed button names, and its link; null: it is not linked any more.</summary>
    public static async Task<(Subscriber Chat, Link Link)?> Named(TurnWork work, Subscriber presser, Heard heard)
    {
        if (presser.Active.FirstOrDefault(own => Presses.Tag(own.ContractKey) == heard.Tag) is not { } contract)
        {
            return null;
        }

        foreach (Subscriber other in await Others(work, presser.Chat, contract.ContractKey))
        {
            if (other.LinkTo(contract.ContractKey) is { } link && Presses.Device(other.Chat, link) == heard.Device)
            {
                return (other, link);
            }
        }

        return null;
    }

    /// <summary>To each of those who can be reached, in their language.</summary>
    public static IEnumerable<Outgoing> Tell(
        TurnWork work,
        IEnumerable<Subscriber> chats,
        ContractKey contract,
        Func<Voice, Link, Body.Text> say
    ) =>
        chats
            .Where(chat => chat.Reachable)
            .Select(chat =>
                Notice(chat.Chat, say(work.VoiceOf(chat, chat.HeardLanguage), chat.LinkTo(contract.Value)!))
            );

    public static Outgoing Notice(ChatId chat, Body body) =>
        new(Guid.CreateVersion7(), chat, OutgoingClass.Notice, body);
}
