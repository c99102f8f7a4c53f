using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using BalanceBot.Billing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>
/// The smallest billing that answers docs/billing-http.yaml as it should. For a provider's programmer to read: the signature
/// is in ReferenceDoor, the tables are in ReferenceBilling, and each operation is one method here.
/// </summary>
internal sealed class ReferenceServer : IAsyncDisposable
{
    private const decimal Promised = 150m;
    private const decimal PromisePrice = 5m;
    private const int PromisedDays = 3;

    private readonly ConcurrentDictionary<string, JsonObject> taken = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<Held> contracts;
    private readonly ReferenceDoor door;
    private readonly TimeProvider time;
    private readonly WebApplication server;

    private ReferenceServer(string key, IReadOnlyList<Held> contracts, TimeProvider time)
    {
        this.contracts = [.. contracts.OrderBy(one => one.Key, StringComparer.Ordinal)];
        this.time = time;
        door = new ReferenceDoor(key, time);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
                kestrel.Listen(System.Net.IPAddress.Loopback, 0, options => options.Protocols = HttpProtocols.Http1)
            );
        server = builder.Build();
        server.Run(Answer);
    }

    /// <summary>Billing:Http:Url.</summary>
    public string Url => $"{server.Urls.Single()}/balancebot";

    public int PromisesTaken => taken.Count;

    public static async Task<ReferenceServer> Start(string key, IReadOnlyList<Held> contracts, TimeProvider time)
    {
        ReferenceServer reference = new(key, contracts, time);
        await reference.server.StartAsync();
        return reference;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        using MemoryStream body = new();
        await http.Request.Body.CopyToAsync(body);
        string path = http.Request.Path;
        string? refusal = door.Refusal(
            path,
            body.ToArray(),
            $"{http.Request.Headers["BalanceBot-Time"]}",
            $"{http.Request.Headers["BalanceBot-Nonce"]}",
            $"{http.Request.Headers["BalanceBot-Signature"]}",
            onlyOnce: path.EndsWith("/promise/take", StringComparison.Ordinal)
        );
        JsonObject? answer = refusal is not null
            ? new JsonObject { ["error"] = refusal }
            : Operation(path)?.Invoke(JsonNode.Parse(body.ToArray())!.AsObject());
        http.Response.StatusCode =
            refusal is not null ? 401
            : answer is null ? 404
            : 200;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync((answer ?? []).ToJsonString());
    }

    private Func<JsonObject, JsonObject>? Operation(string path) =>
        path switch
        {
            "/balancebot/about" => _ => About(),
            "/balancebot/find" => Find,
            "/balancebot/verify/document" => VerifyDocument,
            "/balancebot/verify/password" => VerifyPassword,
            "/balancebot/contracts/one" => One,
            "/balancebot/contracts/many" => Many,
            "/balancebot/contracts/page" => Page,
            "/balancebot/payments" => asked => Movements(asked, contract => contract.Payments),
            "/balancebot/charges" => asked => Movements(asked, contract => contract.Charges),
            "/balancebot/promise" => Promise,
            "/balancebot/promise/take" => TakePromise,
            _ => null,
        };

    private static JsonObject About() =>
        new()
        {
            ["version"] = 1,
            ["abilities"] = new JsonArray("document", "password", "payments", "charges", "promise"),
        };

    private JsonObject Find(JsonObject asked) =>
        new()
        {
            ["found"] = new JsonArray([
                .. (asked["number"] is not null ? Numbered(asked) : LoggedIn(asked)).Select(one => Person(one)),
            ]),
        };

    /// <summary>A billing with fields for series and number compares those; here a clerk's sentence is taken apart.</summary>
    private JsonObject VerifyDocument(JsonObject asked) =>
        Verdict(Numbered(asked), one => Document.OnFile(one.Document ?? "").Contains(Text(asked, "document")));

    /// <summary>A billing that keeps hashes hashes what it is given, and compares in fixed time.</summary>
    private JsonObject VerifyPassword(JsonObject asked) =>
        Verdict(LoggedIn(asked), one => one.Password is { Length: > 0 } right && right == Text(asked, "password"));

    private JsonObject One(JsonObject asked) =>
        new() { ["contract"] = Keyed(asked) is { } contract ? Contract(contract) : null };

    private JsonObject Many(JsonObject asked)
    {
        HashSet<string> keys = [.. asked["keys"]!.AsArray().Select(key => (string)key!)];
        return new()
        {
            ["contracts"] = new JsonArray([.. contracts.Where(one => keys.Contains(one.Key)).Select(Contract)]),
        };
    }

    private JsonObject Page(JsonObject asked)
    {
        string after = (string?)asked["after"] ?? "";
        int size = (int)asked["size"]!;
        Held[] above = [.. contracts.Where(one => string.CompareOrdinal(one.Key, after) > 0).Take(size + 1)];
        return new()
        {
            ["contracts"] = new JsonArray([.. above.Take(size).Select(Contract)]),
            ["more"] = above.Length > size,
        };
    }

    private JsonObject Movements(JsonObject asked, Func<Held, List<Moved>> of)
    {
        Held? contract = Keyed(asked);
        (DateTimeOffset from, DateTimeOffset to) = (Moment(asked, "from"), Moment(asked, "to"));
        IEnumerable<Moved> some = contract is null ? [] : of(contract).Where(one => one.At >= from && one.At < to);
        return new()
        {
            ["key"] = contract?.Key,
            ["movements"] = new JsonArray([
                .. some.Select(one => new JsonObject
                {
                    ["at"] = one.At.ToString("o", CultureInfo.InvariantCulture),
                    ["amount"] = one.Amount,
                    ["note"] = one.Note,
                }),
            ]),
        };
    }

    private JsonObject Promise(JsonObject asked)
    {
        if (Keyed(asked) is not { } contract)
        {
            return new() { ["key"] = null, ["status"] = "denied" };
        }

        JsonObject answer = new() { ["key"] = contract.Key };
        if (contract.PromisedUntil is { } until)
        {
            answer["status"] = "running";
            answer["amount"] = Promised;
            answer["until"] = Day(until);
        }
        else if (contract.State == "frozen" || contract.Balance >= 0)
        {
            answer["status"] = "denied";
            answer["why"] = contract.State == "frozen" ? "frozen" : "enough_money";
        }
        else
        {
            answer["status"] = "offered";
            answer["amount"] = Promised;
            answer["price"] = PromisePrice;
            answer["until"] = Day(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(PromisedDays));
        }

        return answer;
    }

    /// <summary>Once under each idempotency key, and only on the terms that the subscriber saw.</summary>
    private JsonObject TakePromise(JsonObject asked)
    {
        string once = Text(asked, "idempotency_key");
        if (taken.TryGetValue(once, out JsonObject? before))
        {
            return before.DeepClone().AsObject();
        }

        JsonObject now = Promise(asked);
        bool areTerms =
            (string?)now["status"] == "offered"
            && new[] { "amount", "price", "until" }.All(term => now[term]!.ToString() == Text(asked, term));
        if (!areTerms)
        {
            return now;
        }

        Held contract = Keyed(asked)!;
        contract.PromisedUntil = DateOnly.ParseExact(Text(asked, "until"), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        contract.Balance -= PromisePrice;
        JsonObject answer = Promise(asked);
        taken[once] = answer.DeepClone().AsObject();
        return answer;
    }

    private static JsonObject Verdict(IReadOnlyList<Held> found, Func<Held, bool> isProved) =>
        found switch
        {
            [] => new() { ["result"] = "unknown" },
            [var only] when isProved(only) => new() { ["result"] = "proved", ["contract"] = Person(only) },
            [_] => new() { ["result"] = "refused" },
            _ => new() { ["result"] = "ambiguous" },
        };

    private static JsonObject Contract(Held contract) =>
        new()
        {
            ["key"] = contract.Key,
            ["number"] = contract.Number,
            ["balance"] = contract.Balance,
            ["state"] = contract.State,
            ["tariff"] = contract.Tariff,
            ["price"] = contract.Price,
            ["period"] = contract.Period,
            ["next_charge"] = contract.NextCharge,
            ["holder"] = contract.Customer,
        };

    private static JsonObject Person(Held contract) =>
        new()
        {
            ["key"] = contract.Key,
            ["number"] = contract.Number,
            ["login"] = contract.Login,
        };

    /// <summary>Both sides in one form. A real billing keeps its numbers in this form in a column of their own.</summary>
    private Held[] Numbered(JsonObject asked) =>
        [.. contracts.Where(one => ContractNumber.Normalise(one.Number) == Text(asked, "number"))];

    private Held[] LoggedIn(JsonObject asked) => [.. contracts.Where(one => one.Login == Text(asked, "login"))];

    private Held? Keyed(JsonObject asked) => contracts.FirstOrDefault(one => one.Key == Text(asked, "key"));

    private static string Text(JsonObject asked, string name) => (string?)asked[name] ?? "";

    private static DateTimeOffset Moment(JsonObject asked, string name) =>
        DateTimeOffset.Parse(Text(asked, name), CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
