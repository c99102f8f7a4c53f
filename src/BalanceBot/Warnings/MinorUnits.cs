namespace BalanceBot.Warnings;

/// <summary>
/// How sums are rounded: money at hand down, a missing sum up, so that a debt never vanishes and a payment of the
/// missing sum always suffices.
/// </summary>
internal static class MinorUnits
{
    /// <summary>
    /// Billing systems that keep sums as doubles return 149.98999999999998; two digits beyond the minor unit are below
    /// any price, so that is rounded to the nearest first.
    /// </summary>
    private const int DustDigits = 2;

    /// <summary>Digits after the point (ISO 4217); two for a currency that we do not know.</summary>
    public static int Digits(string currency) =>
        currency.ToUpperInvariant() switch
        {
            "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" => 0,
            "UGX" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            _ => 2,
        };

    public static decimal Down(decimal sum, int digits) =>
        Math.Round(WithoutDust(sum, digits), digits, MidpointRounding.ToNegativeInfinity);

    public static decimal Up(decimal sum, int digits) =>
        Math.Round(WithoutDust(sum, digits), digits, MidpointRounding.ToPositiveInfinity);

    public static decimal Nearest(decimal sum, int digits) => Math.Round(sum, digits, MidpointRounding.AwayFromZero);

    public static decimal WithoutDust(decimal sum, int digits) => Nearest(sum, digits + DustDigits);
}
