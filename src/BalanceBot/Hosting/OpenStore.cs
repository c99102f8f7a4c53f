using BalanceBot.Conversations;
using BalanceBot.Hosting.Settings;
using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Storage.PostgreSql;

namespace BalanceBot.Hosting;

/// <summary>The engine that the settings name, opened: its ports, and how it is shared.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly Func<ValueTask> close;

    private OpenStore(Func<ValueTask> close) => this.close = close;

    public required IInboxStore Inbox { get; init; }
    public required ITurnStore Turns { get; init; }
    public required IOutboxStore Outbox { get; init; }
    public required IAttemptStore Attempts { get; init; }
    public required IInvitationStore Invitations { get; init; }
    public required IScanStore Scans { get; init; }
    public required IAuditStore Audit { get; init; }
    public required IResealing Resealing { get; init; }

    /// <summary>Ends when it can never be written again: the process should stop then.</summary>
    public required Task<StoreUnusableException> Failed { get; init; }

    /// <summary>Null: this process has it alone.</summary>
    public IShared? Shared { get; init; }

    /// <summary>Throws <see cref="StoreUnusableException"/> with a sentence for the operator.</summary>
    /// <param name="owner">What it claims is claimed in this name.</param>
    public static async Task<OpenStore> Open(
        BotSettings settings,
        Owner owner,
        TimeProvider time,
        Action<ILoggingBuilder> logging
    )
    {
        KeyRing keys = StorageKeyCheck.KeysOf(settings.Storage);
        OpenStore store =
            settings.Storage.Engine == SettingsCheck.PostgreSql
                ? await OpenDatabase(settings, keys, owner, time, LoggerFactory.Create(logging))
                : OpenFile(settings, keys, LoggerFactory.Create(logging));
        if (keys.CurrentId is null)
        {
            using ILoggerFactory logs = LoggerFactory.Create(logging);
            KeyLog.InClear(logs.CreateLogger("BalanceBot.Storage"));
        }

        return store;
    }

    public ValueTask DisposeAsync() => close();

    private static async Task<OpenStore> OpenDatabase(
        BotSettings settings,
        KeyRing keys,
        Owner owner,
        TimeProvider time,
        ILoggerFactory logs
    )
    {
        PostgreSqlStore database = await PostgreSqlStore.Open(
            settings.PostgreSql,
            Composition.StoreSeal(settings),
            owner.Name,
            time,
            Composition.Chance,
            logs.CreateLogger<PostgreSqlStore>(),
            keys
        );
        return new OpenStore(async () =>
        {
            await database.DisposeAsync();
            logs.Dispose();
        })
        {
            Inbox = database.Inbox,
            Turns = database.Turns,
            Outbox = database.Outbox,
            Attempts = database.Attempts,
            Invitations = database.Invitations,
            Scans = database.Scans,
            Audit = database.Audit,
            Resealing = database.Resealing,
            Failed = database.Failed,
            Shared = new SharedStore(database),
        };
    }

    private static OpenStore OpenFile(BotSettings settings, KeyRing keys, ILoggerFactory logs)
    {
        LiteDbStore file = LiteDbStore.Open(
            settings.LiteDb.File,
            Composition.StoreSeal(settings),
            keys,
            logs.CreateLogger<LiteDbStore>()
        );
        return new OpenStore(() =>
        {
            file.Dispose();
            logs.Dispose();
            return ValueTask.CompletedTask;
        })
        {
            Inbox = file.Inbox,
            Turns = file.Turns,
            Outbox = file.Outbox,
            Attempts = file.Attempts,
            Invitations = file.Invitations,
            Scans = file.Scans,
            Audit = file.Audit,
            Resealing = file.Resealing,
            Failed = file.Failed,
        };
    }
}

/// <summary>What many processes over one store need to know of each other.</summary>
internal interface IShared
{
    /// <summary>One clock for all of them.</summary>
    TimeProvider Time { get; }

    /// <summary>False: this process may have been thought dead since then, and what it took may be with others by now.</summary>
    bool IsSureSince(DateTimeOffset taken);

    /// <summary>This process has the duty now.</summary>
    bool Has(string duty);

    /// <summary>Waits until a duty that one process at a time has is this one's.</summary>
    Task<IDutyHold> Take(string duty, CancellationToken stop);
}

/// <summary>A duty in hand. Disposal gives it to the next.</summary>
internal interface IDutyHold : IAsyncDisposable
{
    /// <summary>Ends when it is lost, or may be.</summary>
    Task Lost { get; }
}
