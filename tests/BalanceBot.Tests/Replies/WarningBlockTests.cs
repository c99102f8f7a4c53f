using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Replies;

/// <summary>What is told of one contract, on Tuesday 24 November: the rules that the golden files only show.</summary>
public sealed class WarningBlockTests
{
    private static readonly ContractSnapshot Home = Samples.Monthly(Samples.Number, 149.99m);
    private static readonly DateOnly First = new(2026, 12, 1);

    /// <summary>A payment is the warning too: what is near is told with its sum, and can be paid.</summary>
    [Theory]
    [InlineData(0, "you lack 0.01")]
    [InlineData(7, "you lack 0.01")]
    [InlineData(14, "you lack 0.01")]
    [InlineData(15, "lasts until")]
    [InlineData(400, "lasts until")]
    public void After_a_payment_what_is_missing_soon_is_told_and_what_is_far_is_not(int days, string expected)
    {
        Decision.Received received = new(1m, new Forecast.LastsUntil(Samples.Today.AddDays(days), 0.01m, 150m));
        Assert.Contains(expected, Text(received), StringComparison.Ordinal);
        Assert.Equal(days <= 14, HasPay(received));
    }

    /// <summary>Dates are told only where a transfer must leave earlier than the money ends, and can.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(3, true)]
    public void A_deadline_is_told_unless_it_is_over(int? days, bool told)
    {
        DateOnly? deadline = days is { } ahead ? Samples.Today.AddDays(ahead) : null;
        string text = Text(new Decision.Warn(Level.Week, Forecast.Of(Home, Samples.Today), deadline));
        Assert.Equal(told, text.Contains("please pay by", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ContractState.Active, "may be stopped at any moment")]
    [InlineData(ContractState.BlockedForDebt, "The service is stopped.")]
    internal void Stopped_is_said_only_of_what_is(ContractState state, string expected) =>
        Assert.Contains(
            expected,
            Text(new Decision.Warn(Level.Stopped, new Forecast.Stopped(28m), null), Home with { State = state }),
            StringComparison.Ordinal
        );

    [Fact]
    public void The_own_sum_is_named_and_the_operators_is_not()
    {
        Decision.Warn warn = new(Level.Threshold, new Forecast.Unknown(null), null);
        Assert.Contains("The balance is low.", Text(warn), StringComparison.Ordinal);
        Assert.Contains(
            "at 200.00\u00A0kr or less",
            Text(warn, choices: LinkChoices.None with { Threshold = 200m }),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void All_right_alone_makes_no_sound_and_has_nothing_to_pay()
    {
        Decision.AllRight allRight = new(new Forecast.LastsUntil(First, 0.01m, 150m));
        Decision.Warn warn = new(Level.Week, Forecast.Of(Home, Samples.Today), null);
        Voice voice = Samples.VoiceOf("en");
        Assert.True(voice.Announce([Of(allRight)], Samples.Now).Silent);
        Assert.False(voice.Announce([Of(warn)], Samples.Now).Silent);
        Assert.False(voice.Announce([Of(allRight), Of(warn)], Samples.Now).Silent);
        Assert.False(HasPay(allRight));
    }

    [Fact]
    public void Where_nothing_is_known_to_be_missing_there_is_nothing_to_pay() =>
        Assert.False(HasPay(new Decision.Warn(Level.Stopped, new Forecast.Stopped(null), null)));

    /// <summary>Else the nearest end could be the one that is left out of a long message.</summary>
    [Fact]
    public void The_most_urgent_comes_first()
    {
        Told week = Of(new Decision.Warn(Level.Week, Forecast.Of(Home, Samples.Today), null));
        Told stopped = Of(new Decision.Warn(Level.Stopped, new Forecast.Stopped(28m), null));
        string html = Samples.VoiceOf("en").Announce([week, stopped], Samples.Now).Html;
        Assert.True(
            html.IndexOf("at least 28.00", StringComparison.Ordinal)
                < html.IndexOf("you lack 0.01", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void However_many_contracts_warn_each_is_told_with_its_sum()
    {
        Told[] fifty =
        [
            .. Enumerable
                .Range(1, 50)
                .Select(i =>
                    Of(new Decision.Warn(Level.Week, Forecast.Of(Home, Samples.Today), null)) with
                    {
                        Link = Samples.LinkTo($"{700_000 + i}"),
                    }
                ),
        ];
        foreach (Language language in Languages.Supported)
        {
            string html = Samples.VoiceOf(language.Code).Announce(fifty, Samples.Now).Html;
            Assert.All(fifty, one => Assert.Contains(one.Link.ContractNumber, html, StringComparison.Ordinal));
        }
    }

    private static Told Of(Decision decision, ContractSnapshot? contract = null, LinkChoices? choices = null) =>
        new(Samples.LinkTo(Samples.Number) with { Choices = choices ?? LinkChoices.None }, contract ?? Home, decision);

    private static string Text(Decision decision, ContractSnapshot? contract = null, LinkChoices? choices = null) =>
        Samples.VoiceOf("en").Announce([Of(decision, contract, choices)], Samples.Now).Html;

    private static bool HasPay(Decision decision) =>
        Samples
            .PayVoice(Samples.VoiceOf("en"))
            .Announce([Of(decision)], Samples.Now)
            .Buttons.SelectMany(row => row)
            .Any(button => button is Button.Url);
}
