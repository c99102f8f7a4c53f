using System.Text;
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
        Assert.Equal(new Press.Wanted(Wish.Export), Presses.Read("export"));
        Assert.Equal(new Press.Wanted(Wish.Forget), Presses.Read("forget"));
        Assert.Equal(new Press.ForgetYes(), Presses.Read("forget:yes"));
        Assert.Equal(new Press.ForgetNo(), Presses.Read("forget:no"));
        Assert.Equal("ba7816bf8f01cfea", Presses.Tag("abc"));
        Assert.Equal(new Press.Wanted(Wish.Warnings), Presses.Read("warnings"));
        Assert.Equal(new Press.Wanted(Wish.History), Presses.Read("history"));
        Assert.Equal(new Press.HistoryOf("0123456789abcdef", null, 0), Presses.Read("h:0123456789abcdef"));
        Assert.Equal(
            new Press.HistoryOf("0123456789abcdef", new Month(2026, 11), 2),
            Presses.Read("h:0123456789abcdef:202611:2")
        );
        Assert.Equal(new Press.PictureOf("0123456789abcdef"), Presses.Read("h:pic:0123456789abcdef"));
        Assert.Equal(new Press.HistoryAnew("0123456789abcdef"), Presses.Read("h:new:0123456789abcdef"));
        Assert.Equal(new Press.Wanted(Wish.Promise), Presses.Read("promise"));
        Assert.Equal(new Press.PromiseFor("0123456789abcdef"), Presses.Read("promise:0123456789abcdef"));
        Assert.Equal(
            new Press.PromiseYes("0123456789abcdef", "fedcba9876543210"),
            Presses.Read("promise:yes:0123456789abcdef:fedcba9876543210")
        );
        Assert.Equal(new Press.PromiseNo(), Presses.Read("promise:no"));
        Assert.Equal(new Press.Back(), Presses.Read("w:back"));
        Assert.Equal(new Press.AskQuiet(), Presses.Read("w:quiet"));
        Assert.Equal(new Press.TypeQuiet(), Presses.Read("w:quiet:type"));
        Assert.Equal(new Press.AskZone(), Presses.Read("w:zone"));
        Assert.Equal(new Press.TypeThreshold("0123456789abcdef"), Presses.Read("w:sum:0123456789abcdef"));
        Assert.Equal(new Press.Snooze("0123456789abcdef"), Presses.Read("w:snooze:0123456789abcdef"));
        Assert.Equal(new WarningChoice.Days(7, false), Chosen("w:days:7:off"));
        Assert.Equal(new WarningChoice.Days(1, true), Chosen("w:days:1:on"));
        Assert.Equal(new WarningChoice.Payments(true), Chosen("w:paid:on"));
        Assert.Equal(new WarningChoice.AllRight(false), Chosen("w:right:off"));
        Assert.Equal(new WarningChoice.Zone("Europe/Oslo"), Chosen("w:zone:Europe/Oslo"));
        Assert.Equal(
            new WarningChoice.Quiet(new QuietChoice(new TimeOnly(22, 0), new TimeOnly(7, 30))),
            Chosen("w:quiet:2200-0730")
        );
        Assert.Equal(new WarningChoice.Contract("0123456789abcdef", false), Chosen("w:contract:off:0123456789abcdef"));
        Assert.Equal(new WarningChoice.Threshold("0123456789abcdef", null), Chosen("w:sum:off:0123456789abcdef"));
    }

    /// <summary>Each button says what shall be, so a press that comes twice does the same as once.</summary>
    [Fact]
    public void Every_button_of_the_warnings_comes_back_as_what_it_was_made_of_within_64_bytes() =>
        Gen.Select(
                Gen.String,
                Gen.Bool,
                Gen.OneOf(Gen.Const(7), Gen.Const(3), Gen.Const(1)),
                Gen.Int[0, 1439],
                Gen.Int[0, 1439]
            )
            .Sample(
                (key, on, days, from, to) =>
                {
                    string tag = Presses.Tag(key);
                    QuietChoice hours = new(Clock(from), Clock(to));
                    Assert.Equal(new WarningChoice.Days(days, on), Chosen(Presses.Days(days, on)));
                    Assert.Equal(new WarningChoice.Payments(on), Chosen(Presses.Payments(on)));
                    Assert.Equal(new WarningChoice.AllRight(on), Chosen(Presses.AllRight(on)));
                    Assert.Equal(new WarningChoice.Quiet(hours), Chosen(Presses.Quiet(hours)));
                    Assert.Equal(new WarningChoice.Contract(tag, on), Chosen(Presses.Contract(key, on)));
                    Assert.Equal(new WarningChoice.Threshold(tag, null), Chosen(Presses.NoThreshold(key)));
                    Assert.Equal(new Press.TypeThreshold(tag), Read(Presses.TypeThreshold(key)));
                    Assert.Equal(new Press.Snooze(tag), Read(Presses.Snooze(key)));
                }
            );

    [Fact]
    public void Every_time_zone_comes_back_as_it_was_offered() =>
        Assert.All(
            TimeZoneInfo.GetSystemTimeZones(),
            zone => Assert.Equal(new WarningChoice.Zone(zone.Id), Chosen(Presses.Zone(zone.Id)))
        );

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
    [InlineData("w")]
    [InlineData("w:")]
    [InlineData("W:back")]
    [InlineData("w:back:")]
    [InlineData("w:days:7")]
    [InlineData("w:days:2:on")]
    [InlineData("w:days:7:ON")]
    [InlineData("w:days:7:on:")]
    [InlineData("w:days:77:on")]
    [InlineData("w:paid")]
    [InlineData("w:right:maybe")]
    [InlineData("w:quiet:")]
    [InlineData("w:quiet:2200")]
    [InlineData("w:quiet:2400-0800")]
    [InlineData("w:quiet:2260-0800")]
    [InlineData("w:quiet:22:00-08:00")]
    [InlineData("w:quiet:2200-0800-0900")]
    [InlineData("w:zone:")]
    [InlineData("w:zone:a:b")]
    [InlineData("w:contract:on:0123456789ABCDEF")]
    [InlineData("w:contract:on")]
    [InlineData("w:sum:off")]
    [InlineData("w:sum:on:0123456789abcdef")]
    [InlineData("w:sum:0123456789abcde")]
    [InlineData("w:snooze:")]
    [InlineData("h:")]
    [InlineData("h:pic:")]
    [InlineData("h:new:0123456789abcdef:202611")]
    [InlineData("h:0123456789abcdef:202613:0")]
    [InlineData("h:0123456789abcdef:999912:0")]
    [InlineData("h:0123456789abcdef:202611:-1")]
    [InlineData("h:0123456789abcdef:202611:99999999999")]
    [InlineData("h:0123456789abcdef:202611")]
    [InlineData("promise:")]
    [InlineData("promise:yes:")]
    [InlineData("promise:yes:0123456789abcdef:")]
    [InlineData("promise:yes:0123456789abcdef:fedcba9876543210:")]
    [InlineData("promise:0123456789ABCDEF")]
    public void A_button_that_is_none_of_ours_means_nothing(string? data) => Assert.Null(Presses.Read(data));

    [Fact]
    public void A_chosen_contract_comes_back_by_its_tag_however_long_its_key() =>
        Gen.String.Sample(key =>
        {
            Assert.Equal(new Press.UnlinkThis(Presses.Tag(key)), Presses.Read(Presses.UnlinkThis(key)));
            Assert.Equal(new Press.UnlinkYes(Presses.Tag(key)), Presses.Read(Presses.UnlinkYes(key)));
        });

    [Fact]
    public void Every_month_and_sheet_of_a_history_comes_back_within_64_bytes() =>
        Gen.Select(Gen.String, Gen.Int[2, 9998], Gen.Int[1, 12], Gen.Int[0, int.MaxValue])
            .Sample(
                (key, year, number, sheet) =>
                {
                    Month month = new(year, number);
                    string tag = Presses.Tag(key);
                    Assert.Equal(new Press.HistoryOf(tag, month, sheet), Read(Presses.HistoryOf(key, month, sheet)));
                    Assert.Equal(new Press.HistoryOf(tag, null, 0), Read(Presses.HistoryOf(key)));
                    Assert.Equal(new Press.PictureOf(tag), Read(Presses.PictureOf(key)));
                }
            );

    [Fact]
    public void Terms_that_were_agreed_to_come_back_as_they_were_whatever_the_billing_calls_them() =>
        Gen.Select(Gen.String, Gen.String, Gen.Decimal.Nullable(), Gen.Decimal.Nullable(), Gen.Date.Nullable())
            .Sample(
                (key, currency, amount, price, until) =>
                {
                    DateOnly? day = until is { } date ? DateOnly.FromDateTime(date) : null;
                    PromiseOffer offer = new(key, "", currency, new(amount, price, day), Samples.Now);
                    Assert.Equal(
                        offer with
                        {
                            Currency = Uri.UnescapeDataString(Uri.EscapeDataString(currency)),
                        },
                        PromiseOffer.Read(offer.Draft)
                    );
                    Assert.Equal(new Press.PromiseYes(Presses.Tag(key), offer.Tag), Read(Presses.PromiseYes(offer)));
                    Assert.NotEqual(offer.Tag, (offer with { AskedAt = Samples.Now.AddTicks(1) }).Tag);
                }
            );

    [Fact]
    public void Any_data_is_read_without_a_failure()
    {
        Gen.String.Sample(data => _ = Presses.Read(data));
        Gen.String.Sample(data => _ = Presses.Read("w:" + data));
        Gen.String.Sample(data => _ = Presses.Read("promise:" + data));
        Gen.String.Sample(data => _ = Presses.Read("h:" + data));
        Gen.String.Sample(data => _ = PromiseOffer.Read("1|2|3||" + data));
    }

    private static WarningChoice? Chosen(string data) => (Read(data) as Press.Choose)?.Choice;

    private static Press? Read(string data)
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
        return Presses.Read(data);
    }

    private static TimeOnly Clock(int minutes) => new(minutes / 60, minutes % 60);
}
