using System.Buffers.Binary;
using BalanceBot.Hosting;

namespace BalanceBot.Tests.Hosting;

public sealed class QrCodeTests
{
    private const string Address = "https://t.me/OurBalanceBot?start=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public void The_picture_is_a_square_png_that_a_telephone_can_read_and_telegram_takes()
    {
        byte[] png = QrCode.Png(Address);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        int width = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
        Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        Assert.InRange(width, 300, 1000);
        Assert.InRange(png.Length, 100, 20_000);
    }

    [Fact]
    public void Another_address_is_another_picture() =>
        Assert.NotEqual(QrCode.Png(Address), QrCode.Png(Address[..^1] + "B"));

    [Fact]
    public void On_a_terminal_it_is_as_wide_as_two_times_its_lines_in_halves_of_blocks()
    {
        string[] lines = QrCode.Text(Address).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

        Assert.All(lines, line => Assert.Equal(lines[0].Length, line.Length));
        Assert.InRange(lines[0].Length - (2 * lines.Length), -1, 1);
        Assert.Contains(lines, line => line.Contains('▀', StringComparison.Ordinal));
        Assert.InRange(lines[0].Length, 30, 79);
        Assert.All(lines.SelectMany(line => line), letter => Assert.Contains(letter, "█▀▄ \u00A0"));
    }
}
