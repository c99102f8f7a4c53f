using BalanceBot.Replies;
using BalanceBot.Subscribers;
using CsCheck;

namespace BalanceBot.Tests.Replies;

public sealed class PressesTests
{
    /// <summary>Old buttons stay in people's chats: what is here must be understood for ever.</summary>
    [Fact]
    public void Every_button_that_was_ever_sent_is_understood()
    {
        Assert.Equal(new Press.Wanted(Wish.Balance), Presses.Read("balance"));
        Assert.Equal(new Press.Wanted(Wish.Link), Presses.Read("link"));
        Assert.Equal(new Press.LinkBy(LinkWay.ContractAndDocument), Presses.Read("link:doc"));
        Assert.Equal(new Press.LinkBy(LinkWay.LoginAndPassword), Presses.Read("link:login"));
        Assert.Equal(new Press.Wanted(Wish.Contracts), Presses.Read("contracts"));
        Assert.Equal(new Press.Wanted(Wish.Help), Presses.Read("help"));
        Assert.Equal(new Press.Wanted(Wish.Cancel), Presses.Read("cancel"));
        Assert.Equal(new Press.Wanted(Wish.Unlink), Presses.Read("unlink"));
        Assert.Equal(new Press.UnlinkThis("0123456789abcdef"), Presses.Read("unlink:0123456789abcdef"));
        Assert.Equal(new Press.UnlinkYes("0123456789abcdef"), Presses.Read("unlink:yes:0123456789abcdef"));
        Assert.Equal(new Press.UnlinkNo(), Presses.Read("unlink:no"));
        Assert.Equal("ba7816bf8f01cfea", Presses.Tag("abc"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Balance")]
    [InlineData("unlink:")]
    [InlineData("unlink:yes:")]
    [InlineData("unlink:yes")]
    [InlineData("unlink:0123456789ABCDEF")]
    [InlineData("unlink:0123456789abcdef0")]
    [InlineData("unlink:yes:0123456789abcde")]
    [InlineData("link:token")]
    public void A_button_that_is_none_of_ours_means_nothing(string? data) => Assert.Null(Presses.Read(data));

    [Fact]
    public void A_chosen_contract_comes_back_by_its_tag_however_long_its_key() =>
        Gen.String.Sample(key =>
        {
            Assert.Equal(new Press.UnlinkThis(Presses.Tag(key)), Presses.Read(Presses.UnlinkThis(key)));
            Assert.Equal(new Press.UnlinkYes(Presses.Tag(key)), Presses.Read(Presses.UnlinkYes(key)));
        });

    [Fact]
    public void Any_data_is_read_without_a_failure() => Gen.String.Sample(data => _ = Presses.Read(data));
}
