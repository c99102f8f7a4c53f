using System.Threading.Channels;
using BalanceBot.Inbox;

namespace BalanceBot.Tests.Inbox;

/// <summary>Telegram's side of long polling by script: each poll gets the next outcome, or waits for it.</summary>
internal sealed class ScriptedSource : IUpdateSource
{
    private readonly Channel<PollOutcome> script = Channel.CreateUnbounded<PollOutcome>();
    private readonly Channel<(long Offset, int Most, TimeSpan Wait)> polls = Channel.CreateUnbounded<(
        long,
        int,
        TimeSpan
    )>();

    public void Next(PollOutcome outcome) => script.Writer.TryWrite(outcome);

    public void Updates(params long[] ids) =>
        Next(new PollOutcome.Batch([.. ids.Select(id => new RawUpdate(id, TextOf(id)))]));

    /// <summary>The next poll that came, in order.</summary>
    public Task<(long Offset, int Most, TimeSpan Wait)> Polled() =>
        polls
            .Reader.ReadAsync(TestContext.Current.CancellationToken)
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

    public bool HasPoll => polls.Reader.TryPeek(out _);

    public async Task<PollOutcome> Poll(long offset, int most, TimeSpan wait, CancellationToken stop)
    {
        polls.Writer.TryWrite((offset, most, wait));
        return wait == TimeSpan.Zero ? new PollOutcome.Batch([]) : await script.Reader.ReadAsync(stop);
    }

    public Task<IdentityOutcome> WhoAmI(CancellationToken stop) =>
        Task.FromResult<IdentityOutcome>(new IdentityOutcome.Known(7, "TestBot"));

    /// <summary>A text of chat 1000 + id.</summary>
    public static string TextOf(long id) => Text(id, 1000 + id);

    public static string Text(long id, long chat) =>
        $$$"""
            {"update_id":{{{id}}},"message":{"message_id":1,"date":1,"text":"hello",
             "chat":{"id":{{{chat}}},"type":"private","first_name":"A"},
             "from":{"id":{{{chat}}},"is_bot":false,"first_name":"A"} } }
            """;
}
