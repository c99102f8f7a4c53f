using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

public sealed class MinorUnitsTests
{
    /// <summary>By ISO 4217, list one.</summary>
    [Theory]
    [InlineData(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")]
    [InlineData(2, "NOK EUR USD GBP SEK UAH RUB PLN CHF HUF TRY")]
    [InlineData(3, "BHD IQD JOD KWD LYD OMR TND")]
    [InlineData(2, "ABC")]
    [InlineData(0, "jpy")]
    public void A_currency_has_its_own_smallest_coin(int digits, string currencies) =>
        Assert.All(currencies.Split(' '), currency => Assert.Equal(digits, MinorUnits.Digits(currency)));

    [Theory]
    [InlineData("1.239", 2, "1.23", "1.24")]
    [InlineData("-1.231", 2, "-1.24", "-1.23")]
    [InlineData("1.2", 0, "1", "2")]
    [InlineData("1.23", 2, "1.23", "1.23")]
    // Two digits beyond the coin are dust, and what is less than half of the last of them is nothing.
    [InlineData("1.23004", 2, "1.23", "1.23")]
    [InlineData("1.23005", 2, "1.23", "1.24")]
    [InlineData("1.22995", 2, "1.23", "1.23")]
    [InlineData("1.22994", 2, "1.22", "1.23")]
    public void Money_at_hand_is_rounded_down_and_money_that_is_missing_up(
        string sum,
        int digits,
        string down,
        string up
    ) =>
        Assert.Equal(
            (Sums.Of(down), Sums.Of(up)),
            (MinorUnits.Down(Sums.Of(sum), digits), MinorUnits.Up(Sums.Of(sum), digits))
        );
}
