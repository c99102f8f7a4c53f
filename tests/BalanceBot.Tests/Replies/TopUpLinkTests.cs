using System.Globalization;
using BalanceBot.Replies;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Replies;

public sealed class TopUpLinkTests
{
    private static readonly TopUpLink Link = new("https://pay.example.com/?c={contract}&sum={amount}", 1m);

    [Theory]
    [InlineData("700 123", "700%20123")]
    [InlineData("A&sum=1#x", "A%26sum%3D1%23x")]
    [InlineData("../?<\">", "..%2F%3F%3C%22%3E")]
    [InlineData("{amount}", "%7Bamount%7D")]
    [InlineData("№ 5", "%E2%84%96%205")]
    public void A_contract_number_cannot_change_the_address(string number, string escaped) =>
        Assert.Equal($"https://pay.example.com/?c={escaped}&sum=1", Link.To(number, 1m));

    [Theory]
    [InlineData("150", "150")]
    [InlineData("150.00", "150")]
    [InlineData("149.90", "149.9")]
    [InlineData("0.01", "0.01")]
    [InlineData("1234567.5", "1234567.5")]
    public void The_sum_is_written_with_a_point_and_nothing_else(string sum, string written)
    {
        string? address = Link.To("1", decimal.Parse(sum, CultureInfo.InvariantCulture));
        Assert.Equal($"https://pay.example.com/?c=1&sum={written}", address);
    }

    [Fact]
    public void A_page_that_takes_no_sum_gets_none() =>
        Assert.Equal(
            "https://pay.example.com/700%20123",
            (Link with { Template = "https://pay.example.com/{contract}" }).To("700 123", 150m)
        );

    [Fact]
    public void There_is_no_address_that_is_longer_than_Telegram_takes()
    {
        Assert.Equal(2048, Link.To(new string('1', 2048 - "https://pay.example.com/?c=&sum=1".Length), 1m)?.Length);
        Assert.Null(Link.To(new string('1', 2049 - "https://pay.example.com/?c=&sum=1".Length), 1m));
    }

    [Theory]
    [InlineData("0.01", "1", "1")]
    [InlineData("1", "1", "1")]
    [InlineData("1.01", "1", "2")]
    [InlineData("101", "50", "150")]
    [InlineData("0.01", "0.01", "0.01")]
    public void The_sum_covers_what_is_missing_in_steps(string missing, string step, string expected)
    {
        TopUpLink link = Link with { Step = decimal.Parse(step, CultureInfo.InvariantCulture) };
        Assert.Equal(
            decimal.Parse(expected, CultureInfo.InvariantCulture),
            link.Sum(
                Samples.Monthly("1", 0m),
                new Forecast.Stopped(decimal.Parse(missing, CultureInfo.InvariantCulture)),
                Samples.Today
            )
        );
    }

    [Fact]
    public void Where_nothing_is_known_to_be_missing_there_is_no_sum()
    {
        Assert.Null(Link.Sum(Samples.Monthly("1", 0m), new Forecast.Stopped(null), Samples.Today));
        Assert.Null(Link.Sum(Samples.Monthly("1", 0m), new Forecast.NoEnd(NoEndReason.AutoPay), Samples.Today));
    }

    [Theory]
    [InlineData("https://pay.example.com/?c={contract}&sum={amount}")]
    [InlineData("http://pay.example.com/{contract}")]
    [InlineData("https://pay.example.com:8443/{contract}/{contract}#{amount}")]
    public void A_good_address_has_no_mistake(string template) => Assert.Null(TopUpLink.Mistake(template));

    [Theory]
    [InlineData("", "needs the placeholder")]
    [InlineData("https://pay.example.com/", "needs the placeholder")]
    [InlineData("https://pay.example.com/?c={Contract}", "needs the placeholder")]
    [InlineData("https://pay.example.com/?c={contract}&s={sum}", "knows only")]
    [InlineData("https://pay.example.com/?c={{contract}}", "knows only")]
    [InlineData("pay.example.com/{contract}", "must be an address")]
    [InlineData("javascript:alert({contract})", "must be an address")]
    [InlineData("tg://resolve?domain={contract}", "must be an address")]
    [InlineData("https://{contract}.example.com/", "name of the server")]
    [InlineData("https://pay.example.com:{amount}/{contract}", "name of the server")]
    public void A_mistake_is_told_in_one_sentence(string template, string expected) =>
        Assert.Contains(expected, TopUpLink.Mistake(template), StringComparison.Ordinal);
}
