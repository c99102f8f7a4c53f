using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Scanning;

/// <summary>Tells the operators, once each: the alarm and the messages about it are one commit.</summary>
internal sealed partial class OperatorAlerts(
    IScanStore store,
    Dispatcher outbox,
    Voice voice,
    IReadOnlyList<long> operators,
    TimeSpan alarmAfter,
    string owner,
    TimeProvider time,
    ILogger<OperatorAlerts> log
)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly DateTimeOffset runsSince = time.GetUtcNow();

    /// <returns>The run as it stands then.</returns>
    public async Task<ScanRun> Tell(ScanRun run, bool? billingAway, int? stale, int? braked = null)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<AlarmNews> news = Alarms.News(
            run,
            new AlarmFacts(billingAway, stale, runsSince, now) { Braked = braked },
            alarmAfter
        );
        if (news.Count == 0)
        {
            return run;
        }

        ScanRun after = Alarms.After(run, news);
        Outgoing[] messages = [.. news.SelectMany(told => operators.Select(id => Message(id, told)))];
        outbox.Dispatch(await store.Commit(after, messages, new Sending(owner, now, now + Lease)));
        foreach (AlarmNews told in news)
        {
            Log.Alarm(log, told.Alarm, told.Raised ? "raised" : "over");
        }

        return after;
    }

    private Outgoing Message(long operatorId, AlarmNews told) =>
        new(
            Guid.CreateVersion7(),
            new ChatId(operatorId),
            OutgoingClass.Notice,
            told.Alarm switch
            {
                Alarm.BillingAway => voice.BillingAwayAlarm(told.Raised, told.Since),
                Alarm.StaleData => voice.StaleDataAlarm(told.Raised, told.Since, told.Count),
                Alarm.ManyChanged => voice.ManyChangedAlarm(told.Raised, told.Since, told.Count),
                _ => voice.NoRunAlarm(told.Raised, told.Since),
            }
        );

    private static partial class Log
    {
        [LoggerMessage(6030, LogLevel.Warning, "Alarm {Alarm} is {State}", EventName = "AlarmChanged")]
        public static partial void Alarm(ILogger log, Alarm alarm, string state);
    }
}
