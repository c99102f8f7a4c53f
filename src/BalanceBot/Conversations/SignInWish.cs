using System.Globalization;
using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>What a password is awaited for: all that the dialogue remembers of it. The password itself is in no draft.</summary>
/// <param name="Agreed">The terms that the person has said yes to; only to take.</param>
internal sealed record SignInWish(SignInPurpose Purpose, string ContractKey, PromiseOffer? Agreed = null)
{
    private const char Between = '|';
    private const string Mark = "sign-in";
    private const int Parts = 3;

    public string Draft => string.Join(Between, Mark, (int)Purpose, Agreed?.Draft ?? ContractKey);

    /// <summary>From the draft of the terms that were just agreed to.</summary>
    public static SignInWish ToTake(string? terms) =>
        PromiseOffer.Read(terms) is { } agreed
            ? new SignInWish(SignInPurpose.Take, agreed.ContractKey, agreed)
            : throw new InvalidOperationException("Nothing was agreed to.");

    /// <summary>Null: not written by us.</summary>
    public static SignInWish? Read(string? draft) =>
        draft?.Split(Between, Parts) is [Mark, var purpose, var rest]
        && int.TryParse(purpose, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && Enum.IsDefined((SignInPurpose)number)
            ? ((SignInPurpose)number, PromiseOffer.Read(rest)) switch
            {
                (SignInPurpose.Take, { } agreed) => new SignInWish(SignInPurpose.Take, agreed.ContractKey, agreed),
                (SignInPurpose.Take, null) => null,
                var (other, _) => new SignInWish(other, rest),
            }
            : null;
}

/// <summary>Numbers are stored: never change one.</summary>
internal enum SignInPurpose
{
    /// <summary>On which terms a payment can be promised.</summary>
    Terms = 1,

    /// <summary>To take one on the terms agreed to.</summary>
    Take = 2,

    /// <summary>The balance of one contract.</summary>
    Balance = 3,
}

/// <summary>
/// The update by which a promised payment was asked for, and the contract: while it is not done, it may come again, and the
/// words in it, which are a password, must not be taken for anything else.
/// </summary>
internal sealed record PromiseRepetition(long UpdateId, string ContractKey)
{
    private const char Between = '|';
    private const string Mark = "asked-by";
    private const int Parts = 3;

    public string Draft => string.Join(Between, Mark, UpdateId.ToString(CultureInfo.InvariantCulture), ContractKey);

    public static PromiseRepetition? Read(string? draft) =>
        draft?.Split(Between, Parts) is [Mark, var update, var key]
        && long.TryParse(update, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id)
            ? new PromiseRepetition(id, key)
            : null;
}
