using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;
using CsCheck;

namespace BalanceBot.Tests.Storage;

/// <summary>Whatever is done in whatever order, an engine's outbox does what a list in memory would.</summary>
public abstract class OutboxModel : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly IEngine engine;

    private protected OutboxModel(IEngine engine) => this.engine = engine;

    /// <summary>
    /// Whether other processes are thought of: a message behind one of its chat that its sender does not hold is nobody's at
    /// first. What goes in bulk and what does not are not behind each other.
    /// </summary>
    private protected virtual bool IsShared => false;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Claims_and_settlements_in_any_order_are_those_of_a_list_in_memory()
    {
        Gen<(int Kind, int A, int B)[]> histories = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[0, 30]).Array[
            1,
            40
        ];
        await histories.SampleAsync(Play, iter: 40, threads: 1);
    }

    private async Task Play((int Kind, int A, int B)[] history)
    {
        List<Row> rows = [];
        List<(Guid Id, Guid Claim)> claims = [];
        DateTimeOffset now = Noon;
        foreach ((int kind, int a, int b) in history)
        {
            switch (kind)
            {
                case <= 2:
                    claims.Add(await Add(rows, new ChatId(1 + (a % 3)), (OutgoingClass)(1 + (b % 3)), now));
                    break;
                case 3:
                    claims.AddRange(await Claim(rows, 1 + a, now));
                    break;
                case 4 or 5 when claims.Count > 0:
                    await Settle(rows, claims[b % claims.Count], Ending(a, now.AddMinutes(b)), now);
                    break;
                case 6 or 7 when claims.Count > 0:
                    await Begin(rows, claims[b % claims.Count], begun: a > 1);
                    break;
                case 8:
                    await SettleUnknown(rows, now);
                    break;
                default:
                    now = now.AddMinutes(b);
                    break;
            }

            Assert.Equal(rows.Count, await engine.Outbox.Waiting());
        }

        await Empty(rows, now.AddDays(1));
    }

    private static Settlement Ending(int kind, DateTimeOffset later) =>
        kind switch
        {
            0 => new Settlement.ChatUnreachable(),
            1 => new Settlement.ChatMoved(new ChatId(9)),
            2 => new Settlement.Later(later, 1),
            _ => new Settlement.Finished(),
        };

    private async Task<(Guid, Guid)> Add(List<Row> rows, ChatId chat, OutgoingClass urgency, DateTimeOffset now)
    {
        Outgoing message = new(Guid.CreateVersion7(), chat, urgency, new Body.Text("x"));
        TurnChanges changes = new(null, now)
        {
            Outgoing = [message],
            Owner = "one",
            ClaimedUntil = now + Lease,
        };
        bool behind = rows.Exists(row =>
            row.Chat == chat
            && row.IsBulk == (urgency == OutgoingClass.Bulk)
            && !(row.Owner == "one" && row.Until > now)
        );
        IReadOnlyList<ClaimedOutgoing> born = Assert
            .IsType<CommitOutcome.Committed>(await engine.Turns.Commit(changes))
            .Outgoing;
        Row added = new(message.Id, urgency) { Chat = chat };
        rows.Add(added);
        Assert.Equal(!(IsShared && behind), born.Count == 1);
        if (born is not [ClaimedOutgoing claimed])
        {
            return (message.Id, Guid.Empty);
        }

        (added.Claim, added.Owner, added.Until) = (claimed.ClaimId, "one", now + Lease);
        return (message.Id, claimed.ClaimId);
    }

    private async Task<IEnumerable<(Guid, Guid)>> Claim(List<Row> rows, int most, DateTimeOffset now)
    {
        Row[] expected = [.. Due(rows, now).Take(most)];
        IReadOnlyList<ClaimedOutgoing> claimed = await engine.Outbox.ClaimOutgoing("two", most, now, now + Lease);

        Assert.Equal(expected.Select(row => row.Id), claimed.Select(row => row.Message.Id));
        Assert.Equal(expected.Select(row => row.Chat), claimed.Select(row => row.Message.Chat));
        foreach ((Row row, ClaimedOutgoing got) in expected.Zip(claimed))
        {
            (row.Claim, row.Owner, row.Until) = (got.ClaimId, "two", now + Lease);
        }

        return claimed.Select(row => (row.Message.Id, row.ClaimId));
    }

    private async Task Settle(List<Row> rows, (Guid Id, Guid Claim) held, Settlement settlement, DateTimeOffset now)
    {
        Row? row = rows.SingleOrDefault(r => r.Id == held.Id && r.Claim == held.Claim);

        Assert.Equal(row is not null, await engine.Outbox.Settle(held.Id, held.Claim, settlement, now));
        switch (settlement)
        {
            case Settlement.Finished when row is not null:
                rows.Remove(row);
                break;
            case Settlement.ChatUnreachable when row is not null:
                rows.RemoveAll(r => r.Chat == row.Chat);
                break;
            case Settlement.ChatMoved moved when row is not null:
                ChatId from = row.Chat;
                rows.Where(r => r.Chat == from).ToList().ForEach(r => r.Chat = moved.NewChat);
                row.Until = DateTimeOffset.MinValue;
                break;
            case Settlement.Later later when row is not null:
                row.NotBefore = later.NotBefore;
                row.Until = DateTimeOffset.MinValue;
                break;
        }
    }

    private async Task Begin(List<Row> rows, (Guid Id, Guid Claim) held, bool begun)
    {
        Row? row = rows.SingleOrDefault(r => r.Id == held.Id && r.Claim == held.Claim);

        Assert.Equal(row is not null, await engine.Outbox.MarkBegun(held.Id, held.Claim, begun));
        row?.HasBegun = begun;
    }

    private async Task SettleUnknown(List<Row> rows, DateTimeOffset now) =>
        Assert.Equal(rows.RemoveAll(row => row.HasBegun && row.Until <= now), await engine.Outbox.SettleUnknown(now));

    /// <summary>Everything left is due once all times are over; nothing is lost, nothing is there twice.</summary>
    private async Task Empty(List<Row> rows, DateTimeOffset end)
    {
        await SettleUnknown(rows, end);
        IEnumerable<(Guid Id, Guid Claim)> left = await Claim(rows, 1000, end);
        foreach ((Guid id, Guid claim) in left)
        {
            await Settle(rows, (id, claim), new Settlement.Finished(), end);
        }

        Assert.Empty(rows);
        Assert.Equal(0, await engine.Outbox.Waiting());
    }

    private static IEnumerable<Row> Due(List<Row> rows, DateTimeOffset now)
    {
        List<Row> due =
        [
            .. rows.Where(
                (row, at) => rows.Take(at + 1).Where(earlier => earlier.Chat == row.Chat).All(r => r.IsFree(now))
            ),
        ];
        return due.Select(
                (row, at) =>
                    (Row: row, Urgency: due.Skip(at).Where(behind => behind.Chat == row.Chat).Min(b => b.Class))
            )
            .OrderBy(entry => entry.Urgency)
            .Select(entry => entry.Row);
    }

    private sealed class Row(Guid id, OutgoingClass urgency)
    {
        public Guid Id { get; } = id;
        public OutgoingClass Class { get; } = urgency;
        public bool IsBulk => Class == OutgoingClass.Bulk;
        public ChatId Chat { get; set; }
        public string Owner { get; set; } = "";
        public Guid Claim { get; set; } = Guid.NewGuid();
        public DateTimeOffset Until { get; set; }
        public DateTimeOffset NotBefore { get; set; }
        public bool HasBegun { get; set; }

        public bool IsFree(DateTimeOffset now) => !HasBegun && Until <= now && NotBefore <= now;
    }
}

public sealed class LiteDbOutboxModel() : OutboxModel(new LiteDbEngine());
