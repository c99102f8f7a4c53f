using System.Globalization;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using CsCheck;

namespace BalanceBot.Tests.Replies;

public sealed class TypingTests
{
    // As people write them, in English, Norwegian, Ukrainian and Russian.
    [Theory]
    [InlineData("22:00-07:30", "22:00", "07:30")]
    [InlineData("22-7", "22:00", "07:00")]
    [InlineData(" 22 – 7 ", "22:00", "07:00")]
    [InlineData("22.00 — 7.05", "22:00", "07:05")]
    [InlineData("2200-0730", "22:00", "07:30")]
    [InlineData("2200-730", "22:00", "07:30")]
    [InlineData("from 10 pm to 7 am", "22:00", "07:00")]
    [InlineData("10PM-7:30a.m.", "22:00", "07:30")]
    [InlineData("22 till 7", "22:00", "07:00")]
    [InlineData("between 22 and 7", "22:00", "07:00")]
    [InlineData("fra 22 til 7", "22:00", "07:00")]
    [InlineData("kl. 22.00 til kl. 07.00.", "22:00", "07:00")]
    [InlineData("mellom 22 og 7", "22:00", "07:00")]
    [InlineData("з 22 до 7", "22:00", "07:00")]
    [InlineData("від 22:30 до 7:00", "22:30", "07:00")]
    [InlineData("с 22 до 7", "22:00", "07:00")]
    [InlineData("С 22:00 по 07:00", "22:00", "07:00")]
    // Both sides of each boundary.
    [InlineData("0-23", "00:00", "23:00")]
    [InlineData("00:00-23:59", "00:00", "23:59")]
    [InlineData("22-24", "22:00", "00:00")]
    [InlineData("24:00-8", "00:00", "08:00")]
    [InlineData("12 am - 12 pm", "00:00", "12:00")]
    [InlineData("1 am - 11:59 pm", "01:00", "23:59")]
    [InlineData("22-22", "22:00", "22:00")]
    public void Times_are_understood_as_people_type_them(string words, string from, string to) =>
        Assert.Equal(new QuietChoice(Clock(from), Clock(to)), Typing.Quiet(words));

    [Theory]
    [InlineData("")]
    [InlineData("22")]
    [InlineData("never")]
    [InlineData("22-25")]
    [InlineData("25-7")]
    [InlineData("24:01-7")]
    [InlineData("22:60-7")]
    [InlineData("22:0-7")]
    [InlineData("222-7-8")]
    [InlineData("-22--7")]
    [InlineData("13 pm - 7 am")]
    [InlineData("0 am - 7 am")]
    [InlineData("22:00:00-07:00:00")]
    [InlineData("22-7 on workdays")]
    [InlineData("22−7\n23−8")]
    [InlineData("٢٢-٧")]
    [InlineData("２２-７")]
    [InlineData("22-7                                                              ")]
    public void Anything_else_is_no_times(string words) => Assert.Null(Typing.Quiet(words));

    [Theory]
    [InlineData("100", "100")]
    [InlineData(" 100 ", "100")]
    [InlineData("0", "0")]
    [InlineData("007", "7")]
    [InlineData("-20.5", "-20.5")]
    [InlineData("−20,50", "-20.50")]
    [InlineData("0,01", "0.01")]
    [InlineData("1 000", "1000")]
    [InlineData("1 000,50", "1000.50")]
    [InlineData("1\u00A0000,5", "1000.5")]
    [InlineData("1\u202F234\u202F567.89", "1234567.89")]
    [InlineData("1,000.00", "1000")]
    [InlineData("10,000.00", "10000")]
    [InlineData("1.000,50", "1000.50")]
    [InlineData("1,000", "1000")]
    [InlineData("1.000", "1000")]
    [InlineData("100 kr", "100")]
    [InlineData("100kr.", "100")]
    [InlineData("kr 100", "100")]
    [InlineData("kr. 100,-", "100")]
    [InlineData("100,- kr", "100")]
    [InlineData("100 kroner", "100")]
    [InlineData("NOK 99.50", "99.50")]
    [InlineData("€100", "100")]
    [InlineData("-$5", "-5")]
    [InlineData("$-5", "-5")]
    [InlineData("100 ₴", "100")]
    [InlineData("100 грн", "100")]
    [InlineData("150 гривень", "150")]
    [InlineData("100 руб.", "100")]
    [InlineData("100 рублей", "100")]
    [InlineData("999999999999999.99", "999999999999999.99")]
    public void A_sum_is_understood_as_people_type_it(string words, string sum) =>
        Assert.Equal(decimal.Parse(sum, CultureInfo.InvariantCulture), Typing.Sum(words));

    [Theory]
    [InlineData("")]
    [InlineData("kr")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("0.500")]
    [InlineData("1.2345")]
    [InlineData("1,00,000")]
    [InlineData("1,000,50")]
    [InlineData("1 0 0")]
    [InlineData("20 30")]
    [InlineData("10 - 20")]
    [InlineData("100-200")]
    [InlineData("--5")]
    [InlineData("-$-5")]
    [InlineData("minus 5")]
    [InlineData("over 100")]
    [InlineData("100 thousand")]
    [InlineData("100 тыс")]
    [InlineData("100 k")]
    [InlineData("5%")]
    [InlineData("1e9")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("٣٠")]
    [InlineData("１００")]
    [InlineData("9999999999999999")]
    [InlineData("100\u202E")]
    [InlineData("100; DROP TABLE")]
    [InlineData("1 000 000 000 000 000 000 000 000 000 000 000 000 000 000 000")]
    public void What_is_no_sum_or_could_be_two_is_none(string words) => Assert.Null(Typing.Sum(words));

    [Fact]
    public void Whatever_is_typed_is_read_without_a_failure()
    {
        Assert.Null(Typing.Quiet(new string('1', 1_000_000)));
        Assert.Null(Typing.Sum(new string('1', 1_000_000)));
        Gen.Char["0123456789 -–:.,kpra\u00A0"]
            .Array[0, 80]
            .Sample(typed =>
            {
                _ = Typing.Quiet(new string(typed));
                _ = Typing.Sum(new string(typed));
            });
    }

    /// <summary>A person may answer with a sum as the bot wrote it.</summary>
    [Fact]
    public void Every_sum_is_understood_as_the_bot_itself_writes_it() =>
        Gen.Int[0, 1_000_000_000]
            .Sample(cents =>
            {
                foreach (Language language in Languages.Supported)
                {
                    Amounts amounts = new(language, new Wording(language));
                    Assert.Equal(cents / 100m, Typing.Sum(amounts.Exact(cents / 100m, "NOK")));
                    Assert.Equal(cents / 100m, Typing.Sum(amounts.Exact(cents / 100m, "")));
                }
            });

    private static TimeOnly Clock(string clock) => TimeOnly.Parse(clock, CultureInfo.InvariantCulture);
}
