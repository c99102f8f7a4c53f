using BalanceBot.Billing;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Scanning;

namespace BalanceBot.Tests.Flows.Warnings;

public sealed partial class WarningScenarios
{
    [Fact]
    public async Task S09_429_with_retry_after_30_the_queue_waits_order_is_kept_and_nothing_is_doubled_after_a_restart()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        long[] people = new long[40];
        for (int i = 0; i < people.Length; i++)
        {
            // The later in the list, the sooner it ends.
            string number = $"{1000 + i}";
            story.Contract(number, 100m, new DateOnly(2026, 12, 1).AddDays(-(i / 8)));
            people[i] = await story.Linked(number);
        }

        story.World.Faults.Add(new Fault(FaultKind.TooMany, "sendMessage", people[20], Seconds: 30) { Times = 1 });
        await story.Pass(TimeSpan.FromMinutes(29));
        await story.When(w => w.Calls("sendMessage").Any(call => call.Code == 429));
        DateTimeOffset pause = story.World.Calls("sendMessage").First(call => call.Code == 429).At;
        await story.Landed();
        await story.Scene.StopBot();
        await story.Scene.StartBot();
        await story.Pass(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1));

        Assert.All(people, person => Assert.Single(story.World.BotMessages(person)));
        ApiCall[] sent = [.. story.World.Calls("sendMessage").Where(call => call.Code == 200)];
        Assert.DoesNotContain(sent, call => call.At > pause.AddSeconds(2) && call.At < pause.AddSeconds(30));
        int[] days = [.. sent.Select(call => Array.IndexOf(people, call.Chat!.Value) / 8)];
        // In flight at once they may change places with their neighbours; a whole day apart they never do.
        Assert.All(days.Index(), day => Assert.DoesNotContain(days[..day.Index], before => before < day.Item - 1));
    }

    [Fact]
    public async Task S10_one_contract_makes_the_billing_throw_the_other_999_are_judged_and_the_summary_counts_1()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        long anna = story.Scene.Person();
        string[] numbers = [.. Enumerable.Range(1000, 1000).Select(n => $"{n}")];
        foreach (string number in numbers)
        {
            story.Contract(number, number == "1700" ? 100m : 5000m, December);
        }

        await Task.WhenAll(numbers.Where(n => n != "1700").Select(number => story.Link(-int.Parse(number), number)));
        await story.Link(anna, "1700");
        story.Billing.Breaks = "1500";

        await story.Pass(TimeSpan.FromMinutes(31));

        RunSummary summary = (await story.Run()).Summary;
        Assert.Equal((999, 1), (summary.Judged, summary.Failed));
        Assert.Contains("you lack 50.00", Plain(Assert.Single(story.Heard(anna)).Text));
    }

    [Fact]
    public async Task S11_billing_away_for_2_hours_balance_says_as_of_nothing_is_warned_and_one_alert_one_all_clear()
    {
        await using WarningStory story = await WarningStory.Begin(
            new DateTime(2026, 11, 23, 14, 5, 0),
            settings: new Dictionary<string, string?> { ["Warnings:Freshness"] = "06:00:00" }
        );
        story.Contract("1", 160m, December);
        long anna = await story.Linked("1");
        await story.Pass(TimeSpan.FromMinutes(1));
        await story.Ask(anna, "/balance");
        story.Heard(anna);

        story.Billing.Away = true;
        story.Billing.Pay("1", -60m);
        await story.Pass(TimeSpan.FromHours(2));
        string balance = Plain((await story.Ask(anna, "/balance")).Text);
        Assert.Contains("160.00", balance);
        Assert.Contains("As of 14:0", balance);
        Assert.Single(story.Heard(anna));
        Assert.Contains("has not answered", Assert.Single(story.Heard(WarningStory.Operator)).Text);

        story.Billing.Away = false;
        story.Billing.AsOf = story.Now.AddHours(-7);
        await story.Pass(TimeSpan.FromMinutes(31));
        Assert.Empty(story.Heard(anna));
        IReadOnlyList<ChatMessage> told = story.Heard(WarningStory.Operator);
        Assert.Single(told, message => message.Text.Contains("answers again"));
        Assert.Single(told, message => message.Text.Contains("too old to warn from"));

        story.Billing.AsOf = null;
        await story.PassUntil(new DateTime(2026, 11, 24, 12, 0, 0), TimeSpan.FromMinutes(30));
        Assert.Single(story.Heard(WarningStory.Operator), message => message.Text.Contains("fresh again"));
        Assert.Contains("you lack 50.00", Plain(Assert.Single(story.Heard(anna)).Text));
    }

    [Fact]
    public async Task S12_frozen_closed_free_and_autopay_get_none()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        story.Billing.Put(story.Contract("frozen", -5m, December) with { State = ContractState.Frozen });
        story.Billing.Put(story.Contract("closed", -5m, December) with { State = ContractState.Closed });
        story.Billing.Put(story.Contract("free", 0m, December) with { Price = 0m });
        story.Billing.Put(story.Contract("autopay", 0m, December) with { AutoPay = true });
        long anna = await story.Linked("frozen", "closed", "free", "autopay");

        await story.Pass(TimeSpan.FromDays(8), TimeSpan.FromMinutes(30));

        Assert.Empty(story.Heard(anna));
        Assert.Contains("frozen", await WhyOf(story, "frozen"));
        Assert.Contains("paid automatically", await WhyOf(story, "autopay"));
    }

    [Fact]
    public async Task A_contract_that_breaks_the_billing_holds_up_neither_its_chats_other_contracts_nor_other_chats()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        story.Contract("1", 100m, December);
        story.Contract("2", 5000m, December);
        story.Contract("3", 100m, December);
        long anna = await story.Linked("1", "2");
        long bo = await story.Linked("3");
        story.Billing.Breaks = "2";

        await story.Pass(TimeSpan.FromHours(1));

        Assert.Contains("you lack 50.00", Plain(Assert.Single(story.Heard(anna)).Text));
        Assert.Contains("you lack 50.00", Plain(Assert.Single(story.Heard(bo)).Text));
    }

    [Fact]
    public async Task Several_contracts_of_one_chat_that_are_due_at_once_become_one_message()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        story.Contract("1", 100m, December);
        story.Contract("2", 120m, December);
        story.Contract("3", 5000m, December);
        long anna = await story.Linked("1", "2", "3");

        await story.Pass(TimeSpan.FromHours(2));

        string digest = Plain(Assert.Single(story.Heard(anna)).Text);
        Assert.Contains("you lack 50.00", digest);
        Assert.Contains("you lack 30.00", digest);
        Assert.DoesNotContain("(3)", digest);
    }

    [Fact]
    public async Task No_complete_run_for_25_hours_alarms_the_operator_once_and_the_next_one_clears_it()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        story.Contract("1", 5000m, December);
        await story.Linked("1");
        await story.Pass(TimeSpan.FromMinutes(31));

        story.Billing.Away = true;
        await story.Pass(TimeSpan.FromHours(30), TimeSpan.FromMinutes(10));
        IReadOnlyList<ChatMessage> alarms = story.Heard(WarningStory.Operator);
        Assert.Single(alarms, message => message.Text.Contains("No scan has seen all contracts"));
        Assert.Single(alarms, message => message.Text.Contains("has not answered"));

        story.Billing.Away = false;
        await story.Pass(TimeSpan.FromHours(3));
        IReadOnlyList<ChatMessage> clear = story.Heard(WarningStory.Operator);
        Assert.Single(clear, message => message.Text.Contains("has seen all contracts again"));
        Assert.Single(clear, message => message.Text.Contains("answers again"));
    }
}
