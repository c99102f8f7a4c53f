using System.Text;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.TelegramApi;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>
/// Stands where HTTP would: gives batches of updates as Telegram's JSON, through our own reader of it, and takes what is
/// sent, now and then with a fault.
/// </summary>
internal sealed class FuzzedTelegram(FuzzedUpdates updates, OutgoingCheck check, int total, TimeProvider time)
    : IUpdateSource,
        IMessageSender
{
    /// <summary>More than Telegram gives at once: fewer waits for the disk, more that happens side by side.</summary>
    private const int BatchSize = 500;

    private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Random chance = new(7);
    private readonly Lock gate = new();
    private readonly Queue<string> more = [];
    private readonly HashSet<long> helped = [];
    private readonly Dictionary<long, string> last = [];
    private int given;
    private int sent;

    /// <summary>Ends when the last update was asked for and the one after it too: all are finished or kept.</summary>
    public Task All => all.Task;

    public int Sent => sent;
    public bool Faults { get; set; } = true;

    /// <summary>Until then nothing comes.</summary>
    public Task Begin { get; set; } = Task.CompletedTask;

    /// <summary>Of these chats, those that were not answered with the page of help, and what they heard last.</summary>
    public IReadOnlyList<string> NotHelped(IEnumerable<long> chats)
    {
        lock (gate)
        {
            return
            [
                .. chats
                    .Where(chat => !helped.Contains(chat))
                    .Select(chat => $"{chat}: {last.GetValueOrDefault(chat)}"),
            ];
        }
    }

    public void Say(long chat, string words)
    {
        lock (gate)
        {
            more.Enqueue(Saying(chat, words));
        }
    }

    /// <summary>In a private chat, with an id of its own.</summary>
    public static string Saying(long chat, string words) =>
        $$$"""{"update_id":{{{1_000_000_000 + chat}}},"message":{"message_id":9,"date":1,"chat":{"id":{{{chat}}},"type":"private"},"from":{"id":{{{chat}}},"is_bot":false,"first_name":"A","language_code":"en"},"text":"{{{words}}}"}}""";

    public async Task<PollOutcome> Poll(long offset, int most, TimeSpan wait, CancellationToken stop)
    {
        await Begin.WaitAsync(stop);
        List<string> batch = [];
        while (batch.Count < BatchSize && given < total)
        {
            given++;
            Fuzzed update = updates.Next();
            check.Heard(update);
            batch.Add(update.Json);
        }

        if (batch.Count == 0)
        {
            all.TrySetResult();
            lock (gate)
            {
                while (batch.Count < BatchSize && more.TryDequeue(out string? one))
                {
                    batch.Add(one);
                }
            }
        }

        if (batch.Count == 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stop);
        }

        byte[] body = Encoding.UTF8.GetBytes($$"""{"ok":true,"result":[{{string.Join(',', batch)}}]}""");
        IReadOnlyList<RawUpdate> read = UpdateBatch.Read(body)!;
        Assert.Equal(batch.Count, read.Count);
        return new PollOutcome.Batch(read);
    }

    public Task<IdentityOutcome> WhoAmI(CancellationToken stop) =>
        Task.FromResult<IdentityOutcome>(new IdentityOutcome.Known(TelegramWorld.BotId, TelegramWorld.BotUserName));

    public async Task<SendOutcome> Send(Outgoing message, CancellationToken stop)
    {
        check.Sees(message);
        await Task.Yield();
        lock (gate)
        {
            sent++;
            last[message.Chat.Value] = message.Body.ToString();
            if (message.Body is Body.Text { Html: var html } && html.Contains("/privacy", StringComparison.Ordinal))
            {
                helped.Add(message.Chat.Value);
            }

            return Faults ? Fault() : new SendOutcome.Sent(sent);
        }
    }

    public Task<SendOutcome> AnswerPress(string callbackId, string? text, CancellationToken stop) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Sent(null));

    private SendOutcome Fault() =>
        chance.Next(1000) switch
        {
            0 => new SendOutcome.TooMany(TimeSpan.FromSeconds(1)),
            1 => new SendOutcome.NotDelivered("ConnectionError"),
            2 => new SendOutcome.Unknown("HTTP 500"),
            3 or 4 => new SendOutcome.Unreachable("blocked"),
            5 or 6 => new SendOutcome.Refused("HTTP 400"),
            _ => new SendOutcome.Sent(sent),
        };
}
