using BalanceBot.Inbox;

namespace BalanceBot.Conversations;

/// <summary>
/// Ends dialogues whose time is up, and says so. Through the chat's lane: an answer that is being handled right now comes
/// first, and the turn looks at the time again.
/// </summary>
internal sealed partial class DialogueClock(
    ITurnStore store,
    Conversation conversation,
    Lanes lanes,
    TimeProvider time,
    ILogger<DialogueClock> log
) : BackgroundService
{
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await EndAll(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    internal async Task EndAll(CancellationToken stop)
    {
        IReadOnlyList<Session> over = await store.Ended(time.GetUtcNow(), MostAtOnce);
        await Task.WhenAll(over.Select(session => lanes.Enter(session.Chat, () => End(session, stop))));
    }

    private async Task End(Session session, CancellationToken stop)
    {
        try
        {
            await conversation.EndDialogue(session.Chat, stop);
        }
#pragma warning disable CA1031 // One chat must not stop the clock of all; the next tick tries it again.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Failed(log, failure.GetType().Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            2000,
            LogLevel.Warning,
            "A dialogue could not be ended and is tried again: {Kind}",
            EventName = "DialogueNotEnded"
        )]
        public static partial void Failed(ILogger log, string kind);
    }
}
