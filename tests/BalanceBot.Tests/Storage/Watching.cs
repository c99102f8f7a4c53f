using System.Text.Json;
using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Storage;

/// <summary>People with links in an engine, and what is seen of their watches.</summary>
internal sealed class Watching(IEngine engine)
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 24);
    public static readonly ChatId Anna = new(1001);
    public static readonly ChatId Bo = new(1002);

    public static Sending ByOne => new("one", Noon, Noon.AddMinutes(10));

    public Task Link(ChatId chat, params string[] keys) =>
        Change(
            chat,
            subscriber => keys.Aggregate(subscriber, (s, key) => s.With(new Link(key, key, LinkWay.Token, Noon)))
        );

    public Task Unlink(ChatId chat, string key) => Change(chat, subscriber => subscriber.Without(key));

    public async Task Change(
        ChatId chat,
        Func<Subscriber, Subscriber> change,
        IReadOnlyDictionary<string, Reached>? shown = null
    )
    {
        (_, Subscriber subscriber) = await engine.Turns.Load(chat);
        TurnChanges changes = new(null, Noon)
        {
            Subscriber = change(subscriber),
            Shown = shown ?? TurnChanges.ShownNothing,
        };
        Assert.IsType<CommitOutcome.Committed>(await engine.Turns.Commit(changes));
    }

    public async Task<Watch> Of(ChatId chat, string key) =>
        Assert.Single(await engine.Scans.WatchesOf(key), watch => watch.Chat == chat);

    public Task<IReadOnlyList<Watch>> All() => engine.Scans.Watches(null, null, 10_000);

    /// <summary>As a scan marks what it finds.</summary>
    public async Task MarkDue(ChatId chat, string key, DateTimeOffset at, DateOnly? urgency = null)
    {
        Watch watch = await Of(chat, key);
        WatchChange change = new(watch, watch.Episode) { DueAt = at, Urgency = urgency ?? Today };
        await engine.Scans.Commit([change], ScanRun.None);
    }

    public async Task<IReadOnlyList<ChatId>> DueChats(DateTimeOffset now, int most = 100) =>
        [.. (await engine.Scans.Due(now, most)).Select(chat => chat.Subscriber.Chat)];

    /// <summary>Everything of a chat is told in one message.</summary>
    public static Announcement Told(DueChat due, Outgoing? message) =>
        new(
            due.Subscriber.Chat,
            [
                .. due.Watches.Select(watch => new WatchChange(watch, watch.Episode with { Told = Level.Day })
                {
                    Record = Decided(Noon),
                }),
            ],
            message
        );

    public static Recorded Decided(DateTimeOffset at) => new(at, RecordedKind.Warned, 0) { Level = Level.Day };

    public static Outgoing Message(ChatId chat, string html = "x", OutgoingClass @class = OutgoingClass.Bulk) =>
        new(Guid.CreateVersion7(), chat, @class, new Body.Text(html));

    /// <summary>To compare by what is in it: lists in records are compared by reference.</summary>
    public static string Text(object value) => JsonSerializer.Serialize(value, value.GetType());
}
