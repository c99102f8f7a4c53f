using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>
/// Telegram, as far as a bot can see it: chats, people, updates and rules, without HTTP. Safe for concurrent use; people
/// act here, the bot acts through <see cref="BotApiServer"/>, tests and the page look on.
/// </summary>
internal sealed partial class TelegramWorld
{
    public const long BotId = 7_000_000_001;
    public const string BotUserName = "BalanceSandboxBot";

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Rules rules;
    private readonly Dictionary<long, ChatState> chats = [];
    private readonly UpdateQueue updates;
    private readonly SendLimits limits;
    private readonly List<Action<WorldEvent>> watchers = [];
    private readonly List<(Func<TelegramWorld, bool> Holds, TaskCompletionSource Told)> waiting = [];
    private readonly List<ApiCall> calls = [];
    private long lastPerson = 500_000_000;
    private long lastGroup = -1_000_000;

    public TelegramWorld(TimeProvider time, string token, Rules? rules = null)
    {
        this.time = time;
        this.rules = rules ?? new Rules();
        Token = token;
        updates = new UpdateQueue(this.rules);
        limits = new SendLimits(this.rules);
    }

    public string Token { get; }
    public Faults Faults { get; } = new();

    /// <summary>Commands that the bot has set, by language code ("" for all others).</summary>
    public Dictionary<string, JsonArray> Commands { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ChatState> People()
    {
        lock (gate)
        {
            return [.. chats.Values.Where(chat => chat is { Person: not null, Gone: false })];
        }
    }

    public ChatState? Chat(long id)
    {
        lock (gate)
        {
            return chats.GetValueOrDefault(id);
        }
    }

    /// <summary>What the chat shows, oldest first; deleted messages are gone.</summary>
    public IReadOnlyList<ChatMessage> History(long chat)
    {
        lock (gate)
        {
            return chats.TryGetValue(chat, out ChatState? state) ? [.. state.Messages.Values] : [];
        }
    }

    public IReadOnlyList<ChatMessage> BotMessages(long chat) => [.. History(chat).Where(message => message.FromBot)];

    public IReadOnlyList<ApiCall> Calls(string method)
    {
        lock (gate)
        {
            return [.. calls.Where(call => call.Method.Equals(method, StringComparison.OrdinalIgnoreCase))];
        }
    }

    /// <summary>Updates that the bot has not confirmed.</summary>
    public int Unconfirmed
    {
        get
        {
            lock (gate)
            {
                return updates.Count;
            }
        }
    }

    /// <summary>Every event in the order in which it happened, until disposed; it must not block.</summary>
    public IDisposable Watch(Action<WorldEvent> told)
    {
        lock (gate)
        {
            watchers.Add(told);
        }

        return new Watching(() =>
        {
            lock (gate)
            {
                watchers.Remove(told);
            }
        });
    }

    /// <summary>Ends when the condition holds; looked at after each event, so nobody has to sleep.</summary>
    public Task When(Func<TelegramWorld, bool> holds)
    {
        lock (gate)
        {
            if (holds(this))
            {
                return Task.CompletedTask;
            }

            TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((holds, told));
            return told.Task;
        }
    }

    /// <summary>Under the lock: the order that watchers see is the order of things.</summary>
    private void Tell(WorldEvent happened)
    {
        foreach (Action<WorldEvent> watcher in watchers)
        {
            watcher(happened);
        }

        foreach ((Func<TelegramWorld, bool> _, TaskCompletionSource told) in waiting.Where(w => w.Holds(this)).ToList())
        {
            told.TrySetResult();
        }

        waiting.RemoveAll(w => w.Told.Task.IsCompleted);
    }

    /// <summary>Kept for assertions and told, whatever came of it.</summary>
    internal void Called(string method, long? chat, int code)
    {
        lock (gate)
        {
            ApiCall call = new(method, chat, time.GetUtcNow(), code);
            if (!method.Equals("getUpdates", StringComparison.OrdinalIgnoreCase) || calls.Count < 100_000)
            {
                calls.Add(call);
            }

            Tell(new WorldEvent.Called(call));
        }
    }

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
