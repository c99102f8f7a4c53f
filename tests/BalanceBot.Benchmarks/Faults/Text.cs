using System.Globalization;

namespace BalanceBot.Benchmarks.Faults;

internal static class Text
{
    /// <summary>The same on every machine.</summary>
    public static string Of(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
