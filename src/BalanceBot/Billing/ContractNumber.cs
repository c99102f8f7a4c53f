namespace BalanceBot.Billing;

/// <summary>
/// A contract number as typed or printed. Leading zeros count; case, spaces, dashes, Cyrillic look-alikes and a number
/// sign in front do not: "№ 700-123" is "700 123".
/// </summary>
internal static class ContractNumber
{
    private static readonly string[] Signs = ["№", "#", "N°", "Nº", "No.", "No ", "Nr.", "Nr "];

    /// <summary>The form to compare and to find by; empty when nothing significant was typed.</summary>
    public static string Normalise(string typed)
    {
        string text = typed.Length <= 512 ? typed.Trim() : typed[..512].Trim();
        string? sign = Signs.FirstOrDefault(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));
        return Typed.Significant(sign is null ? text : text[sign.Length..]);
    }
}

/// <summary>A login is compared as it is: billings know "SUB1" and "sub1" as one or as two, and only they know.</summary>
internal static class Login
{
    public static string Normalise(string typed) => typed.Trim();
}
