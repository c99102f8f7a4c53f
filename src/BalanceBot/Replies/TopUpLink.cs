using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Replies;

/// <summary>The provider's page to pay at.</summary>
/// <param name="Template">An address with the placeholders {contract} and, if it takes one, {amount}.</param>
/// <param name="Step">A recommended sum is a multiple of this.</param>
internal sealed record TopUpLink(string Template, decimal Step)
{
    /// <summary>What browsers and Telegram take without doubt.</summary>
    private const int Longest = 2048;

    private const string Contract = "{contract}";
    private const string Amount = "{amount}";

    /// <summary>One sentence about what is wrong with a template, or null.</summary>
    public static string? Mistake(string template)
    {
        if (!template.Contains(Contract, StringComparison.Ordinal))
        {
            return "needs the placeholder {contract}";
        }

        string filled = Fill(template, "1", "1");
        return filled.AsSpan().IndexOfAny('{', '}') >= 0 ? "knows only the placeholders {contract} and {amount}"
            : !Uri.TryCreate(filled, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http")
                ? "must be an address such as https://pay.example.com/?contract={contract}&sum={amount}"
            : address.Authority != new Uri(Fill(template, "2", "2")).Authority
                ? "must not have a placeholder in the name of the server"
            : null;
    }

    /// <summary>Null: no address that Telegram would take, and a message with it would not arrive.</summary>
    public string? To(string contractNumber, decimal sum)
    {
        string address = Fill(
            Template,
            Uri.EscapeDataString(contractNumber),
            sum.ToString("0.############", CultureInfo.InvariantCulture)
        );
        return address.Length <= Longest ? address : null;
    }

    private static string Fill(string template, string contract, string amount) =>
        template
            .Replace(Contract, contract, StringComparison.Ordinal)
            .Replace(Amount, amount, StringComparison.Ordinal);

    /// <summary>Null: nothing is known to be missing.</summary>
    public decimal? Sum(ContractSnapshot contract, Forecast forecast, DateOnly today) =>
        TopUp.Recommended(contract, forecast, today, Step);
}
