using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// What the agent takes for a subscriber: a login and the MD5 of the password, which is as good as the password. Made for one
/// question, kept nowhere, printed nowhere.
/// </summary>
internal sealed class AgentCredential(string login, string password)
{
    private const int LongestLogin = 50;
    private const int LongestPassword = 150;

    /// <summary>What Stargazer writes where there is no password.</summary>
    private const string NoPassword = "*";

    // Their only way; what it protects is up to https.
    private readonly string digest = Convert.ToHexStringLower(
        CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(password))
    );

    public string Login { get; } = login;

    /// <summary>How the login in an answer is compared: in other letters than were typed it is another.</summary>
    public StringComparison Spelling { get; private init; } = StringComparison.Ordinal;

    /// <summary>By the key of a contract that was proved before: it may be a login in small letters, and the agent's base tells no case.</summary>
    public static AgentCredential Of(ContractKey key, SignIn by) =>
        new(key.Value, by.Password) { Spelling = StringComparison.OrdinalIgnoreCase };

    /// <summary>
    /// Whether the agent would take it for what it is: it leaves out other signs, and "sub1001!" would log in as somebody.
    /// </summary>
    public static bool IsLogin(string login) =>
        login.Length is > 0 and <= LongestLogin
        && login.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The agent would take an asterisk for the password of whoever has none.</summary>
    public static bool IsPassword(string password) =>
        password.Length is > 0 and <= LongestPassword && password != NoPassword;

    public (string Name, string Value)[] Query() => [("uberlogin", Login), ("uberpassword", digest)];
}
