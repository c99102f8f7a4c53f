using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Scanning.ScanDesk;

namespace BalanceBot.Tests.Scanning;

public sealed class ScanTests : IDisposable
{
    private readonly ScanDesk desk = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Every_linked_contract_is_judged_page_by_page_and_who_is_to_be_told_is_only_marked()
    {
        await Link(Anna, 10, low: 4);
        desk.Time.Advance(TimeSpan.FromSeconds(1));

        ScanOutcome outcome = await desk.ScanAll(pageSize: 3);

        Assert.Equal(new RunSummary { Judged = 10, Due = 1 }, Assert.IsType<ScanOutcome.Complete>(outcome).Run.Summary);
        Assert.Equal(["page after nothing", "page after K02", "page after K05", "page after K08"], desk.Billing.Asked);
        Watch due = await desk.People.Of(Anna, "K04");
        Assert.Equal((Noon.AddMinutes(1), null, Level.None), (due.DueAt, due.Last, due.Episode.Told));
        Assert.Equal(RecordedKind.Silent, (await desk.People.Of(Anna, "K05")).Last!.Kind);
    }

    [Fact]
    public async Task A_complete_run_is_closed_and_begins_anew_next_time()
    {
        await Link(Anna, 4);
        await desk.ScanAll(pageSize: 2);

        ScanRun run = await desk.Store.Run();
        Assert.Equal((false, null, Noon, Noon), (run.IsOpen, run.After, run.CompletedAt, run.Heartbeat));
    }

    [Fact]
    public async Task Two_chats_of_one_contract_are_both_judged_by_one_look_at_it()
    {
        await Link(Anna, 1, low: 0);
        await Link(Bo, 1, low: 0);

        ScanOutcome outcome = await desk.ScanAll();

        Assert.Equal(new RunSummary { Judged = 2, Due = 2 }, outcome.Run.Summary);
        Assert.Equal([Anna, Bo], await desk.People.DueChats(Noon));
        Assert.Single(desk.Billing.Asked);
    }

    [Fact]
    public async Task Where_nothing_has_changed_nothing_is_written_to_any_watch()
    {
        await Link(Anna, 6, low: 2);
        await desk.ScanAll();
        IReadOnlyList<Watch> before = await desk.People.All();
        desk.Time.Advance(TimeSpan.FromMinutes(30));
        await desk.ScanAll();

        Assert.Equal(before.Select(w => w.RowVersion), (await desk.People.All()).Select(w => w.RowVersion));
        Assert.Equal(Noon.AddMinutes(30), (await desk.Store.Run()).CompletedAt);
    }

    [Fact]
    public async Task A_contract_that_the_billing_has_no_more_or_twice_is_counted_and_said_to_be_gone()
    {
        await Link(Anna, 3);
        desk.Billing.Remove("K00");
        desk.Billing.Double(desk.Contract("K01", 1m) with { Tariff = "another" });

        ScanOutcome outcome = await desk.ScanAll();

        Assert.Equal(new RunSummary { Judged = 1, Gone = 2 }, outcome.Run.Summary);
        foreach (string key in new[] { "K00", "K01" })
        {
            Recorded said = Assert.Single(await desk.Decisions(Anna, key));
            Assert.Equal((int)SilenceReason.NotInBilling, said.Reason);
        }
    }

    [Fact]
    public async Task Data_too_old_to_warn_from_is_counted_and_nobody_is_marked()
    {
        await Link(Anna, 3, low: 1);
        desk.Billing.Age = TimeSpan.FromHours(7);

        ScanOutcome outcome = await desk.ScanAll();

        Assert.Equal(new RunSummary { Judged = 3, Stale = 3 }, outcome.Run.Summary);
        Assert.Null(await desk.Store.NextDue());
    }

    [Fact]
    public async Task A_contract_whose_data_cannot_be_judged_costs_only_itself()
    {
        await Link(Anna, 5, low: 4);
        desk.Nonsense("K02");

        ScanOutcome outcome = await desk.ScanAll();

        Assert.Equal(
            new RunSummary
            {
                Judged = 4,
                Failed = 1,
                Due = 1,
            },
            outcome.Run.Summary
        );
        Assert.Equal((int)SilenceReason.NotJudged, Assert.Single(await desk.Decisions(Anna, "K02")).Reason);
    }

