using System.Globalization;
using System.Text;
using BalanceBot.Billing;
using BalanceBot.Billing.Csv;

namespace BalanceBot.Tests.Billing;

public sealed class ServiceCellsTests
{
    private const string Head = "contract,balance,next_tariff,next_price,next_tariff_from";

    private static readonly ExtraService Ip = new("Static IP", 30m)
    {
        Period = new ChargePeriod.Monthly(),
        NextCharge = new DateOnly(2026, 12, 20),
    };

    private static readonly ExtraService Tv = new("TV", 5m) { Period = new ChargePeriod.Daily() };

    private static readonly ExtraService Antivirus = new("Antivirus", 2.5m);

    [Theory]
    [InlineData("Static IP:30.00:monthly:2026-12-20; TV:5.00:daily; Antivirus:2.50")]
    [InlineData("Static IP:30.00:monthly:2026-12-20|TV:5.00:daily|Antivirus:2.50")]
    [InlineData(" Static IP : 30 : MONTHLY : 2026-12-20 ;TV:5:1:;Antivirus:2.5::")]
    [InlineData("; Static IP:30.00:monthly:2026-12-20;; TV:5.00:daily |; Antivirus:2.50;")]
    public void Services_are_read_with_what_they_have_of_their_own(string cell) =>
        Assert.Equal([Ip, Tv, Antivirus], Services(cell));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" ; | ")]
    public void An_empty_cell_is_no_service(string cell) => Assert.Empty(Services(cell));

    [Theory]
    [InlineData("TV:5.00:30", 30, null)]
    [InlineData("TV:5.00::2026-12-01", null, "2026-12-01")]
    public void A_period_and_a_day_may_each_be_missing(string cell, int? days, string? next)
    {
        ExtraService service = Assert.Single(Services(cell));

        Assert.Equal(days is { } length ? new ChargePeriod.Rolling(length) : null, service.Period);
        Assert.Equal(next, service.NextCharge?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("TV", "service 1 is not a service: write Name:30.00 or Name:30.00:monthly:2026-12-31")]
    [InlineData("TV:", "service 1 is not a service: write Name:30.00 or Name:30.00:monthly:2026-12-31")]
    [InlineData(":5.00", "service 1 is not a service: write Name:30.00 or Name:30.00:monthly:2026-12-31")]
    [InlineData("a:1:daily::x", "service 1 is not a service: write Name:30.00 or Name:30.00:monthly:2026-12-31")]
    [InlineData("TV:5.00;Radio:much", "service 2 is not a sum: write 1234.56")]
    [InlineData("TV:5.00|Radio:-1", "service 2 is negative")]
    [InlineData("TV:5.00:often", "service 1 is not a period: write monthly, daily, spread, or days from 1 to 366")]
    [InlineData("TV:5.00:daily:tomorrow", "service 1 is not a date: write 2026-12-31")]
    public void A_bad_service_is_named_by_line_column_and_place_without_its_content(string cell, string expected)
    {
        CsvIndex index = Load($"contract,balance,services\n1,5,\"{cell}\"\n2,6,\n");

        Assert.Equal($"line 2, column 3 (services): {expected}", Assert.Single(index.Faults).ToString());
        Assert.Equal(1, index.Count);
    }

    [Fact]
    public void In_a_file_with_semicolons_a_cell_of_services_needs_quotes_or_bars()
    {
        CsvIndex index = Load(
            "contract;balance;services\n1;5;\"TV:5,00;IP:30,00\"\n2;5;TV:5,00|IP:30,00\n3;5;TV:5,00;IP:30,00\n"
        );

        Assert.All(Rows(index), row => Assert.Equal([new("TV", 5m), new("IP", 30m)], row.Services));
        Assert.Equal("line 4: has 4 columns instead of 3", Assert.Single(index.Faults).ToString());
    }

    [Theory]
    [InlineData("", "", "", null)]
    [InlineData("Home 200", "250.00", "2026-12-01", "Home 200")]
    [InlineData("", "250.00", "2026-12-01", null)]
    public void A_change_of_the_tariff_is_its_price_and_its_day_and_perhaps_a_name(
        string tariff,
        string price,
        string from,
        string? named
    )
    {
        ContractSnapshot row = Assert.Single(Rows(Load($"{Head}\n1,5,{tariff},{price},{from}\n")));

        Assert.Equal(
            price.Length == 0 ? null : new TariffChange(new DateOnly(2026, 12, 1), 250m) { Tariff = named },
            row.Change
        );
    }

    [Theory]
    [InlineData("Home 200,,2026-12-01", "column 4 (next_price): is needed for a change of the tariff")]
    [InlineData("Home 200,250.00,", "column 5 (next_tariff_from): is needed for a change of the tariff")]
    [InlineData(",250.00,", "column 5 (next_tariff_from): is needed for a change of the tariff")]
    [InlineData(",,2026-12-01", "column 4 (next_price): is needed for a change of the tariff")]
    [InlineData(",-1,2026-12-01", "column 4 (next_price): is negative")]
    [InlineData(",1,1.12.2026", "column 5 (next_tariff_from): is not a date: write 2026-12-31")]
    public void Half_a_change_names_the_column_that_is_missing(string cells, string expected) =>
        Assert.Equal($"line 2, {expected}", Assert.Single(Load($"{Head}\n1,5,{cells}\n").Faults).ToString());

    [Fact]
    public void A_column_that_the_whole_file_lacks_is_named_too() =>
        Assert.Equal(
            "line 2, no column next_tariff_from: is needed for a change of the tariff",
            Assert.Single(Load("contract,balance,next_price\n1,5,250\n").Faults).ToString()
        );

    [Fact]
    public void Autopay_that_is_neither_yes_nor_no_is_a_bad_cell() =>
        Assert.Equal(
            "line 2, column 3 (autopay): is neither yes nor no: write true or false",
            Assert.Single(Load("contract,balance,autopay\n1,5,perhaps\n").Faults).ToString()
        );

    private static IReadOnlyList<ExtraService> Services(string cell) =>
        Assert.Single(Rows(Load($"contract,balance,services\n1,5,\"{cell}\"\n"))).Services;

    private static IReadOnlyList<ContractSnapshot> Rows(CsvIndex index) => index.Page(null, 10).Contracts;

    private static CsvIndex Load(string text)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return Assert.IsType<CsvLoad.Taken>(new CsvLoader("NOK").Load(stream, default)).Index;
    }
}
