using System.Text.Json;
using BalanceBot.Billing;
using BalanceBot.Billing.Web;

namespace BalanceBot.Tests.Billing.Web;

/// <summary>Trap 5: billings guess the types of their JSON.</summary>
public sealed class JsonRowTests
{
    [Theory]
    [InlineData("\"0007\"", "0007")]
    [InlineData("1000101", "1000101")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("4790000001", "4790000001")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("\" \\u0410\\n\"", " А\n")]
    [InlineData("null", null)]
    public void A_scalar_is_the_text_that_stands_there(string json, string? text) =>
        Assert.Equal(text, Row(json).Text("a"));

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("100", "100")]
    [InlineData("-0.004", "-0.004")]
    [InlineData("1234567.891", "1234567.891")]
    [InlineData("\"100.00\"", "100.00")]
    [InlineData("\" -5 \"", "-5")]
    [InlineData("\"\u221228.00\"", "-28.00")]
    [InlineData("0.30000000000000004", "0.3")]
    [InlineData("99999999999999.99", "99999999999999.99")]
    [InlineData("1.0E+2", "100")]
    [InlineData("-0.00001", "0")]
    public void A_sum_is_exact_and_goes_through_no_double(string json, string sum) =>
        Assert.Equal(decimal.Parse(sum, System.Globalization.CultureInfo.InvariantCulture), Row(json).Sum("a"));

    [Theory]
    [InlineData("\"1,5\"")]
    [InlineData("\"1 000\"")]
    [InlineData("\"secret\"")]
    [InlineData("1e400")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("true")]
    public void What_is_no_sum_is_told_by_its_field_and_not_by_what_stands_there(string json)
    {
        BadCellException bad = Assert.Throws<BadCellException>(() => Row(json).Sum("a"));

        Assert.Equal("a", bad.Column);
        Assert.DoesNotContain("secret", bad.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"2026-12-01\"", "2026-12-01")]
    [InlineData("\"2026-12-01 10:00:00\"", "2026-12-01")]
    [InlineData("\"0000-00-00\"", null)]
    [InlineData("\"0000-00-00 00:00:00\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("0", null)]
    public void A_day_of_zeros_is_none(string json, string? day) =>
        Assert.Equal(day, Row(json).Date("a")?.ToString("yyyy-MM-dd"));

    [Fact]
    public void A_moment_has_a_zone()
    {
        Assert.Equal(
            new DateTimeOffset(2026, 11, 24, 11, 0, 0, TimeSpan.Zero),
            Row("\"2026-11-24T12:00:00+01:00\"").Moment("a")
        );
        Assert.Equal(0.5, Row("\"2026-11-24T12:00:00.5Z\"").Moment("a")?.Millisecond / 1000.0);
        Assert.Throws<BadCellException>(() => Row("\"2026-11-24T12:00:00\"").Moment("a"));
        Assert.Throws<BadCellException>(() => Row("1").Moment("a"));
    }

    [Fact]
    public void A_list_with_holes_and_an_empty_object_are_what_PHP_makes_of_them()
    {
        Assert.Equal(["1", "2"], Row("""{"0":{"n":1},"7":{"n":"2"}}""").Rows("a").Select(row => row.Text("n")));
        Assert.Equal(["1"], Row("""[{"n":1}]""").Rows("a").Select(row => row.Text("n")));
        Assert.Empty(Row("null").Rows("a"));
        Assert.Null(Row("[]").Row("a"));
        Assert.Throws<BadCellException>(() => Row("[1]").Rows("a"));
        Assert.Null(JsonRow.Of(JsonElement.Parse("[]")));
    }

    private static JsonRow Row(string value) => JsonRow.Of(JsonElement.Parse($$"""{"a":{{value}}}"""))!;
}
