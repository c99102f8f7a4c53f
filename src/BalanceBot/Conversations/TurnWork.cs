using BalanceBot.Billing;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>What a turn may use: the world outside of it.</summary>
/// <param name="Ways">The ways of linking that are on, in the order of offering.</param>
/// <param name="BotUserName">Known once Telegram has answered getMe.</param>
internal sealed record TurnWork(
    IBilling Billing,
    Linker Linker,
    Dispatcher Outbox,
    Voices Voices,
    ConversationSettings Settings,
    IReadOnlyList<LinkWay> Ways,
    Func<string> BotUserName,
    TimeProvider Time
)
{
    public required WarningPages WarningPages { get; init; }
    public required PromiseDesk Promises { get; init; }
    public required IPainter Painter { get; init; }
    public required IOperatorDesk Operators { get; init; }
    public required Redeemer Redeemer { get; init; }

    /// <summary>Everybody who is linked to a contract.</summary>
    public required Func<string, Task<IReadOnlyList<Subscriber>>> LinkedTo { get; init; }

    public int MostChatsPerContract { get; init; } = 5;
    public required Retention Retention { get; init; }
    public required IExport Export { get; init; }
    public required ExportLimit ExportLimit { get; init; }

    private const int LongestContract = 64;
    private const int LongestLogin = 128;

    public TimeSpan DialogueEndsAfter => Settings.DialogueEndsAfter;

    public DateTimeOffset Now => Time.GetUtcNow();

    public WarningBounds Warning => WarningPages.Bounds;

    /// <summary>A private chat has the id of its person.</summary>
    public IReadOnlyList<OperatorCommand> OperatorCommandsOf(ChatId chat) =>
        chat.IsPrivate ? Operators.CommandsOf(chat.Value) : [];

    /// <summary>The language that the person chose, else Telegram's.</summary>
    public Voice VoiceOf(Subscriber subscriber, string? heard) => Voices.For(subscriber.Language ?? heard);

    public Facts FactsOf(Heard heard, Session session, Subscriber subscriber) =>
        new(Ways.Contains(LinkWay.ContractAndDocument), Ways.Contains(LinkWay.LoginAndPassword))
        {
            Links = subscriber.Links.Count,
            Full = subscriber.Links.Count >= Settings.MostContractsPerChat,
            Known =
                heard.Invitation is { } invitation ? subscriber.LinkTo(invitation.ContractKey) is not null
                : heard.Tag is { } tag ? subscriber.Links.Any(link => Presses.Tag(link.ContractKey) == tag)
                : session.Draft is { } spokenOf && subscriber.LinkTo(spokenOf) is not null,
            Asked = heard.Tag is { } named && session.Draft is { } key && Presses.Tag(key) == named,
            Answers = heard.Choice is { } choice && WarningDesk.Answers(session.State, session.Draft, choice),
            Zones = Warning.Zones.Count > 1,
            History =
                (Billing.Abilities & (BillingAbilities.Payments | BillingAbilities.Charges)) != BillingAbilities.None,
            Promises = Billing.Abilities.HasFlag(BillingAbilities.Promise),
            PromisesBySignIn = Billing.Abilities.HasFlag(BillingAbilities.PromiseBySignIn),
            BalanceBySignIn = Billing.Abilities.HasFlag(BillingAbilities.SnapshotBySignIn),
            ForBalance = SignInWish.Read(session.Draft)?.Purpose == SignInPurpose.Balance,
            Agreed =
                heard.Terms is { } terms
                && (SignInWish.Read(session.Draft)?.Agreed ?? PromiseOffer.Read(session.Draft))?.Tag == terms,
            Plausible = session.State switch
            {
                State.AwaitingContract => heard.Words.Length <= LongestContract
                    && ContractNumber.Normalise(heard.Words).Any(char.IsAsciiDigit),
                State.AwaitingQuiet or State.AwaitingThreshold => WarningDesk.Typed(
                    session.State,
                    heard.Words,
                    session.Draft,
                    Warning.LargestThreshold
                )
                    is not null,
                State.AwaitingLogin => heard.Words.Length <= LongestLogin && !string.IsNullOrWhiteSpace(heard.Words),
                _ => false,
            },
        };

    /// <summary>In the order of the links; nothing is asked about a contract that must be proved again.</summary>
    public async Task<IReadOnlyList<ContractBalance>> Ask(Subscriber subscriber, CancellationToken stop) =>
        await Task.WhenAll(
            subscriber.Links.Select(async link =>
                link.IsSuspended
                    ? ContractBalance.Suspended(link.ContractNumber)
                    : new ContractBalance(
                        link.ContractNumber,
                        await Billing.Snapshot(new ContractKey(link.ContractKey), stop)
                    )
            )
        );
}
