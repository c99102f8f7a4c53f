using System.Globalization;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>The provider's page to pay at.</summary>
/// <param name="Template">An address with the placeholders {contract} and, if it takes one, {amount}.</param>
/// <param name="Step">A recommended sum is a multiple of this.</param>
internal sealed record TopUpLink(string Template, decimal Step)
{
    private const string Contract = "{contract}";
    private const string Amount = "{amount}";

    /// <summary>One sentence about what is wrong with a template, or null.</summary>
    public static string? Mistake(string template)
    {
        if (!template.Contains(Contract, StringComparison.Ordinal))
        {
            return "needs the placeholder {contract}";
        }

        string filled = template
            .Replace(Contract, "1", StringComparison.Ordinal)
            .Replace(Amount, "1", StringComparison.Ordinal);
        return filled.AsSpan().IndexOfAny('{', '}') >= 0 ? "knows only the placeholders {contract} and {amount}"
            : !Uri.TryCreate(filled, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http")
                ? "must be an address such as https://pay.example.com/?contract={contract}&sum={amount}"
            : null;
    }

    public string To(string contractNumber, decimal sum) =>
        Template
            .Replace(Contract, Uri.EscapeDataString(contractNumber), StringComparison.Ordinal)
            .Replace(Amount, sum.ToString("0.############", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Null: nothing is known to be missing.</summary>
    public decimal? Sum(Forecast forecast) => TopUp.Recommended(forecast, Step);
}
