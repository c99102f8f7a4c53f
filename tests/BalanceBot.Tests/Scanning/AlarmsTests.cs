using BalanceBot.Outbox;
using BalanceBot.Scanning;
using static BalanceBot.Tests.Scanning.ScanDesk;

namespace BalanceBot.Tests.Scanning;

public sealed class AlarmsTests : IDisposable
{
    private static readonly TimeSpan After = TimeSpan.FromHours(25);
    private readonly ScanDesk desk = new();

    public void Dispose() => desk.Dispose();

    /// <summary>Null: not known now.</summary>
    [Theory]
    [InlineData(false, true, "raised")]
    [InlineData(false, false, "")]
    [InlineData(false, null, "")]
    [InlineData(true, true, "")]
    [InlineData(true, false, "over")]
    [InlineData(true, null, "")]
    public void A_billing_that_is_away_is_told_once_and_its_return_once(bool was, bool? away, string told) =>
        Assert.Equal(told, News(Run(was ? [Alarm.BillingAway] : []), away, null));

    [Theory]
    [InlineData(false, 3, "raised")]
    [InlineData(false, 0, "")]
    [InlineData(false, null, "")]
    [InlineData(true, 3, "")]
    [InlineData(true, 1, "")]
    [InlineData(true, 0, "over")]
    [InlineData(true, null, "")]
    public void Old_data_is_told_once_and_its_end_once(bool was, int? stale, string told) =>
        Assert.Equal(told, News(Run(was ? [Alarm.StaleData] : []), null, stale));

    [Theory]
    [InlineData(false, 25 * 60, "")]
    [InlineData(false, (25 * 60) + 1, "raised")]
    [InlineData(true, (25 * 60) + 1, "")]
    [InlineData(true, 10, "over")]
    public void No_complete_run_for_too_long_is_told_once_and_its_end_once(bool was, int minutesAgo, string told) =>
        Assert.Equal(
            told,
            News(Run(was ? [Alarm.NoCompleteRun] : []) with { CompletedAt = Noon.AddMinutes(-minutesAgo) }, null, null)
        );

    [Theory]
    [InlineData(25, "")]
    [InlineData(26, "raised")]
    public void Before_the_first_complete_run_it_counts_from_the_start(int hoursAgo, string told)
    {
        AlarmFacts facts = new(null, null, Noon.AddHours(-hoursAgo), Noon);

        Assert.Equal(told, Words(Alarms.News(ScanRun.None, facts, After)));
    }

    [Fact]
    public void The_end_tells_since_when_it_was_and_several_are_told_each()
    {
        ScanRun run = Run([Alarm.BillingAway]) with { CompletedAt = Noon };
        IReadOnlyList<AlarmNews> news = Alarms.News(run, new AlarmFacts(false, 7, Noon, Noon), After);

        Assert.Equal(
            [
                new AlarmNews(Alarm.BillingAway, false, Noon.AddHours(-2), 0),
                new AlarmNews(Alarm.StaleData, true, Noon, 7),
            ],
            news
        );
        ScanRun after = Alarms.After(run, news);
        Assert.Equal([(Alarm.StaleData, Noon)], after.Alarms.Select(alarm => (alarm.Key, alarm.Value)));
        Assert.Empty(Alarms.News(after, new AlarmFacts(false, 7, Noon, Noon.AddMinutes(1)), After));
    }

    [Fact]
    public async Task Every_operator_is_told_once_however_often_it_is_looked_at()
    {
        ScanRun run = ScanRun.None with { CompletedAt = Noon };
        for (int look = 0; look < 3; look++)
        {
            await desk.Alerts.Tell(run, billingAway: true, stale: null);
            run = await desk.Store.Run();
        }

        await desk.Telegram.Reached(2);
        Assert.Equal([500, 501], desk.Telegram.Tries.Select(message => message.Chat.Value).Order());
        Assert.All(desk.Telegram.Tries, message => Assert.Equal(OutgoingClass.Notice, message.Class));
        Assert.Equal(Noon, run.Alarms[Alarm.BillingAway]);
    }

    private static ScanRun Run(Alarm[] alarms) =>
        ScanRun.None with
        {
            CompletedAt = Noon,
            Alarms = alarms.ToDictionary(alarm => alarm, _ => Noon.AddHours(-2)),
        };

    private static string News(ScanRun run, bool? away, int? stale) =>
        Words(Alarms.News(run, new AlarmFacts(away, stale, Noon, Noon), After));

    private static string Words(IReadOnlyList<AlarmNews> news) =>
        string.Join(", ", news.Select(told => told.Raised ? "raised" : "over"));
}
