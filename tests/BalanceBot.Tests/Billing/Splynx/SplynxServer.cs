using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>A Splynx of our own: tokens with an end, lists chosen by attributes as its documentation has them.</summary>
internal sealed class SplynxServer : IAsyncDisposable
{
    public const string Key = "splynx-key-7";
    public const string Secret = "splynx-secret-7";
    public const string Root = "/api/2.0/admin";
    public const string Tokens = Root + "/auth/tokens";

    private static readonly (int, string) Denied = (401, """{"error":{"message":"Unauthorized","code":401}}""");
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, DateTimeOffset> tokens = [];
    private readonly TimeProvider time;
    private readonly ConcurrentBag<string> customers = [];
    private int given;
    private int revoked;
    private long lastNonce;

    public SplynxServer(TimeProvider time)
    {
        this.time = time;
        StandIn = new StandIn(Answer, time);
    }

    public StandIn StandIn { get; }
    public List<Customer> Customers { get; } = [];
    public Dictionary<string, Reply> Instead { get; } = [];
    public int Given => given;

    /// <summary>Tokens of customers that were given and not revoked.</summary>
    public int Open => customers.Count - revoked;

    public IReadOnlyList<string> Asked => [.. StandIn.Questions.Select(one => $"{one.Method} {one.Path}")];

    public void ForgetTokens() => tokens.Clear();

    public Reply Answer(Asked asked)
    {
        if (Instead.TryGetValue(asked.Path, out Reply? instead))
        {
            return instead;
        }

        (int status, string json) = (asked.Method, asked.Path) switch
        {
            ("POST", Tokens) => Token(JsonNode.Parse(asked.Body)!),
            ("DELETE", var path) when path.StartsWith(Tokens + "/refresh", StringComparison.Ordinal) => Revoke(asked),
            ("GET", var path) when IsKnown(asked) => Read(path[Root.Length..], Fields(asked)),
            ("GET", _) => Denied,
            _ => throw new InvalidOperationException($"Nothing is written there: {asked.Method} {asked.Path}"),
        };
        return Reply.Json(json, status);
    }

    public ValueTask DisposeAsync() => StandIn.DisposeAsync();

    private (int, string) Token(JsonNode body)
    {
        bool isCustomer = $"{body["auth_type"]}" == "customer";
        bool isRight = isCustomer
            ? Customers.Any(one =>
                string.Equals(one.Login, $"{body["login"]}", StringComparison.OrdinalIgnoreCase)
                && one.Password == $"{body["password"]}"
            )
            : IsSigned($"{body["key"]}", $"{body["nonce"]}", $"{body["signature"]}");
        if (!isRight)
        {
            return Denied;
        }

        string token = $"access{Interlocked.Increment(ref given)}";
        DateTimeOffset ends = time.GetUtcNow() + Life;
        if (isCustomer)
        {
            customers.Add(token);
        }
        else
        {
            tokens[token] = ends;
        }

        return (
            201,
            $$"""{"access_token":"{{token}}","access_token_expiration":{{ends.ToUnixTimeSeconds()}},"refresh_token":"refresh{{token}}","refresh_token_expiration":{{ends.AddHours(1).ToUnixTimeSeconds()}}}"""
        );
    }

