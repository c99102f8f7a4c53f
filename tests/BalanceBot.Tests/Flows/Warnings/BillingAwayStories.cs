using BalanceBot.Tests.Hosting.Telemetry;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>What people and operators see of a billing that hangs, dies and comes back; in virtual time.</summary>
public sealed class BillingAwayStories
{
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);
    private static readonly DateOnly December = new(2026, 12, 1);

    [Fact]
    public async Task A_billing_hangs_dies_and_comes_back_people_are_answered_within_2_s_and_the_operators_told_twice()
    {
        using Heard heard = new();
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 23, 14, 5, 0));
        long[] people = new long[5];
        for (int i = 0; i < people.Length; i++)
        {
            story.Contract($"{i}", 5160m, December);
            people[i] = await story.Linked($"{i}");
        }

        await story.Pass(TimeSpan.FromMinutes(1));
        foreach (long person in people)
        {
            (string before, _) = await Balance(story, person);
            Assert.Contains("5,160.00", before);
            Assert.DoesNotContain("As of", before);
        }

        await story.Pass(TimeSpan.FromMinutes(1));

        // It hangs. What it would say is another sum by now, which nobody knows; what is said is said with its time.
        story.Billing.Hangs = true;
        int asked = story.Billing.Asked;
        foreach ((int at, long person) in people.Index())
        {
            story.Billing.Pay($"{at}", -60m);
            (string answer, TimeSpan waited) = await Balance(story, person);
            Assert.Contains("5,160.00", answer);
            Assert.Contains("As of 14:0", answer);
            Assert.InRange(waited, TimeSpan.Zero, at < 4 ? InTime : TimeSpan.Zero);
        }

        Assert.Equal(asked + 4, story.Billing.Asked);
        Assert.Single(story.Scene.Log, line => line.Contains("it is left alone"));
        await story.When(w => w.BotMessages(WarningStory.Operator).Count > 0);

        // It dies: refused at once now, which is as little an answer.
        (story.Billing.Hangs, story.Billing.Away) = (false, true);
        await Passes(story, TimeSpan.FromMinutes(10));
        (string dead, TimeSpan none) = await Balance(story, people[0]);
        Assert.Contains("5,160.00", dead);
        Assert.Contains("As of 14:0", dead);
        Assert.InRange(none, TimeSpan.Zero, InTime);
        Assert.Contains("has not answered", Assert.Single(story.Heard(WarningStory.Operator)).Text);

        // It comes back, and nobody asks: it is found out all the same.
        story.Billing.Away = false;
        await story.When(w => w.BotMessages(WarningStory.Operator).Count > 1);
        Assert.Contains("answers again", Assert.Single(story.Heard(WarningStory.Operator)).Text);
        Assert.Single(story.Scene.Log, line => line.Contains("answers again, after"));
        (string back, _) = await Balance(story, people[0]);
        Assert.Contains("5,100.00", back);
        Assert.DoesNotContain("As of", back);

        await story.Pass(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5));
        Assert.Empty(story.Heard(WarningStory.Operator));
        Assert.Contains(heard.Measured, one => one is { Instrument.Name: "balancebot.billing.away", Value: 1 });
        Assert.Contains(heard.Measured, one => one is { Instrument.Name: "balancebot.billing.away", Value: -1 });
    }

    [Fact]
    public async Task A_billing_that_hangs_for_a_contract_that_was_never_told_of_is_said_to_be_away_within_2_s()
    {
        await using WarningStory story = await WarningStory.Begin(new DateTime(2026, 11, 23, 14, 5, 0));
        story.Contract("1", 5160m, December);
        long anna = await story.Linked("1");
        story.Billing.Hangs = true;

        (string answer, TimeSpan waited) = await Balance(story, anna);

        Assert.Contains("not answering", answer);
        Assert.DoesNotContain("5,160.00", answer);
        Assert.InRange(waited, TimeSpan.Zero, InTime);
    }

    /// <summary>The clock stands until the billing is asked, and is not moved further than the answer may take.</summary>
    private static async Task<(string Answer, TimeSpan Waited)> Balance(WarningStory story, long person)
    {
        int before = story.World.BotMessages(person).Count;
        int asked = story.Billing.Asked;
        DateTimeOffset begun = story.Now;
        story.World.PersonSays(person, "/balance");
        Task came = story.Scene.When(w => w.BotMessages(person).Count > before);
        while (!came.IsCompleted && story.Now - begun < InTime)
        {
            await Task.WhenAny(came, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System));
            if (!came.IsCompleted && story.Billing.Asked > asked)
            {
                story.Time.Advance(TimeSpan.FromMilliseconds(100));
            }
        }

        await came;
        TimeSpan waited = story.Now - begun;
        await story.Scene.Settled();
        return (Plain(story.World.BotMessages(person)[^1].Text), waited);
    }

    /// <summary>Minute by minute, for it is looked at each minute; nothing is waited for, since nothing may come.</summary>
    private static async Task Passes(WarningStory story, TimeSpan total)
    {
        for (DateTimeOffset end = story.Now + total; story.Now < end; )
        {
            int asked = story.Billing.Asked;
            story.Time.Advance(TimeSpan.FromMinutes(1));
            using CancellationTokenSource enough = new(TimeSpan.FromSeconds(20));
            while (story.Billing.Asked == asked && !enough.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static string Plain(string html) =>
        System.Net.WebUtility.HtmlDecode(html.Replace("<b>", "").Replace("</b>", ""));
}
