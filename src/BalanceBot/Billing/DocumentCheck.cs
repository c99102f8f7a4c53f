using System.Security.Cryptography;

namespace BalanceBot.Billing;

/// <summary>
/// Compares a typed document with every form of the one on file, or with nobody's when there is none: the time tells
/// nothing of which it was.
/// </summary>
internal static class DocumentCheck
{
    private const int LeastForms = 4;
    private const string Nobodys = "series 0000 No 000000 issued 01.01.2000 000-000";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static bool Proves(string typed, string? onFile)
    {
        string? form = Document.Typed(typed);
        IReadOnlyList<string> forms = Document.OnFile(onFile ?? Nobodys);
        byte[] digest = Typed.Digest(Key, form ?? "");
        bool same = false;
        for (int i = 0; i < Math.Max(LeastForms, forms.Count); i++)
        {
            same |= Typed.AreSame(digest, Typed.Digest(Key, i < forms.Count ? forms[i] : Nobodys));
        }

        return same && form is not null && onFile is not null;
    }
}