    /// <summary>A nonce is good once.</summary>
    private bool IsSigned(string key, string nonce, string signature)
    {
        long number = long.Parse(nonce, CultureInfo.InvariantCulture);
        bool isNew = number > Interlocked.Exchange(ref lastNonce, number);
        byte[] right = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(nonce + Key));
        return isNew && key == Key && signature == Convert.ToHexString(right);
    }

    private (int, string) Revoke(Asked asked)
    {
        string refresh = asked.Path[(Tokens.Length + 1)..];
        Assert.Equal($"Splynx-EA (access_token={refresh["refresh".Length..]})", asked.Headers["Authorization"]);
        Interlocked.Increment(ref revoked);
        return (204, "");
    }

    private bool IsKnown(Asked asked) =>
        asked.Headers.TryGetValue("Authorization", out string? held)
        && tokens.TryGetValue(
            held.Replace("Splynx-EA (access_token=", "", StringComparison.Ordinal).TrimEnd(')'),
            out DateTimeOffset ends
        )
        && time.GetUtcNow() < ends;

    private static Dictionary<string, string> Fields(Asked asked) =>
        asked
            .Target.Split('?')
            .Skip(1)
            .SelectMany(query => query.Split('&'))
            .Select(pair => pair.Split('='))
            .ToDictionary(
                pair => Uri.UnescapeDataString(pair[0]),
                pair => Uri.UnescapeDataString(pair[1]),
                StringComparer.Ordinal
            );

    private (int, string) Read(string path, Dictionary<string, string> fields) =>
        path.Split('/') switch
        {
            ["", "customers", "customer"] => (
                200,
                List(Customers.Where(one => Fits(one, fields)), one => one.Id, Row, fields)
            ),
            ["", "customers", "billing-info", var id] => Customers.FirstOrDefault(one => $"{one.Id}" == id) is { } who
                ? (200, Billing(who))
                : (404, """{"error":{"code":404}}"""),
            ["", "finance", "payments"] => (
                200,
                List(
                    Of(fields).Payments.Select((one, at) => (one, Id: at + 1)).Where(one => IsIn(one.one.Date, fields)),
                    one => one.Id,
                    one => new JsonObject
                    {
                        ["id"] = one.Id,
                        ["customer_id"] = $"{Of(fields).Id}",
                        ["date"] = one.one.Date,
                        ["amount"] = one.one.Amount,
                        ["comment"] = "among the staff",
                    },
                    fields
                )
            ),
            ["", "finance", "transactions"] when fields["main_attributes[type][1]"] == "debit" => (
                200,
                List(
                    Of(fields).Charges.Select((one, at) => (one, Id: at + 1)).Where(one => IsIn(one.one.Date, fields)),
                    one => one.Id,
                    one => new JsonObject
                    {
                        ["id"] = one.Id,
                        ["customer_id"] = Of(fields).Id,
                        ["type"] = "debit",
                        ["date"] = one.one.Date,
                        ["total"] = one.one.Total,
                        ["description"] = one.one.Description,
                    },
                    fields
                )
            ),
            _ => (404, """{"error":{"code":404}}"""),
        };

    private Customer Of(Dictionary<string, string> fields) =>
        Customers.FirstOrDefault(one => $"{one.Id}" == fields["main_attributes[customer_id][1]"])
        ?? new Customer(0, "");

    private static bool IsIn(string date, Dictionary<string, string> fields) =>
        string.CompareOrdinal(date, fields["main_attributes[date][1]"]) >= 0
        && string.CompareOrdinal(date, fields["main_attributes[date][2]"]) <= 0;

    private static string List<T>(
        IEnumerable<T> all,
        Func<T, long> order,
        Func<T, JsonObject> row,
        Dictionary<string, string> fields
    )
    {
        // Newest first, unless it is told otherwise.
        IEnumerable<T> ordered =
            fields.GetValueOrDefault("order[id]") == "ASC" ? all.OrderBy(order) : all.OrderByDescending(order);
        int offset = int.Parse(fields.GetValueOrDefault("offset") ?? "0", CultureInfo.InvariantCulture);
        int limit = int.Parse(fields["limit"], CultureInfo.InvariantCulture);
        return new JsonArray([.. ordered.Skip(offset).Take(limit).Select(one => (JsonNode)row(one))]).ToJsonString();
    }

    private static bool Fits(Customer one, Dictionary<string, string> fields) =>
        Fits($"{one.Id}", "main_attributes[id]", fields)
        && Fits(one.Login, "main_attributes[login]", fields)
        && Fits(one.Contract, "additional_attributes[contract]", fields);

    private static bool Fits(string held, string field, Dictionary<string, string> fields) =>
        fields.GetValueOrDefault($"{field}[0]") switch
        {
            null => true,
            "=" => string.Equals(held.TrimEnd(), fields[$"{field}[1]"].TrimEnd(), StringComparison.OrdinalIgnoreCase),
            ">" => long.Parse(held, CultureInfo.InvariantCulture)
                > long.Parse(fields[$"{field}[1]"], CultureInfo.InvariantCulture),
            "IN" => fields.Any(pair =>
                pair.Key.StartsWith($"{field}[1][", StringComparison.Ordinal) && pair.Value == held
            ),
            "REGEXP" => Regex.IsMatch(held, fields[$"{field}[1]"], RegexOptions.None, TimeSpan.FromSeconds(1)),
            var sign => throw new InvalidOperationException($"No operator {sign}"),
        };

    private static JsonObject Row(Customer one) =>
        new()
        {
            ["id"] = one.Id,
            ["login"] = one.Login,
            ["name"] = one.Name,
            ["status"] = one.Status,
            ["billing_type"] = one.BillingType,
            ["daily_prepaid_cost"] = one.DailyCost,
            ["deleted"] = one.Deleted,
            ["additional_attributes"] = new JsonObject { ["contract"] = one.Contract, ["passport"] = one.Passport },
        };

    private static string Billing(Customer one) =>
        new JsonObject
        {
            ["customer_id"] = one.Id,
            ["deposit"] = one.Deposit,
            ["blocking_date"] = one.BlockingDate,
            ["howManyDaysLeft"] = one.DaysLeft,
            ["paymentPerMonth"] = one.PerMonth,
            ["lowBalance"] = false,
        }.ToJsonString();
}
