using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>
/// Sums in words: "149.99 kr", "1 234,50 kr". The currency stands after the sum in every language, as Norwegian,
/// Ukrainian and Russian write it; with no-break spaces, so that a sum never falls apart at a line's end.
/// The culture's own currency format is not used: it depends on the ICU installed, and writes a debt with a minus.
/// </summary>
internal sealed class Amounts
{
    private const char NoBreakSpace = '\u00A0';

    private readonly Wording _words;
    private readonly NumberFormatInfo _numbers;

    public Amounts(Language language, Wording words)
    {
        _words = words;
        NumberFormatInfo culture = language.Culture.NumberFormat;
        _numbers = (NumberFormatInfo)culture.Clone();
        if (string.IsNullOrWhiteSpace(culture.NumberGroupSeparator))
        {
            // U+00A0 or U+202F, by the version of ICU.
            _numbers.NumberGroupSeparator = NoBreakSpace.ToString();
        }
    }

    /// <summary>Money that somebody has: rounded down. The sign is left out: words say whose it is.</summary>
    public string Held(Money money) => Show(MinorUnits.Down(money.Amount, Digits(money)), money.Currency);

    /// <summary>A sum as it is: a price, a charge.</summary>
    public string Exact(decimal sum, string currency) =>
        Show(MinorUnits.Nearest(sum, MinorUnits.Digits(currency)), currency);

    /// <summary>A sum at or below which something happens: a balance in whole minor units never lies between.</summary>
    public string Limit(decimal sum, string currency) => Held(new Money(sum, currency));

    /// <summary>The same for a button's label, which is no HTML.</summary>
    public string LimitLabel(decimal sum, string currency) =>
        Show(MinorUnits.Down(sum, MinorUnits.Digits(currency)), currency, Outside.Plain);

    /// <summary>A sum as it is, for a button's label.</summary>
    public string Label(decimal sum, string currency) =>
        Show(MinorUnits.Nearest(sum, MinorUnits.Digits(currency)), currency, Outside.Plain);

    /// <summary>A balance in the middle of a sentence: a debt is said to be one.</summary>
    public string HeldOrOwed(decimal balance, string currency)
    {
        Money money = new(balance, currency);
        return IsDebt(money) ? _words.Say(Sentence.DebtOf, Held(money)) : Held(money);
    }

    /// <summary>On a picture, where there is no room for words: a debt has a dash before it, for its font has no minus.</summary>
    public string Number(decimal sum, bool exact = false, string currency = "")
    {
        string format =
            exact ? FormatOf(currency)
            : sum == decimal.Truncate(sum) ? "N0"
            : "N1";
        string number = Math.Abs(sum).ToString(format, _numbers);
        return sum < 0 ? $"–{number}" : number;
    }

    /// <summary>"kr" or "EUR", as plain text.</summary>
    public string Sign(string currency) => SignOf(currency, Outside.Plain);

    /// <summary>Whether a balance, as it is shown, is a debt. 0.004 is one, of 0.01: rounding never hides it.</summary>
    public static bool IsDebt(Money money) => MinorUnits.Down(money.Amount, Digits(money)) < 0;

    private static int Digits(Money money) => MinorUnits.Digits(money.Currency);

    private string Show(decimal rounded, string currency, Func<string, string>? clean = null)
    {
        string sum = Math.Abs(rounded).ToString(FormatOf(currency), _numbers);
        return string.IsNullOrWhiteSpace(currency) ? sum : sum + NoBreakSpace + SignOf(currency, clean ?? Outside.Html);
    }

    private static string FormatOf(string currency) =>
        "N" + MinorUnits.Digits(currency).ToString(CultureInfo.InvariantCulture);

    private string SignOf(string currency, Func<string, string> clean) =>
        currency.Equals("NOK", StringComparison.OrdinalIgnoreCase)
            ? _words[Sentence.CurrencyNok]
            : clean(currency.ToUpperInvariant());
}
