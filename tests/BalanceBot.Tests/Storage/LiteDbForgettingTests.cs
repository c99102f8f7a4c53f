using System.Globalization;
using System.Text;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage;

/// <summary>
/// What is deleted often lies on in the freed parts of a file. LiteDB 5.0.20 overwrites them with zeros, and its log is
/// emptied at a checkpoint: shown on a file in which rows came, grew, moved and went.
/// </summary>
public sealed class LiteDbForgettingTests : IDisposable
{
    private const int People = 120;
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-forget-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");

    private string File => Path.Combine(folder, "bot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Of_every_second_person_who_asks_nothing_is_left_in_the_file_and_of_the_others_everything()
    {
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            for (int turn = 0; turn < 4; turn++)
            {
                await Task.WhenAll(Enumerable.Range(0, People).Select(n => Live(store, n, turn)));
            }
        }

        Assert.All(Enumerable.Range(0, People), n => Assert.True(IsThere(n), $"{n} is not there"));
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            foreach (int n in Enumerable.Range(0, People / 2))
            {
                await Forget(store, new ChatId(Chat(2 * n)));
                await Live(store, (2 * n) + 1, 5);
            }
        }

        Assert.Equal(
            Enumerable.Range(0, People / 2).Select(n => (2 * n) + 1),
            Enumerable.Range(0, People).Where(IsThere)
        );
    }

    [Fact]
    public async Task With_a_new_token_entries_are_still_found_by_the_contract_but_not_those_of_who_was_forgotten_before()
    {
        using (LiteDbStore store = LiteDbStore.Open(File, seal))
        {
            await Live(store, 1, 0);
            await Live(store, 2, 0);
            await Forget(store, new ChatId(Chat(2)));
            Assert.Single(await store.Audit.Audit(DateTimeOffset.MinValue, Key(2), 10));
        }

        using LiteDbStore after = LiteDbStore.Open(File, Seal.From("8:another", "store"));
        Assert.Equal(
            Chat(1),
            Assert.Single(await after.Audit.Audit(DateTimeOffset.MinValue, Key(1), 10)).Chat!.Value.Value
        );
        Assert.Empty(await after.Audit.Audit(DateTimeOffset.MinValue, Key(2), 10));
    }

    private static long Chat(int n) => 7_654_321_000 + n;

    private static string Key(int n) => string.Create(CultureInfo.InvariantCulture, $"key-of-{n:0000}-end");

    private static string Number(int n) => string.Create(CultureInfo.InvariantCulture, $"number {n:0000} end");

    /// <summary>A row that grows no longer fits where it was.</summary>
    private static async Task Live(LiteDbStore store, int n, int turn)
    {
        ChatId chat = new(Chat(n));
        (Session session, Subscriber subscriber) = await store.Turns.Load(chat);
        Link[] more =
        [
            .. Enumerable.Range(0, turn).Select(i => new Link($"other {i} of many", "x", LinkWay.Token, Noon)),
        ];
        await store.Turns.Commit(
            new TurnChanges(null, Noon)
            {
                Session = session with { State = State.AwaitingDocument, Draft = Number(n), EndsAt = Noon },
                Subscriber = subscriber with { Links = [.. more, new Link(Key(n), Number(n), LinkWay.Token, Noon)] },
                Audit = [new AuditEntry(Noon, AuditKind.Linked) { Chat = chat, ContractKey = Key(n) }],
                Outgoing =
                    turn == 2
                        ? [Message(chat, Number(n)) with { About = [Key(n)], DedupeKey = Outgoing.KeyOf(chat) }]
                        : [],
            }
        );
        foreach (Watch watch in (await store.Scans.WatchesOf(Key(n))))
        {
            WatchChange change = new(watch, watch.Episode) { DueAt = Noon, Record = Decided(Noon.AddDays(turn)) };
            await store.Scans.Commit([change], ScanRun.None);
        }
    }

    private static async Task Forget(LiteDbStore store, ChatId chat)
    {
        (Session session, Subscriber subscriber) = await store.Turns.Load(chat);
        TurnChanges forget = new(null, Noon)
        {
            Session = session,
            Subscriber = subscriber,
            Forgets = true,
            Audit = [new AuditEntry(Noon, AuditKind.Forgotten) { Chat = chat }],
        };
        Assert.IsType<CommitOutcome.Committed>(await store.Turns.Commit(forget));
    }

    private bool IsThere(int n)
    {
        byte[] file = [.. Directory.GetFiles(folder, "bot*").SelectMany(System.IO.File.ReadAllBytes)];
        return new[]
        {
            BitConverter.GetBytes(Chat(n)),
            [.. BitConverter.GetBytes(Chat(n)).Reverse().Skip(1)],
            Encoding.UTF8.GetBytes(Chat(n).ToString(CultureInfo.InvariantCulture)),
            Encoding.UTF8.GetBytes(Key(n)),
            Encoding.BigEndianUnicode.GetBytes(Key(n)),
            Encoding.UTF8.GetBytes(Number(n)),
        }.Any(form => file.AsSpan().IndexOf(form) >= 0);
    }
}
