namespace BalanceBot.Billing.Http;

/// <summary>What a question came to: a closed family.</summary>
internal abstract record HttpReply<T>
{
    private HttpReply() { }

    public sealed record Said(T Value) : HttpReply<T>;

    /// <param name="IsOfOne">It answered, but not what was asked, or not so that it could be understood.</param>
    public sealed record Failed(string Reason, bool IsOfOne) : HttpReply<T>
    {
        public BillingAnswer<TAnswer> As<TAnswer>() =>
            new BillingAnswer<TAnswer>.Unavailable(Reason) { IsOfOne = IsOfOne };
    }
}

/// <summary>An answer that is about somebody else, or lacks what it must hold.</summary>
internal sealed class WrongReplyException(string reason) : Exception(reason);

/// <summary>Whether an answer is about whoever was asked for.</summary>
internal readonly record struct Held(bool IsAsked)
{
    public static Held Number(string given, string asked) =>
        string.Equals(ContractNumber.Normalise(given), asked, StringComparison.Ordinal)
            ? new Held(true)
            : throw new WrongReplyException("the answer is about another contract number than was asked");

    /// <summary>A database for which "a" is "A" means well; but bound is only who wrote their login as it is.</summary>
    public static Held Login(string given, string asked) =>
        string.Equals(given, asked, StringComparison.Ordinal) ? new Held(true)
        : string.Equals(given, asked, StringComparison.OrdinalIgnoreCase) ? new Held(false)
        : throw new WrongReplyException("the answer is about another login than was asked");

    public static void Key(string given, ContractKey asked)
    {
        if (!string.Equals(given, asked.Value, StringComparison.Ordinal))
        {
            throw new WrongReplyException("the answer is about another contract than was asked");
        }
    }
}
