using System.Globalization;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>A rule of user_credit_change: sum, days, price, and how often in a month.</summary>
internal sealed record CreditRule(decimal Sum, int Days, decimal Price, int MonthChanges);

/// <summary>Credit and recommended payment, by the rules of ABillS' own Control/Service_control.pm.</summary>
internal sealed partial class AbillsServer
{
    private static readonly (int, string) Wrong = (200, "{}");
    private int changes;

    /// <summary>Several: its API is not told which one is meant, and takes none.</summary>
    public List<CreditRule> CreditRules { get; } = [];

    /// <summary>It wants the password once more to take one, which its API cannot be given.</summary>
    public bool ConfirmsChanges { get; set; }

    public int CreditsTaken => changes;

    public string RecommendedPay { get; set; } = "0";

    /// <summary>The day by its own clock.</summary>
    public Func<DateOnly> Today { get; set; } = () => new DateOnly(2026, 11, 23);

    private (int, string) OfSubscriber(string method, string path, Subscriber who) =>
        (method, path) switch
        {
            ("GET", "/user/credit/") => Credit(who, isTaken: false),
            ("POST", "/user/credit/") => Credit(who, isTaken: true),
            ("GET", "/user/recommendedPay/") => (
                200,
                GuessedJson.Of(("allServicesSum", "220.00"), ("maxSum", "0"), ("minSum", "0"), ("sum", RecommendedPay))
            ),
            _ => NoRoute,
        };

    private (int, string) Credit(Subscriber who, bool isTaken)
    {
        if (CreditRules.Count == 0)
        {
            return (400, """{"error":4302,"errstr":"ERR_NO_CREDIT_CHANGE_ACCESS"}""");
        }

        if (!who.MayHaveCredit || who.Disable != 0)
        {
            return (400, """{"error":4303,"errstr":"ERR_NO_CREDIT_CHANGE_ACCESS"}""");
        }

        if (CreditRules is not [var rule])
        {
            return (200, """{"creditRules":["300:5:10:1","500:5:20:1"]}""");
        }

        if (rule.MonthChanges > 0 && changes >= rule.MonthChanges)
        {
            return (400, """{"error":4304,"errstr":"ERR_CREDIT_CHANGE_LIMIT_REACH","monthChanges":1}""");
        }

        if (decimal.Parse(who.Credit, CultureInfo.InvariantCulture) >= rule.Sum)
        {
            return (400, """{"error":4305,"errstr":"ERR_CREDIT_UNAVAILABLE"}""");
        }

        if (!isTaken)
        {
            return (200, Told(rule, who, ("creditChgPrice", Sum(rule.Price)), ("openCreditModal", "")));
        }

        if (ConfirmsChanges)
        {
            return Wrong;
        }

        changes++;
        Subscribers[Subscribers.IndexOf(who)] = who with
        {
            Credit = Sum(rule.Sum),
            CreditDate = Today().AddDays(rule.Days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        };
        return (200, Told(rule, who));
    }

    private static string Told(CreditRule rule, Subscriber who, params (string, object?)[] more) =>
        GuessedJson.Of([
            ("creditDays", rule.Days > 0 ? rule.Days : ""),
            ("creditMonthChanges", rule.MonthChanges > 0 ? rule.MonthChanges : ""),
            ("creditSum", Sum(rule.Sum)),
            ("reduction", ""),
            ("uid", who.Uid),
            .. more,
        ]);

    private static string Sum(decimal sum) => sum.ToString("F2", CultureInfo.InvariantCulture);
}
