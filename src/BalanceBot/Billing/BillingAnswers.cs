namespace BalanceBot.Billing;

/// <summary>The same answer about something made of it.</summary>
internal static class BillingAnswers
{
    public static BillingAnswer<TOut> Map<TIn, TOut>(this BillingAnswer<TIn> answer, Func<TIn, TOut> value) =>
        answer switch
        {
            BillingAnswer<TIn>.Found(TIn found) => new BillingAnswer<TOut>.Found(value(found)),
            BillingAnswer<TIn>.Ambiguous => new BillingAnswer<TOut>.Ambiguous(),
            BillingAnswer<TIn>.Refused => new BillingAnswer<TOut>.Refused(),
            BillingAnswer<TIn>.Unavailable away => new BillingAnswer<TOut>.Unavailable(away.Reason)
            {
                IsOfOne = away.IsOfOne,
            },
            _ => new BillingAnswer<TOut>.NotFound(),
        };

    public static BillingAnswer<TOut> If<TIn, TOut>(
        this BillingAnswer<TIn> answer,
        bool proved,
        Func<TIn, TOut> value
    ) => answer is BillingAnswer<TIn>.Found && !proved ? new BillingAnswer<TOut>.Refused() : answer.Map(value);
}
