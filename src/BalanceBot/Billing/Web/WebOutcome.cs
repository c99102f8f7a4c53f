namespace BalanceBot.Billing.Web;

/// <summary>What a question came to, once its answer was read: a closed family.</summary>
internal abstract record WebOutcome<T>
{
    private WebOutcome() { }

    public sealed record Said(T Value) : WebOutcome<T>;

    public sealed record Failed(string Reason, WebTrouble Trouble = WebTrouble.Nonsense) : WebOutcome<T>
    {
        public BillingAnswer<TAnswer> As<TAnswer>() => new BillingAnswer<TAnswer>.Unavailable(Reason);
    }
}