    [Fact]
    public async Task A_page_that_cannot_be_had_is_asked_one_by_one_and_a_broken_contract_costs_only_itself()
    {
        await Link(Anna, 70, low: 69);
        desk.Billing.Breaks.Add("K55");

        ScanOutcome outcome = await desk.ScanAll(pageSize: 10);

        Assert.IsType<ScanOutcome.Complete>(outcome);
        Assert.Equal(
            new RunSummary
            {
                Judged = 69,
                Failed = 1,
                Due = 1,
            },
            outcome.Run.Summary
        );
        Assert.Contains("K50", desk.Billing.Asked);
        Assert.DoesNotContain("K49", desk.Billing.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(51)]
    public async Task A_broken_contract_that_is_left_alone_is_no_billing_that_is_away(int contracts)
    {
        await Link(Anna, contracts);
        desk.Billing.Breaks.Add($"K{contracts - 1:00}");

        ScanOutcome outcome = await desk.ScanAll();

        Assert.IsType<ScanOutcome.Complete>(outcome);
        Assert.Equal(new RunSummary { Judged = contracts - 1, Failed = 1 }, outcome.Run.Summary);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(120)]
    public async Task A_billing_that_has_no_pages_is_still_seen_through(int contracts)
    {
        await Link(Anna, contracts, low: 7);
        desk.Billing.HasNoPages = true;

        ScanOutcome outcome = await desk.ScanAll();

        Assert.Equal(
            new RunSummary { Judged = contracts, Due = 1 },
            Assert.IsType<ScanOutcome.Complete>(outcome).Run.Summary
        );
    }

    [Fact]
    public async Task While_nothing_answers_the_place_is_kept_nothing_is_written_and_it_goes_on_there()
    {
        await Link(Anna, 6, low: 5);
        int pages = 0;
        desk.Billing.Meanwhile = () => Task.FromResult(desk.Billing.Away = ++pages > 1);

        ScanOutcome away = await desk.ScanAll(pageSize: 3);
        Assert.Equal("away", Assert.IsType<ScanOutcome.BillingAway>(away).Reason);
        Assert.Equal(("K02", 3), (away.Run.After, away.Run.Summary.Judged));
        Assert.Equal(
            SilentAfter("K02"),
            (await desk.People.All()).Where(w => w.Last is null).Select(w => w.ContractKey)
        );

        desk.Billing.Meanwhile = null;
        desk.Billing.Away = false;
        desk.Billing.Asked.Clear();
        ScanRun kept = await desk.Store.Run();
        ScanOutcome complete = await desk.Scan(3).GoOn(kept, Noon.AddHours(1), Stop);

        Assert.Equal(["page after K02"], desk.Billing.Asked);
        Assert.Equal(new RunSummary { Judged = 6, Due = 1 }, Assert.IsType<ScanOutcome.Complete>(complete).Run.Summary);
    }

    [Fact]
    public async Task After_its_deadline_it_breaks_off_and_the_next_goes_on_there()
    {
        await Link(Anna, 6);
        desk.Billing.Meanwhile = () =>
        {
            desk.Time.Advance(TimeSpan.FromMinutes(20));
            return Task.CompletedTask;
        };

        ScanOutcome late = await desk.Scan(2).GoOn(ScanRun.None with { IsOpen = true }, Noon.AddMinutes(30), Stop);
        Assert.Equal("K03", Assert.IsType<ScanOutcome.OutOfTime>(late).Run.After);

        desk.Billing.Asked.Clear();
        ScanOutcome complete = await desk.Scan(2).GoOn(await desk.Store.Run(), desk.Now.AddHours(1), Stop);
        Assert.Equal(["page after K03"], desk.Billing.Asked);
        Assert.Equal(6, Assert.IsType<ScanOutcome.Complete>(complete).Run.Summary.Judged);
    }

    [Fact]
    public async Task Nobody_linked_is_a_complete_run_however_the_billing_is()
    {
        desk.Billing.HasNoPages = true;

        Assert.Equal(new RunSummary(), Assert.IsType<ScanOutcome.Complete>(await desk.ScanAll()).Run.Summary);
    }

    private static IEnumerable<string> SilentAfter(string key) =>
        Enumerable.Range(0, 6).Select(n => $"K{n:00}").Where(k => string.CompareOrdinal(k, key) > 0);

    /// <summary>So many contracts with money enough, but for one.</summary>
    private async Task Link(ChatId chat, int contracts, int low = -1)
    {
        string[] keys = [.. Enumerable.Range(0, contracts).Select(n => $"K{n:00}")];
        foreach (string key in keys)
        {
            desk.Contract(key, key == $"K{low:00}" ? 100m : 5000m);
        }

        await desk.People.Link(chat, keys);
    }
}
