using BalanceBot.Billing;

namespace BalanceBot.Tests.Billing;

/// <summary>What a billing's answer holds. Another answer than was meant fails the test, with the reason that it tells.</summary>
internal static class Telling
{
    public static T Found<T>(BillingAnswer<T> answer) =>
        answer is BillingAnswer<T>.Unavailable(var reason)
            ? throw new Xunit.Sdk.XunitException(reason)
            : Assert.IsType<BillingAnswer<T>.Found>(answer).Value;

    public static string Reason<T>(BillingAnswer<T> answer) =>
        Assert.IsType<BillingAnswer<T>.Unavailable>(answer).Reason;
}
