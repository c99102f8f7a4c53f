using System.Globalization;
using BalanceBot.Conversations;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.PostgreSql;
using BalanceBot.Subscribers;
using CsCheck;
using static BalanceBot.Tests.Storage.Watching;

namespace BalanceBot.Tests.Storage.Moving;

/// <summary>A store's ports, filled with something of everything, and all that they tell.</summary>
internal sealed record Kept(
    IInboxStore Inbox,
    ITurnStore Turns,
    IOutboxStore Outbox,
    IAttemptStore Attempts,
    IScanStore Scans,
    IAuditStore Audit
)
{
    /// <summary>More than a page of a move.</summary>
    public const int People = 280;

    private static readonly DateTimeOffset Later = Noon.AddDays(1);
    private static readonly AttemptPolicy Policy = new(2, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));

    public static Kept Of(LiteDbStore store) =>
        new(store.Inbox, store.Turns, store.Outbox, store.Attempts, store.Scans, store.Audit);

    public static Kept Of(PostgreSqlStore store) =>
        new(store.Inbox, store.Turns, store.Outbox, store.Attempts, store.Scans, store.Audit);

    public async Task Fill()
    {
        await Task.WhenAll(Enumerable.Range(0, People).Select(Person));
        await Scan();
        await Task.WhenAll(
            Enumerable.Range(1, 3).Select(id => Attempts.Reserve(id, ["chat", "contract"], Policy, Noon))
        );
        await Inbox.Keep(
            [.. Enumerable.Range(1, 300).Select(n => new Incoming(new RawUpdate(n, $"update {n}"), Chat(n % 7)))],
            "one",
            Noon,
            Later
        );
        await Inbox.Complete(5, Noon.AddTicks(3));
        await Inbox.Quarantine(new QuarantinedUpdate(6, "too deep", 77, 2, Noon.AddTicks(4)));
        await Inbox.WebhookSecret("the webhook's secret");
        await Outbox.Pause(Noon.AddSeconds(30));
        await Audit.Add([
            new AuditEntry(Noon, AuditKind.Refused),
            new AuditEntry(Noon.AddTicks(7), AuditKind.OperatorCommand) { Chat = Chat(3), Detail = "/why\0" },
        ]);
        // Of one who is forgotten only hashes are left.
        (Session session, Subscriber person) = await Turns.Load(Chat(5));
        await Turns.Commit(
            new TurnChanges(null, Noon)
            {
                Session = session,
                Subscriber = person,
                Forgets = true,
            }
        );
        await Begin();
    }

    /// <summary>Also claims and settles: once, and last.</summary>
    public async Task<IReadOnlyList<string>> Tell()
    {
        List<string> told = [];
        for (int n = 0; n < People; n++)
        {
            // Whether messages wait is a hint that only one of the engines gives.
            told.Add(Text((await Turns.Load(Chat(n))) with { MessagesWait = false }));
            told.Add(Text(await Scans.Decisions(Key(n), 100)));
        }

        told.AddRange((await Scans.Watches(null, null, 10_000)).Select(watch => Text(watch)));
        told.Add(Text((await Attempts.Attempts(["chat", "contract"])).OrderBy(one => one.Key, StringComparer.Ordinal)));
        told.Add(Text((await Inbox.Known(DateTimeOffset.MinValue)).Order()));
        told.AddRange((await Audit.Audit(DateTimeOffset.MinValue, null, 10_000)).Select(entry => Text(entry)));
        told.AddRange((await Audit.Audit(DateTimeOffset.MinValue, Key(5), 10)).Select(entry => Text(entry)));
        told.Add(Text(await Inbox.Quarantined(100)));
        told.Add(Text((await Inbox.OldestKept())!));
        told.Add(await Inbox.WebhookSecret("another"));
        told.Add(Text((await Outbox.PausedUntil())!));
        told.Add(Text(await Scans.Run()));
        told.Add(Text((await Scans.NextDue())!));
        told.Add(Text((await Scans.Due(Noon.AddYears(9), 1000)).Select(due => due.Subscriber.Chat.Value).Order()));
        told.Add(await Spoken());
        told.Add(Text(await Outbox.SettleUnknown(Later)));
        told.AddRange(
            (await Outbox.ClaimOutgoing("new", 1000, Later, Later.AddDays(1))).Select(row =>
                Text(row.Message) + Text(row.Message.Body)
            )
        );
        told.AddRange((await Inbox.ClaimUpdates("new", 1000, Later, Later.AddDays(1))).Select(row => Text(row.Raw)));
        return told;
    }

    /// <summary>A dedupe key that is known brings no second message.</summary>
    private async Task<string> Spoken() =>
        Text((await Scans.Commit(await Scans.Run(), [Message(Chat(3)) with { DedupeKey = "said:3" }], ByOne)).Count);

    private async Task Person(int n)
    {
        Link[] links =
        [
            new Link(Key(n), $"No. {n}", LinkWay.Token, Noon.AddTicks(n)) { Choices = Some.OfContract.Single() },
            new Link($"both {n % 3}", "700 123", LinkWay.ContractAndDocument, Noon),
        ];
        (Session session, Subscriber person) = await Turns.Load(Chat(n));
        TurnChanges changes = new(n + 10_000, Noon)
        {
            Session = session with
            {
                State = State.AwaitingDocument,
                Draft = n % 2 == 0 ? $"draft {n}" : null,
                EndsAt = Noon.AddMinutes(n),
                Language = "nb",
            },
            Subscriber = person with
            {
                Links = n % 40 == 1 ? [] : links,
                Language = n % 3 == 0 ? "en" : null,
                HeardLanguage = "nb-NO",
                Warnings = Some.Choices.Single(),
                Reachable = n % 50 != 2,
            },
            Outgoing =
            [
                Message(Chat(n), $"Balance: <b>{n}</b>", OutgoingClass.Answer) with
                {
                    DedupeKey = $"said:{n}",
                    About = [Key(n), "both 0"],
                    NotBefore = n % 4 == 0 ? Noon.AddHours(1) : null,
                    Expires = n % 5 == 0 ? Noon.AddDays(9) : null,
                },
                Message(Chat(n % 10), $"second {n}"),
            ],
            Owner = "one",
            ClaimedUntil = Noon.AddMinutes(10),
            Audit =
            [
                new AuditEntry(Noon.AddTicks(n), AuditKind.Linked)
                {
                    Chat = Chat(n),
                    ContractKey = Key(n),
                    Way = LinkWay.Token,
                    Detail = n % 3 == 0 ? null : $"by {n}",
                },
            ],
        };
        Assert.IsType<CommitOutcome.Committed>(await Turns.Commit(changes));
    }

    private async Task Scan()
    {
        foreach (Watch[] page in (await Scans.Watches(null, null, 10_000)).Chunk(100))
        {
            await Scans.Commit([.. page.Select(Judged)], Some.Run.Single());
        }

        // Some are woken, and have a rank.
        await Scans.Due(Noon.AddHours(2), 10);
    }

    private static WatchChange Judged(Watch watch, int place) =>
        new(watch, Some.Episode.Single())
        {
            Record = place % 3 == 0 ? null : Some.Decision.Single(),
            DueAt = place % 4 == 0 ? null : Noon.AddHours(place % 5),
            Urgency = Today.AddDays(place),
        };

    private async Task Begin()
    {
        foreach (ClaimedOutgoing row in (await Outbox.ClaimOutgoing("two", 5, Noon.AddHours(3), Noon.AddHours(4))))
        {
            Assert.True(await Outbox.MarkBegun(row.Message.Id, row.ClaimId, begun: true));
        }
    }

    private static ChatId Chat(int n) => new(n % 20 == 3 ? -1000 - n : 1000 + n);

    private static string Key(int n) => n % 2 == 0 ? string.Create(CultureInfo.InvariantCulture, $"C{n}") : $"ж😀{n}";
}
