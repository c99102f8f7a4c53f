using BalanceBot.Billing;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Warnings.Contracts;

namespace BalanceBot.Tests.Warnings;

/// <summary>Who is not warned, and why.</summary>
public sealed class JudgeSilenceTests
{
    private static readonly Wishes Awake = new() { Quiet = QuietHours.None };
    private readonly Judge judge = new(new WarningLimits());

    [Fact]
    public void A_credit_that_covers_the_debt_is_not_stopped()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot contract = Home(-20m, now) with { Credit = 100m, Price = 50m };

        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(contract, Episode.Fresh, Awake, now).Decision
        );
        Decision.Warn stopped = Assert.IsType<Decision.Warn>(
            judge.Decide(contract with { Credit = 10m }, Episode.Fresh, Awake, now).Decision
        );
        Assert.Equal(Level.Stopped, stopped.Level);
    }

    public static TheoryData<string, string> Exempt =>
        new()
        {
            { "frozen", "Frozen" },
            { "closed", "Closed" },
            { "disabled", "Disabled" },
            { "autopay", "AutoPay" },
            { "free", "Free" },
            { "postpaid", "NoDueDate" },
        };

    [Theory]
    [MemberData(nameof(Exempt))]
    public void Who_is_exempt_is_never_warned(string what, string reason)
    {
        DateTimeOffset now = At(1);
        ContractSnapshot low = Home(-5m, now);
        ContractSnapshot contract = what switch
        {
            "frozen" => low with { State = ContractState.Frozen },
            "closed" => low with { State = ContractState.Closed },
            "disabled" => low with { State = ContractState.Disabled },
            "autopay" => low with { AutoPay = true },
            "free" => low with { Price = 0, Balance = new Money(0, "NOK") },
            _ => low with { Period = null, NextCharge = null, Price = null },
        };

        Decision.Silent silent = Assert.IsType<Decision.Silent>(
            judge.Decide(contract, Episode.Fresh, Awake, now).Decision
        );
        Assert.Equal(reason, silent.Reason.ToString());
    }

    [Fact]
    public void Nothing_is_told_from_old_data_and_nothing_is_remembered_of_it()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot old = Home(0m, now.AddHours(-7));

        Judgement judgement = judge.Decide(old, Episode.Fresh, Awake, now);

        Assert.Equal(new Judgement(new Decision.Silent(SilenceReason.StaleData), Episode.Fresh), judgement);
    }

    [Fact]
    public void Who_has_been_stopped_for_two_weeks_is_left_in_peace()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot stopped = Home(-10m, now) with { State = ContractState.BlockedForDebt };
        Episode since = new() { StoppedSince = DateOnly.FromDateTime(now.DateTime).AddDays(-14) };

        Assert.IsType<Decision.Warn>(judge.Decide(stopped, since, Awake, now).Decision);
        Episode longer = since with { StoppedSince = since.StoppedSince!.Value.AddDays(-1) };
        Assert.Equal(
            new Decision.Silent(SilenceReason.StoppedLong),
            judge.Decide(stopped, longer, Awake, now).Decision
        );
    }

    [Fact]
    public void Switched_off_snoozed_and_enough_are_each_told_apart()
    {
        DateTimeOffset now = At(1);
        ContractSnapshot low = Home(100m, now);

        Assert.Equal(
            new Decision.Silent(SilenceReason.SwitchedOff),
            judge.Decide(low, Episode.Fresh, Awake with { On = false }, now).Decision
        );
        Assert.Equal(
            new Decision.Later(now.AddDays(1), WaitReason.Snoozed),
            judge.Decide(low, Episode.Fresh, Awake with { SnoozedUntil = now.AddDays(1) }, now).Decision
        );
        Assert.Equal(
            new Decision.Silent(SilenceReason.EnoughInEpisode),
            judge.Decide(low, new Episode { Told = Level.Week, Count = 6 }, Awake, now).Decision
        );
        Assert.Equal(
            new Decision.Silent(SilenceReason.Enough),
            judge.Decide(low, Episode.Fresh, Awake with { Levels = [] }, now).Decision
        );
    }
}
