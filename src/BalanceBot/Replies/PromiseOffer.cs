using System.Globalization;
using BalanceBot.Billing;

namespace BalanceBot.Replies;

/// <summary>A promised payment as a person was asked about it: these terms, of this contract, at this moment.</summary>
/// <param name="ContractNumber">The number to show; not part of what is remembered.</param>
internal sealed record PromiseOffer(
    string ContractKey,
    string ContractNumber,
    string Currency,
    PromisedPayment.Offered Terms,
    DateTimeOffset AskedAt
)
{
    private const char Between = '|';
    private const int Parts = 6;
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What the dialogue remembers.</summary>
    public string Draft =>
        string.Join(
            Between,
            AskedAt.UtcTicks.ToString(CultureInfo.InvariantCulture),
            Write(Terms.Amount),
            Write(Terms.Price),
            Terms.Until?.ToString(DayFormat, CultureInfo.InvariantCulture),
            Uri.EscapeDataString(Currency),
            ContractKey
        );

    /// <summary>Of all of it, the moment too: the same terms of last month are another question.</summary>
    public string Tag => Presses.Tag(Draft);

    /// <summary>Null: not written by us.</summary>
    public static PromiseOffer? Read(string? draft) =>
        draft?.Split(Between, Parts) is [var at, var amount, var price, var until, var currency, var key]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
        && ticks <= DateTimeOffset.MaxValue.Ticks
        && ReadSum(amount, out decimal? sum)
        && ReadSum(price, out decimal? cost)
        && ReadDay(until, out DateOnly? day)
            ? new PromiseOffer(
                key,
                "",
                Uri.UnescapeDataString(currency),
                new PromisedPayment.Offered(sum, cost, day),
                new DateTimeOffset(ticks, TimeSpan.Zero)
            )
            : null;

    private static string? Write(decimal? sum) => sum?.ToString(CultureInfo.InvariantCulture);

    private static bool ReadSum(string text, out decimal? sum)
    {
        bool isSum = decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal read);
        sum = isSum ? read : null;
        return isSum || text.Length == 0;
    }

    private static bool ReadDay(string text, out DateOnly? day)
    {
        bool isDay = DateOnly.TryParseExact(
            text,
            DayFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateOnly read
        );
        day = isDay ? read : null;
        return isDay || text.Length == 0;
    }
}
