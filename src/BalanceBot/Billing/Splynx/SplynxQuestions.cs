using System.Globalization;

namespace BalanceBot.Billing.Splynx;

/// <summary>Splynx' questions: a choice is written as PHP reads lists, main_attributes[login][0]== and [1]=anna.</summary>
internal static class SplynxQuestions
{
    public const string Payments = "payments";
    public const string Transactions = "transactions";

    private const string Main = "main_attributes";
    private const int Longest = 64;

    private static readonly (string, string)[] ById = [("order[id]", "ASC")];

    public static SplynxQuestion Above(CustomerId? above, int limit) =>
        Customers([.. Where(Main, "id", ">", $"{above ?? new CustomerId(0)}"), .. ById, Limit(limit)]) with
        {
            IsBulk = true,
        };

    public static SplynxQuestion One(CustomerId id) => Customers([.. Where(Main, "id", "=", $"{id}"), Limit(2)]);

    public static SplynxQuestion Some(IEnumerable<CustomerId> ids, int limit) =>
        Customers([
            ($"{Main}[id][0]", "IN"),
            .. ids.Select((id, at) => ($"{Main}[id][1][{at}]", $"{id}")),
            Limit(limit),
        ]) with
        {
            IsBulk = true,
        };

    public static SplynxQuestion OfLogin(string login, int limit) =>
        Customers([.. Where(Main, "login", "=", login), Limit(limit)]);

    /// <summary>Its digits in their order, whatever stands between; without any, as it is typed. Null: it cannot be asked for.</summary>
    public static SplynxQuestion? OfNumber(string field, string typed, string asked, int limit)
    {
        string place = CustomerReader.IsOwn(field) ? Main : CustomerReader.Additional;
        char[] digits = [.. asked.Where(char.IsAsciiDigit)];
        if (asked.Length is 0 or > Longest || typed.Length > 512)
        {
            return null;
        }

        if (field == "id")
        {
            return digits.Length == asked.Length ? Customers([.. Where(place, field, "=", asked), Limit(limit)]) : null;
        }

        const string Between = "[^0-9]*";
        return Customers([
            .. digits.Length > 0
                ? Where(place, field, "REGEXP", $"^{Between}{string.Join(Between, digits)}{Between}$")
                : Where(place, field, "=", typed.Trim()),
            Limit(limit),
        ]);
    }

    public static SplynxQuestion BillingOf(CustomerId id) => new("billing", $"/customers/billing-info/{id}", []);

    /// <param name="kind">Payments or transactions; of these, what was charged.</param>
    public static SplynxQuestion Movements(string kind, CustomerId id, string from, string to, int limit, int offset) =>
        new(
            kind,
            $"/finance/{kind}",
            [
                .. Where(Main, "customer_id", "=", $"{id}"),
                ($"{Main}[date][0]", "BETWEEN"),
                ($"{Main}[date][1]", from),
                ($"{Main}[date][2]", to),
                .. kind == Transactions ? Where(Main, "type", "=", "debit") : [],
                ("order[id]", "DESC"),
                Limit(limit),
                ("offset", offset.ToString(CultureInfo.InvariantCulture)),
            ]
        );

    private static SplynxQuestion Customers(IReadOnlyList<(string, string)> fields) =>
        new("customers", "/customers/customer", fields);

    private static (string, string)[] Where(string place, string field, string sign, string value) =>
        [($"{place}[{field}][0]", sign), ($"{place}[{field}][1]", value)];

    private static (string, string) Limit(int limit) => ("limit", limit.ToString(CultureInfo.InvariantCulture));
}
