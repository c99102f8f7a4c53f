using BalanceBot.Billing;
using BalanceBot.Pictures;
using BalanceBot.Replies;
using BalanceBot.Tests.Replies;
using BalanceBot.Warnings;
using Microsoft.Extensions.Logging.Abstractions;
using SkiaSharp;

namespace BalanceBot.Tests.Pictures;

/// <summary>The picture of a balance: what is on it, and that it can be read. BALANCEBOT_SHOW_PICTURES=folder keeps some.</summary>
public sealed class PainterTests
{
    private static readonly ContractSnapshot Home = Samples.Monthly("700 123", 149.99m);

    [Fact]
    public async Task The_line_goes_where_the_balance_was_and_ahead_where_it_will_be()
    {
        Chart chart = ChartOf("en", Home);
        using SKBitmap picture = Read(await Paint(chart));
        Frame frame = FrameOf(chart);

        Assert.Equal((Look.Width, Look.Height), (picture.Width, picture.Height));
        foreach (DayBalance day in chart.Past.Take(chart.Past.Count - 1))
        {
            Assert.Contains(Look.Past, Around(picture, frame.X(day.Day) + 6, frame.Y(day.Balance), 1));
        }

        Assert.Contains(Look.Ahead, Around(picture, frame.X(chart.Last), frame.Y(chart.Ahead[^1].Balance), 13));
        Assert.DoesNotContain(Look.Past, Around(picture, frame.X(chart.First.AddDays(15)), frame.Plot.Top + 20));
    }

    [Fact]
    public async Task The_same_chart_is_the_same_bytes()
    {
        Chart chart = ChartOf("nb", Home);

        Assert.Equal(await Paint(chart), await Paint(chart));
    }

    [Theory]
    [InlineData("en", "700 123", "149.99")]
    [InlineData("nb", "Båtsfjord 12 æøå ÆØÅ", "-1234.5")]
    [InlineData("en", "Договор Ж-17 ёїєґ ₴ ₽", "98765.43")]
    [InlineData(
        "nb",
        "a contract whose number is so long that it has to be cut somewhere on its way over the picture",
        "0"
    )]
    [InlineData("en", "👨‍👩‍👧 \u202E123", "1")]
    public async Task Every_letter_of_the_languages_is_drawn_and_nothing_else_breaks_it(
        string language,
        string number,
        string balance
    )
    {
        Chart chart = ChartOf(
            language,
            Home with
            {
                Number = number,
                Balance = new Money(decimal.Parse(balance, System.Globalization.CultureInfo.InvariantCulture), "NOK"),
            }
        );

        byte[] png = await Paint(chart);
        Show($"{language}-{balance}.png", png);

        using SKBitmap picture = Read(png);
        Assert.Equal(Look.Width, picture.Width);
        Assert.InRange(png.Length, 5_000, 200_000);
    }

    /// <summary>What is not in it would be an empty box.</summary>
    [Fact]
    public void Whatever_is_written_on_a_picture_is_in_its_font()
    {
        const string Names = "ABCÆØÅabcæøåАБВЖЩЫЭЮЯЁабвжщыэюяёІЇЄҐіїєґ0123456789–…’№₴₽€£.,-/ ";
        using SKFont font = Font();
        foreach (Language language in Languages.Supported)
        {
            Chart chart = ChartOf(language.Code, Home with { Balance = new Money(-1234.5m, "NOK") });
            IEnumerable<string> written =
            [
                Names,
                chart.Title,
                chart.Subtitle,
                chart.PastLabel,
                chart.AheadLabel,
                chart.Now.Label,
                .. chart.Sums.Select(mark => mark.Label),
                .. chart.Days.Select(mark => mark.Label),
            ];
            Assert.All(
                written.SelectMany(words => words.EnumerateRunes()),
                rune => Assert.True(font.ContainsGlyph(rune.Value), $"{rune}")
            );
        }
    }

    [Fact]
    public void What_is_to_be_read_stands_out_from_its_ground() =>
        Assert.All(
            new[] { Look.Ink, Look.Faint, Look.Past, Look.Ahead },
            colour => Assert.InRange(Contrast(colour, Look.Ground), 4.5, 21)
        );

    [Fact]
    public async Task A_chart_that_cannot_be_drawn_is_none_and_breaks_nothing()
    {
        Assert.Null(
            await new Painter(NullLogger<Painter>.Instance).Paint(
                ChartOf("en", Home) with
                {
                    Past = [],
                },
                TestContext.Current.CancellationToken
            )
        );
    }

    private static async Task<byte[]> Paint(Chart chart)
    {
        using Painter painter = new(NullLogger<Painter>.Instance);
        return (await painter.Paint(chart, TestContext.Current.CancellationToken))!;
    }

    private static Chart ChartOf(string language, ContractSnapshot contract) =>
        Samples.VoiceOf(language).ChartOf(contract.Number, Scenes.CourseOf(contract));

    /// <summary>As the drawing does.</summary>
    private static Frame FrameOf(Chart chart)
    {
        using SKFont font = Font();
        return Frame.Of(chart, chart.Sums.Max(mark => font.MeasureText(mark.Label)));
    }

    private static SKFont Font()
    {
        using Stream stream = typeof(Painter).Assembly.GetManifestResourceStream(
            "BalanceBot.Pictures.NotoSans-Regular.ttf"
        )!;
        return new SKFont(SKTypeface.FromStream(stream), Look.TextSize) { Edging = SKFontEdging.Antialias };
    }

    private static SKBitmap Read(byte[] png) => SKBitmap.Decode(png);

    private static IEnumerable<SKColor> Around(SKBitmap picture, float x, float y, int reach = 2)
    {
        for (int dx = -reach; dx <= reach; dx++)
        {
            for (int dy = -reach; dy <= reach; dy++)
            {
                yield return picture.GetPixel((int)x + dx, (int)y + dy);
            }
        }
    }

    /// <summary>https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio</summary>
    private static double Contrast(SKColor one, SKColor other)
    {
        double[] both = [Luminance(one), Luminance(other)];
        return (both.Max() + 0.05) / (both.Min() + 0.05);
    }

    private static double Luminance(SKColor colour) =>
        (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));

    private static double Linear(byte channel)
    {
        double value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    private static void Show(string name, byte[] png)
    {
        if (Environment.GetEnvironmentVariable("BALANCEBOT_SHOW_PICTURES") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, name), png);
        }
    }
}
