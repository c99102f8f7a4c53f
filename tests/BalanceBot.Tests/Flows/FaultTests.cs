using System.Globalization;
using BalanceBot.Benchmarks.Faults;
using BalanceBot.Benchmarks.Faults.Ground;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// Short runs of what README tells of a million updates: real processes over a real database, and both are killed,
/// frozen and restarted while people speak. The database's own log is the witness.
/// </summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("balancebot-faults-");
    private PrivatePostgres? database;

    public async ValueTask InitializeAsync()
    {
        bool must = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipUnless(must || PrivatePostgres.Programs() is not null, PrivatePostgres.Missing);
        database = await PrivatePostgres.Start(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (database is not null)
        {
            await database.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task By_webhook_nothing_is_lost_doubled_or_out_of_order_whatever_dies()
    {
        FaultPlan plan = new()
        {
            Updates = 15_000,
            Chats = 2_000,
            Kills = 4,
            DatabaseRestarts = 2,
            DatabaseAway = TimeSpan.FromSeconds(5),
            Pauses = 2,
            Freezes = 1,
            AtMost = TimeSpan.FromSeconds(100),
        };

        FaultReport report = await new FaultRun(plan, folder.FullName, database!, TimeProvider.System, Tell).Run(Stop);

        Assert.Empty(report.Broken);
        Assert.Equal(plan.Updates, report.Updates);
        Assert.Equal(plan.Updates, report.Answers.First);
        Assert.True(report.Effects.Expected > plan.Updates / 2, Text.Of($"{report.Effects.Expected} effects"));
        Assert.True(
            report.Deliveries.Duplicates > plan.Updates / 100,
            Text.Of($"{report.Deliveries.Duplicates} twice")
        );
        Assert.True(report.Away!.Refused > 0, "Nobody was told to come again while the database was away.");
    }

    [Fact]
    public async Task By_polling_another_process_goes_on_within_five_seconds_when_the_poller_dies_or_stops()
    {
        FaultPlan plan = new() { PollerFalls = 3 };

        (IReadOnlyList<PollerFall> falls, IReadOnlyList<string> broken) = await new PollerRun(
            plan,
            folder.FullName,
            database!,
            TimeProvider.System,
            Tell
        ).Run(Stop);

        Assert.Empty(broken);
        Assert.Equal(["killed", "stopped", "frozen"], falls.Select(fall => fall.How));
    }

    private static void Tell(string line) =>
        TestContext.Current.SendDiagnosticMessage("{0}", line.ToString(CultureInfo.InvariantCulture));
}
