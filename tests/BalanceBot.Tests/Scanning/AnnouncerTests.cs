using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Scanning.ScanDesk;

namespace BalanceBot.Tests.Scanning;

/// <summary>Whose turn has come is judged again and told.</summary>
public sealed class AnnouncerTests : IDisposable
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(0.5);
    private ScanDesk desk = new();

    private IReadOnlyList<string> Words => desk.Telegram.Words;

    public void Dispose() => desk.Dispose();

    [Fact]
    public async Task Who_is_due_is_told_and_message_memory_and_reason_go_together()
    {
        await Due(Anna, "K1");

        Assert.Equal(Busy, await desk.Step());
        await desk.Telegram.Reached(1);

        Assert.Contains("50.00", Words[0]);
        Watch told = await desk.People.Of(Anna, "K1");
        Assert.Equal(
            (Level.Week, 1, Noon, null),
            (told.Episode.Told, told.Episode.Count, told.Episode.WarnedAt, told.DueAt)
        );
        Assert.Equal(RecordedKind.Warned, (await desk.Decisions(Anna, "K1"))[0].Kind);
        Assert.Equal(["K1"], desk.Telegram.Tries[0].About);
        Assert.Equal(TimeSpan.FromSeconds(10), await desk.Step());
    }

    [Fact]
    public async Task All_contracts_of_a_chat_that_are_to_be_told_are_one_message_whichever_was_due()
    {
        desk.Contract("K2", 120m);
        await Due(Anna, "K1");
        await desk.People.Link(Anna, "K2", "K3");
        desk.Contract("K3", 5000m);

        await desk.Step();
        await desk.Telegram.Reached(1);

        Assert.Equal(["K1", "K2"], desk.Telegram.Tries[0].About);
        Assert.Equal(Level.Week, (await desk.People.Of(Anna, "K2")).Episode.Told);
        Assert.Equal((int)SilenceReason.Enough, (await desk.People.Of(Anna, "K3")).Last!.Reason);
    }

    [Fact]
    public async Task Only_a_few_seconds_worth_is_ever_ahead_in_the_outbox_and_the_most_urgent_of_all()
    {
        desk.Dispose();
        desk = new ScanDesk(bulkPerSecond: 1);
        desk.Telegram.Hold();
        foreach (int n in Enumerable.Range(1, 10))
        {
            desk.Contract($"K{n:00}", 100m, December.AddDays(-n % 7));
            await desk.People.Link(new ChatId(n), $"K{n:00}");
        }

        await desk.ScanAll();
        await desk.Step();
        Assert.Equal((4, 4), (desk.Outbox.BulkInHand, await desk.Rows.Waiting()));
        int asked = desk.Billing.Asked.Count;
        Assert.Equal(Busy, await desk.Step());
        Assert.Equal((4, asked), (await desk.Rows.Waiting(), desk.Billing.Asked.Count));
        IEnumerable<long> told = (await desk.People.All()).Where(w => w.Episode.IsOpen).Select(w => w.Chat.Value);
        Assert.Equal([4, 5, 6], told.Except([10, 3]));
    }

    [Fact]
    public async Task Who_was_due_stays_so_while_the_billing_tells_a_balance_only_to_who_signs_in()
    {
        await Due(Anna, "K1");
        int asked = desk.Billing.Asked.Count;
        desk.Billing.Able = BillingAbilities.SnapshotBySignIn;

        Assert.Equal(TimeSpan.FromSeconds(10), await desk.Step());

        Assert.Equal(asked, desk.Billing.Asked.Count);
        Assert.NotNull((await desk.People.Of(Anna, "K1")).DueAt);
    }

    [Fact]
    public async Task While_the_billing_is_away_everything_stays_due_and_it_rests()
    {
        await Due(Anna, "K1");
        desk.Billing.Away = true;
        Watch before = await desk.People.Of(Anna, "K1");

        Assert.Equal(TimeSpan.FromSeconds(30), await desk.Step());
        Assert.Equal(before, await desk.People.Of(Anna, "K1"));
        Assert.Empty(desk.Telegram.Tries);

        desk.Billing.Away = false;
        await desk.Step();
        await desk.Telegram.Reached(1);
    }

    [Fact]
    public async Task Who_changed_a_choice_while_they_were_judged_is_judged_again()
    {
        await Due(Anna, "K1");
        await Due(Bo, "K2");
        desk.Billing.Meanwhile = () =>
            desk.People.Change(Anna, anna => anna.With("K1", choices => choices with { On = false }));

        await desk.Step();
        await desk.Telegram.Reached(1);
        Assert.Equal(Bo, Assert.Single(desk.Telegram.Tries).Chat);
        Assert.Equal([Anna], await desk.People.DueChats(Noon));

        desk.Billing.Meanwhile = null;
        await desk.Step();
        Assert.Single(desk.Telegram.Tries);
        Assert.Equal((int)SilenceReason.SwitchedOff, (await desk.Decisions(Anna, "K1"))[0].Reason);
        Assert.Null(await desk.Store.NextDue());
    }

    [Fact]
    public async Task A_chat_whose_contract_cannot_be_judged_stops_no_other_and_is_found_by_the_next_scan()
    {
        await Due(Anna, "K1");
        await Due(Bo, "K2");
        desk.Nonsense("K1");

        await desk.Step();
        await desk.Telegram.Reached(1);
        Assert.Equal(Bo, Assert.Single(desk.Telegram.Tries).Chat);
        Assert.Equal((int)SilenceReason.NotJudged, (await desk.Decisions(Anna, "K1"))[0].Reason);
        Assert.Null(await desk.Store.NextDue());

        desk.Contract("K1", 100m);
        await desk.ScanAll();
        Assert.Equal([Anna], await desk.People.DueChats(Noon));
    }

    [Fact]
    public async Task Who_paid_meanwhile_hears_only_that_it_was_received()
    {
        desk.Contract("K1", 100m, December.AddDays(10));
        await desk.People.Link(Anna, "K1");
        await desk.ScanAll();
        desk.Time.Advance(TimeSpan.FromDays(12));
        await desk.ScanAll();
        Assert.Equal([Anna], await desk.People.DueChats(desk.Now));

        desk.Billing.Pay("K1", 300m);
        await desk.Step();
        await desk.Telegram.Reached(1);

        Assert.Contains("received", Words[0], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("300.00", Words[0]);
        Assert.False((await desk.People.Of(Anna, "K1")).Episode.IsOpen);
    }

    [Fact]
    public async Task A_contract_that_has_left_the_billing_is_told_nothing_and_is_due_no_more()
    {
        await Due(Anna, "K1");
        desk.Billing.Remove("K1");

        await desk.Step();

        Assert.Empty(desk.Telegram.Tries);
        Assert.Equal((int)SilenceReason.NotInBilling, (await desk.Decisions(Anna, "K1"))[0].Reason);
        Assert.Null(await desk.Store.NextDue());
    }

    [Theory]
    [InlineData(3.0, 3.001)]
    [InlineData(9.5, 9.501)]
    [InlineData(11.0, 10.0)]
    [InlineData(3600.0, 10.0)]
    public async Task Where_nobody_is_due_it_looks_again_when_the_next_one_is_or_in_ten_seconds(
        double next,
        double wait
    )
    {
        Assert.Equal(TimeSpan.FromSeconds(10), await desk.Step());
        await desk.People.Link(Anna, "K1");
        await desk.People.MarkDue(Anna, "K1", Noon.AddSeconds(next));

        Assert.Equal(TimeSpan.FromSeconds(wait), await desk.Step());
        Assert.Empty(desk.Billing.Asked);
    }

    /// <summary>The count of writes begins anew with a new link, and so a dedupe key had come again.</summary>
    [Fact]
    public async Task Who_unlinks_and_links_the_same_contract_again_is_warned_again()
    {
        await Due(Anna, "K1");
        await desk.Step();
        await desk.Telegram.Reached(1);
        desk.Time.Advance(TimeSpan.FromDays(1));
        await desk.People.Unlink(Anna, "K1");
        await desk.People.Change(Anna, anna => anna.With(new Link("K1", "K1", LinkWay.Token, desk.Now)));
        await desk.ScanAll();

        await desk.Step();
        await desk.Telegram.Reached(2);

        Assert.Equal(OutgoingClass.Bulk, desk.Telegram.Tries[1].Class);
        Assert.Equal(Level.Week, (await desk.People.Of(Anna, "K1")).Episode.Told);
    }

    private async Task Due(ChatId chat, string key)
    {
        desk.Contract(key, 100m);
        await desk.People.Link(chat, key);
        await desk.ScanAll();
    }
}
