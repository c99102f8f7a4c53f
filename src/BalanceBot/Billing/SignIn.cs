namespace BalanceBot.Billing;

/// <summary>
/// The password of the provider's web cabinet that a subscriber has typed for one question: passed through and forgotten.
/// </summary>
internal sealed class SignIn(string password)
{
    public string Password { get; } = password;

    /// <summary>Never the password: a record's own text would tell it to whatever logs.</summary>
    public override string ToString() => nameof(SignIn);
}
