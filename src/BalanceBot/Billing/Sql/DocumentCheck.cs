using System.Security.Cryptography;

namespace BalanceBot.Billing.Sql;

/// <summary>
/// Compares a typed document with every form of the one on file, and with nobody's for those that there are not: the time
/// tells nothing of which it was.
/// </summary>
internal sealed class DocumentCheck(IHashing hashing)
{
    private const string Nobodys = "series 0000 No 000000 issued 01.01.2000 000-000";
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public bool Proves(string typed, string? onFile)
    {
        string? form = Document.Typed(typed);
        IReadOnlyList<string> forms = Document.OnFile(onFile ?? Nobodys);
        byte[] digest = hashing.Digest(Key, form ?? "");
        bool same = false;
        for (int i = 0; i < Document.MostForms; i++)
        {
            same |= hashing.AreSame(digest, hashing.Digest(Key, i < forms.Count ? forms[i] : Nobodys));
        }

        return same && form is not null && onFile is not null;
    }
}
