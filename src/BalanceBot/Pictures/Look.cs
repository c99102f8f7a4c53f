using SkiaSharp;

namespace BalanceBot.Pictures;

/// <summary>
/// Sizes and colours. A telephone shows 1080 points some 65 mm wide. The card is its own ground, in a dark chat as in a
/// light one; what is to be read differs from it by 4.5 to 1 or more (a test counts), and no colour says anything that
/// the kind of a line or a word does not say too.
/// </summary>
internal static class Look
{
    public const int Width = 1080;
    public const int Height = 810;
    public const float TitleSize = 46;
    public const float TextSize = 32;
    public const float LineWidth = 6;
    public const float Margin = 40;
    public const float Top = 190;
    public const float Bottom = 150;

    public static readonly SKColor Ground = new(0xF6, 0xF7, 0xF9);
    public static readonly SKColor Ink = new(0x1A, 0x23, 0x30);
    public static readonly SKColor Faint = new(0x52, 0x5E, 0x6E);
    public static readonly SKColor Grid = new(0xD3, 0xD9, 0xE0);
    public static readonly SKColor Past = new(0x1A, 0x5F, 0xB4);
    public static readonly SKColor PastArea = new(0x1A, 0x5F, 0xB4, 0x24);
    public static readonly SKColor Ahead = new(0xA8, 0x4A, 0x00);
}
