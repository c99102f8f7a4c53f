using BalanceBot.Billing;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>The fourteen scenarios that must hold, through the real host, store and server, in virtual time.</summary>
public sealed partial class WarningScenarios
{
    private static readonly DateTime Noon = new(2026, 11, 24, 12, 0, 0);
    private static readonly DateOnly December = new(2026, 12, 1);

    [Fact]
    public async Task S01_149_99_against_a_charge_of_150_00_tomorrow_is_level_1_and_lacks_0_01()
    {
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 30, 12, 0, 0));
        story.Contract("700 123", 149.99m, December);
        long anna = story.Scene.Person();
        await story.Scene.Link(anna);
        story.Heard(anna);

        await story.Pass(TimeSpan.FromMinutes(31));

        ChatMessage warning = Assert.Single(story.Heard(anna));
        Assert.Equal(
            "Home (700 123): 149.99 kr left. On Tuesday 1 December 150.00 kr will be charged; you lack 0.01 kr.",
            Plain(warning.Text)
        );
        Assert.Contains("warned (1 day)", await WhyOf(story, "700 123"));
    }

    [Fact]
    public async Task S02_credit_100_balance_minus_20_charge_50_is_not_stopped_while_the_available_sum_covers_it()
    {
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 30, 12, 0, 0));
        story.Billing.Put(story.Contract("1", -20m, December) with { Credit = 100m, Price = 50m });
        long anna = await story.Linked("1");

        await story.Pass(TimeSpan.FromHours(2));
        Assert.Empty(story.Heard(anna));

        story.Billing.Change("1", c => c with { Credit = 10m });
        await story.Pass(TimeSpan.FromHours(1));
        Assert.Contains("stopped", Assert.Single(story.Heard(anna)).Text);
    }

    [Fact]
    public async Task S03_an_extra_service_of_30_added_on_the_20th_moves_the_forecast_and_the_next_warning_shows_it()
    {
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 19, 12, 0, 0));
        story.Contract("1", 160m, December);
        long anna = await story.Linked("1");
        await story.Pass(TimeSpan.FromDays(1), TimeSpan.FromMinutes(30));
        Assert.Empty(story.Heard(anna));

        story.Billing.Change("1", c => c with { Services = [new ExtraService("Static IP", 30m)] });
        await story.PassUntil(new DateTime(2026, 11, 24, 20, 0, 0), TimeSpan.FromMinutes(30));

        string warning = Plain(Assert.Single(story.Heard(anna)).Text);
        Assert.Contains("180.00", warning);
        Assert.Contains("you lack 20.00", warning);
    }

    [Fact]
    public async Task S04_up_and_down_over_the_threshold_five_times_in_a_day_is_one_warning()
    {
        await using WarningStory story = await WarningStory.Begin(
            new DateTime(2026, 11, 10, 9, 0, 0),
            settings: new Dictionary<string, string?> { ["Warnings:Payments"] = "false" }
        );
        story.Contract("1", 205m, December);
        long anna = await story.Linked("1");
        await Choose(story, anna, s => s.With("1", c => c with { Threshold = 200m }));
        for (int i = 0; i < 5; i++)
        {
            story.Billing.Pay("1", -10m);
            await story.Pass(TimeSpan.FromMinutes(61));
            story.Billing.Pay("1", 10m);
            await story.Pass(TimeSpan.FromMinutes(61));
        }

        Assert.Contains("You wanted to know at 200.00", Plain(Assert.Single(story.Heard(anna)).Text));
    }

    [Fact]
    public async Task S05_the_scheduler_is_down_on_the_level_3_day_and_next_day_the_then_most_severe_level_comes_once()
    {
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 24, 9, 0, 0));
        story.Contract("1", 100m, December);
        long anna = await story.Linked("1");
        await story.Pass(TimeSpan.FromHours(1));
        Assert.Single(story.Heard(anna));

        await story.Scene.StopBot();
        story.Time.Advance(TimeSpan.FromDays(6));
        await story.Scene.StartBot();
        await story.Pass(TimeSpan.FromHours(9), TimeSpan.FromMinutes(30));

        ChatMessage only = Assert.Single(story.Heard(anna));
        Assert.Contains("you lack 50.00", Plain(only.Text));
        Assert.Contains("warned (1 day)", await WhyOf(story, "1"));
        Assert.DoesNotContain("warned (3 days)", await WhyOf(story, "1"));
    }

    [Fact]
    public async Task S06_a_top_up_at_02_00_while_a_warning_waits_for_08_00_says_only_payment_received()
    {
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 24, 22, 0, 0));
        story.Contract("1", 100m, December);
        long anna = await story.Linked("1");
        await story.Pass(TimeSpan.FromHours(4));
        Assert.Empty(story.Heard(anna));
        Assert.Contains("quiet hours", await WhyOf(story, "1"));

        story.Billing.Pay("1", 300m);
        await story.PassUntil(new DateTime(2026, 11, 25, 7, 59, 0));
        Assert.Empty(story.Heard(anna));
        await story.Pass(TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(1));
        await story.PassUntil(new DateTime(2026, 11, 25, 20, 0, 0));

        ChatMessage only = Assert.Single(story.Heard(anna));
        Assert.Contains("300.00 kr received", Plain(only.Text));
        Assert.Equal(new DateTime(2026, 11, 25, 7, 0, 0), only.At.UtcDateTime, TimeSpan.FromSeconds(30));
    }

    [Theory]
    // Spring: the clock jumps from 02:00 to 03:00; 08:00 is 06:00 UTC. Autumn: back from 03:00 to 02:00; 08:00 is 07:00 UTC.
    [InlineData("2026-03-28", "2026-04-04", "2026-03-29T06:00:00Z")]
    [InlineData("2026-10-24", "2026-10-31", "2026-10-25T07:00:00Z")]
    public async Task S07_quiet_hours_across_both_daylight_saving_changes_end_at_the_right_local_time_once(
        string evening,
        string charge,
        string morning
    )
    {
        await using WarningStory story = await WarningStory.Begin(DateTime.Parse(evening).AddHours(22));
        story.Contract("1", 100m, DateOnly.Parse(charge));
        long anna = await story.Linked("1");

        await story.Pass(TimeSpan.FromHours(20));

        ChatMessage only = Assert.Single(story.Heard(anna));
        Assert.Equal(DateTimeOffset.Parse(morning).UtcDateTime, only.At.UtcDateTime, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task S08_403_makes_the_chat_unreachable_once_and_the_next_start_revives_it()
    {
        await using WarningStory story = await WarningStory.Begin(Noon);
        story.Contract("1", 100m, December);
        long anna = await story.Linked("1");
        story.World.Faults.Add(new Fault(FaultKind.Forbidden, "sendMessage", anna));
        await story.Pass(TimeSpan.FromDays(5), TimeSpan.FromMinutes(30));

        Assert.Single(story.World.Calls("sendMessage"), call => call.Chat == anna);
        Assert.Contains("blocked", await WhyOf(story, "1"));

        story.World.Faults.Remove(fault => fault.Kind == FaultKind.Forbidden);
        await story.Ask(anna, "/start");
        story.Heard(anna);
        await story.PassUntil(new DateTime(2026, 11, 29, 20, 0, 0), TimeSpan.FromMinutes(30));

        Assert.Contains("you lack 50.00", Plain(Assert.Single(story.Heard(anna)).Text));
    }

    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace("<b>", "").Replace("</b>", "");

    /// <summary>What an operator is told.</summary>
    private static async Task<string> WhyOf(WarningStory story, string contract) =>
        Plain((await story.Ask(WarningStory.Operator, $"/why {contract}")).Text);

    private static async Task Choose(WarningStory story, long chat, Func<Subscriber, Subscriber> choose)
    {
        (_, Subscriber subscriber) = await story.Store.Turns.Load(new ChatId(chat));
        await story.Store.Turns.Commit(new(null, story.Now) { Subscriber = choose(subscriber) });
    }
}
