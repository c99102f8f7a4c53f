using QRCoder;

namespace BalanceBot.Hosting;

/// <summary>An address as a picture that a telephone reads.</summary>
internal static class QrCode
{
    private const int PixelsPerModule = 10;

    public static byte[] Png(string address)
    {
        using QRCodeData data = Of(address);
        using PngByteQRCode picture = new(data);
        return picture.GetGraphic(PixelsPerModule);
    }

    /// <summary>For a terminal: two rows of modules in each line.</summary>
    public static string Text(string address)
    {
        using QRCodeData data = Of(address);
        using AsciiQRCode text = new(data);
        return text.GetGraphicSmall();
    }

    private static QRCodeData Of(string address) => QRCodeGenerator.GenerateQrCode(address, QRCodeGenerator.ECCLevel.M);
}
