using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Storage;

/// <summary>An engine under test: its ports, and how to come back after a stop or a kill.</summary>
internal interface IEngine : IDisposable
{
    IInboxStore Inbox { get; }
    ITurnStore Turns { get; }
    IOutboxStore Outbox { get; }
    IAttemptStore Attempts { get; }
    IInvitationStore Invitations { get; }
    IScanStore Scans { get; }
    IAuditStore Audit { get; }

    /// <summary>As the next process finds the data after an orderly stop.</summary>
    void Reopen();

    /// <summary>As the next process finds it when this one died just now.</summary>
    void ReopenAfterKill();
}

/// <summary>What every engine does. A new one passes it with a factory and an empty class.</summary>
public abstract partial class StoreContract : IDisposable
{
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly DateTimeOffset Later = Noon.AddMinutes(10);
    private protected static readonly ChatId Anna = new(1001);
    private protected static readonly ChatId Bo = new(1002);

    private readonly IEngine engine;

    private protected StoreContract(IEngine engine) => this.engine = engine;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Outgoing Message(ChatId chat, string html, OutgoingClass @class = OutgoingClass.Answer) =>
        new(Guid.NewGuid(), chat, @class, new Body.Text(html));

    private static TurnChanges Turn(long id, Session session, Subscriber subscriber, params Outgoing[] messages) =>
        new(id, Noon)
        {
            Session = session with
            {
                State = State.AwaitingDocument,
                Draft = "700 123",
                EndsAt = Later,
                Language = "nb",
            },
            Subscriber = subscriber.With(new Link("K1", "700 123", LinkWay.ContractAndDocument, Noon)),
            Outgoing = messages,
            Owner = "one",
            ClaimedUntil = Later,
        };

    private async Task<IReadOnlyList<ClaimedOutgoing>> Commit(params Outgoing[] messages) =>
        Assert
            .IsType<CommitOutcome.Committed>(
                await engine.Turns.Commit(
                    new TurnChanges(null, Noon)
                    {
                        Outgoing = messages,
                        Owner = "one",
                        ClaimedUntil = Later,
                    }
                )
            )
            .Outgoing;
}
