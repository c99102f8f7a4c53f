using BalanceBot.Inbox;
using BalanceBot.Linking;
using BalanceBot.Scanning;

namespace BalanceBot.Hosting;

/// <summary>Once an hour: forgets what nobody can need any more, so that the data file does not grow with the years.</summary>
internal sealed partial class Housekeeping(
    Intake intake,
    IAttemptStore attempts,
    IInvitationStore invitations,
    IScanStore scans,
    IAuditStore audit,
    Keeping keeping,
    TimeProvider time,
    ILogger<Housekeeping> log
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                DateTimeOffset now = time.GetUtcNow();
                int marks = await intake.ForgetOld();
                int counts = await attempts.ForgetAttempts(now - keeping.Attempts, now);
                await invitations.ForgetInvitations(now);
                int decisions = await scans.Forget(now - keeping.Decisions);
                int entries = await audit.ForgetAudit(now - keeping.Audit);
                Log.Forgot(log, marks, counts, decisions, entries);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private static partial class Log
    {
        [LoggerMessage(
            9020,
            LogLevel.Debug,
            "Forgot {Marks} marks of updates, {Counts} counts of attempts, {Decisions} decisions and {Entries} entries of the audit",
            EventName = "Forgot"
        )]
        public static partial void Forgot(ILogger log, int marks, int counts, int decisions, int entries);
    }
}

/// <summary>How long is kept what somebody may still ask for.</summary>
internal sealed record Keeping(TimeSpan Attempts, TimeSpan Decisions, TimeSpan Audit);
