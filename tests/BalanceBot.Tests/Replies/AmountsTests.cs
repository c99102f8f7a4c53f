using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Replies;
using CsCheck;

namespace BalanceBot.Tests.Replies;

public sealed class AmountsTests
{
    private static readonly string[] Currencies = ["NOK", "JPY", "KWD", "EUR"];

    [Theory]
    [InlineData("en", "149.99", "NOK", "149.99~kr")]
    [InlineData("nb", "149.99", "NOK", "149,99~kr")]
    [InlineData("nb", "149.99", "nok", "149,99~kr")]
    [InlineData("en", "1234567.8", "NOK", "1,234,567.80~kr")]
    [InlineData("nb", "1234567.8", "NOK", "1~234~567,80~kr")]
    [InlineData("en", "10", "EUR", "10.00~EUR")]
    [InlineData("nb", "10", "EUR", "10,00~EUR")]
    [InlineData("en", "10", "UAH", "10.00~UAH")]
    [InlineData("en", "1500", "JPY", "1,500~JPY")]
    [InlineData("en", "1.5", "KWD", "1.500~KWD")]
    [InlineData("en", "10", "xyz", "10.00~XYZ")]
    [InlineData("en", "10", "<b>", "10.00~&lt;B&gt;")]
    [InlineData("en", "10", "", "10.00")]
    public void A_sum_is_written_by_culture_and_currency(
        string language,
        string sum,
        string currency,
        string expected
    ) => Assert.Equal(expected.Replace('~', '\u00A0'), Of(language).Held(new Money(Parse(sum), currency)));

    [Theory]
    [InlineData("0.004", "0.00", false)]
    [InlineData("149.999", "149.99", false)]
    [InlineData("149.98999999999998", "149.99", false)]
    [InlineData("-0.004", "0.01", true)]
    [InlineData("-27.991", "28.00", true)]
    [InlineData("-0.00000001", "0.00", false)]
    [InlineData("-0.00", "0.00", false)]
    public void Rounding_never_hides_a_debt_and_never_makes_money(string balance, string shown, bool debt)
    {
        Money money = new(Parse(balance), "NOK");
        Assert.Equal(shown + "\u00A0kr", Of("en").Held(money));
        Assert.Equal(debt, Amounts.IsDebt(money));
    }

    /// <summary>At or below 100.5 yen is at or below 100; a label is no HTML.</summary>
    [Theory]
    [InlineData("100.5", "JPY", "100~JPY", "100~JPY")]
    [InlineData("100.5", "NOK", "100.50~kr", "100.50~kr")]
    [InlineData("100.5", "", "100.50", "100.50")]
    [InlineData("1", "a&b", "1.00~A&amp;B", "1.00~A&B")]
    public void A_limit_is_shown_as_the_highest_balance_at_which_it_holds(
        string sum,
        string currency,
        string html,
        string label
    )
    {
        Assert.Equal(html.Replace('~', '\u00A0'), Of("en").Limit(Parse(sum), currency));
        Assert.Equal(label.Replace('~', '\u00A0'), Of("en").LimitLabel(Parse(sum), currency));
    }

    [Fact]
    public void A_sum_to_pay_is_rounded_to_what_can_be_paid_in_a_label_too() =>
        Assert.Equal("1.01\u00A0A&B", Of("en").Label(1.005m, "a&b"));

    [Fact]
    public void No_sum_is_ever_shown_with_a_minus() =>
        Gen
            .Decimal.Select(Gen.Int[0, 3].Select(i => Currencies[i]))
            .Sample(
                (sum, currency) =>
                {
                    Assert.DoesNotContain('-', Of("en").Held(new Money(sum, currency)));
                    Assert.DoesNotContain('−', Of("nb").Held(new Money(sum, currency)));
                }
            );

    [Theory]
    [InlineData("en", "2026-12-01", "Tuesday 1 December")]
    [InlineData("nb", "2026-12-01", "tirsdag 1. desember")]
    [InlineData("en", "2027-01-01", "Friday 1 January 2027")]
    [InlineData("nb", "2027-01-01", "fredag 1. januar 2027")]
    public void A_day_is_told_in_words_with_the_year_only_when_it_is_another(
        string language,
        string day,
        string expected
    ) =>
        Assert.Equal(
            expected,
            DaysOf(language, Samples.Oslo).Say(DateOnly.Parse(day, CultureInfo.InvariantCulture), Samples.Today)
        );

    [Theory]
    [InlineData("Europe/Oslo", "14:30 (UTC+1)")]
    [InlineData("UTC", "13:30 (UTC)")]
    [InlineData("Asia/Kolkata", "19:00 (UTC+5:30)")]
    [InlineData("America/New_York", "08:30 (UTC−5)")]
    public void A_time_is_told_with_its_zone(string zone, string expected) =>
        Assert.Equal(expected, DaysOf("en", TimeZoneInfo.FindSystemTimeZoneById(zone)).SayTime(Samples.Now));

    private static decimal Parse(string sum) => decimal.Parse(sum, CultureInfo.InvariantCulture);

    private static Amounts Of(string language) =>
        new(Languages.Find(language)!, new Wording(Languages.Find(language)!));

    private static Days DaysOf(string language, TimeZoneInfo zone) =>
        new(Languages.Find(language)!, new Wording(Languages.Find(language)!), zone);
}
