using System.Threading.Channels;

namespace BalanceBot.Inbox;

/// <summary>What a delivery is answered: a closed family.</summary>
internal abstract record Admission
{
    private Admission() { }

    /// <summary>It is kept, and was before this was said.</summary>
    public sealed record Kept : Admission;

    /// <summary>Not now: Telegram keeps it and comes again.</summary>
    public sealed record Later(TimeSpan RetryAfter) : Admission;

    /// <summary>No update at all.</summary>
    public sealed record Foreign : Admission;
}

/// <summary>
/// Where deliveries come in: those that arrive while others are being kept go together in the next commit, and each is
/// answered after its own.
/// </summary>
internal sealed partial class WebhookDoor(
    IUpdateReader reader,
    Intake intake,
    Lanes lanes,
    ReceiverStatus status,
    InboxSettings settings,
    TimeProvider time,
    ILogger<WebhookDoor> log
) : BackgroundService
{
    private const int MostInOneCommit = 200;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepAtMost = TimeSpan.FromSeconds(3);
    private readonly Channel<Delivery> waiting = Channel.CreateUnbounded<Delivery>(new() { SingleReader = true });
    private bool isAway;

    public Task<Admission> Admit(string json)
    {
        if (reader.Identify(json) is not { } raw)
        {
            return Task.FromResult<Admission>(new Admission.Foreign());
        }

        if (lanes.Waiting >= settings.LaneLimit)
        {
            return Task.FromResult<Admission>(new Admission.Later(Busy));
        }

        Delivery delivery = new(raw, new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!waiting.Writer.TryWrite(delivery))
        {
            return Task.FromResult<Admission>(new Admission.Later(Busy));
        }

        return delivery.Answer.Task;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Here and not at the end of the work: a service that is stopped at once never begins it.
        Close();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Delivery> batch = new(MostInOneCommit);
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                while (batch.Count < MostInOneCommit && waiting.Reader.TryRead(out Delivery? delivery))
                {
                    batch.Add(delivery);
                }

                Admission answer = await Keep(batch);
                batch.ForEach(delivery => delivery.Answer.TrySetResult(answer));
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task<Admission> Keep(List<Delivery> batch)
    {
        try
        {
            // What is kept after all, later, is known when Telegram brings it again.
            await intake.AcceptKept([.. batch.Select(delivery => delivery.Raw)]).WaitAsync(KeepAtMost, time);
            status.Good(time.GetUtcNow());
            isAway = false;
            return new Admission.Kept();
        }
#pragma warning disable CA1031 // Whatever keeps it from being kept: Telegram still has it, and comes again.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            if (!isAway)
            {
                Log.NotKept(log, Bug.Described(trouble));
            }

            isAway = true;
            return new Admission.Later(Away);
        }
    }

    private void Close()
    {
        waiting.Writer.TryComplete();
        while (waiting.Reader.TryRead(out Delivery? delivery))
        {
            delivery.Answer.TrySetResult(new Admission.Later(Busy));
        }
    }

    private sealed record Delivery(RawUpdate Raw, TaskCompletionSource<Admission> Answer);

    private static partial class Log
    {
        [LoggerMessage(
            1050,
            LogLevel.Warning,
            "Updates cannot be kept ({Trouble}): Telegram is asked to bring them again",
            EventName = "UpdatesNotKept"
        )]
        public static partial void NotKept(ILogger log, string trouble);
    }
}
