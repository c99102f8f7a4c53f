using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace BalanceBot.Tests.Flows.Promising;

/// <summary>
/// A billing of docs/billing-http.yaml that trusts the bot wholly: it knows nothing of idempotency keys, and gives a promised
/// payment each time it is asked to. And it counts.
/// </summary>
internal sealed class CountingBilling : IAsyncDisposable
{
    public const string Key = "no-key-of-anybody-0123456789-abcdef";
    private const decimal Sum = 150m;
    private static readonly TimeSpan Days = TimeSpan.FromDays(3);

    private readonly Dictionary<string, int> takes = new(StringComparer.Ordinal);
    private readonly HashSet<string> silent = new(StringComparer.Ordinal);
    private readonly List<(Stage Stage, TaskCompletionSource<string> Told)> waiting = [];
    private readonly DateOnly until = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime + Days);
    private readonly Lock gate = new();
    private readonly Func<Course> courseOf;
    private readonly WebApplication server;
    private int atWork;

    private CountingBilling(Func<Course> courseOf)
    {
        this.courseOf = courseOf;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        server = builder.Build();
        server.Run(Answer);
    }

    /// <summary>The longest that a request to take one stays within the billing.</summary>
    public static TimeSpan Longest => TimeSpan.FromSeconds(1.5);

    /// <param name="courseOf">What becomes of the next request to take one.</param>
    public static async Task<CountingBilling> Start(Func<Course> courseOf)
    {
        CountingBilling billing = new(courseOf);
        await billing.server.StartAsync();
        return billing;
    }

    /// <summary>Billing:Http:Url of an instance, which is told at each stage of what it asks for.</summary>
    public string UrlFor(string instance) => $"{server.Urls.Single()}/{instance}";

    /// <summary>Asked for, by all.</summary>
    public int Asked { get; private set; }

    public int TakesOf(string contract)
    {
        lock (gate)
        {
            return takes.GetValueOrDefault(contract);
        }
    }

    /// <summary>From now on nothing is said of this contract any more.</summary>
    public void Silence(string contract)
    {
        lock (gate)
        {
            silent.Add(contract);
        }
    }

    /// <summary>The instance whose request comes to that stage next.</summary>
    public Task<string> Next(Stage stage)
    {
        TaskCompletionSource<string> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            waiting.Add((stage, told));
        }

        return told.Task;
    }

    /// <summary>
    /// What killed bots have asked for arrives late, and nobody hears the answer: until nothing is on its way any more.
    /// </summary>
    public async Task Rest(CancellationToken enough)
    {
        do
        {
            await Task.Delay(Longest, TimeProvider.System, enough);
        } while (Volatile.Read(ref atWork) > 0);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        JsonObject asked = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
        string[] path = http.Request.Path.Value!.Split('/', 3);
        JsonObject? answer = path[2] switch
        {
            "about" => new() { ["version"] = 1, ["abilities"] = new JsonArray("document", "promise") },
            "contracts/one" => new() { ["contract"] = Contract((string)asked["key"]!) },
            "contracts/many" => new()
            {
                ["contracts"] = new JsonArray([.. asked["keys"]!.AsArray().Select(key => Contract((string)key!))]),
            },
            "contracts/page" => new() { ["contracts"] = new JsonArray(), ["more"] = false },
            "promise" => Promise((string)asked["key"]!),
            "promise/take" => await Take(path[1], (string)asked["key"]!),
            _ => null,
        };
        http.Response.StatusCode = answer is null ? 503 : 200;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync((answer ?? []).ToJsonString());
        if (path[2] == "promise/take")
        {
            Reached(Stage.Answered, path[1]);
        }
    }

    /// <summary>Whoever has gone meanwhile changes nothing: it is done to its end.</summary>
    private async Task<JsonObject?> Take(string instance, string contract)
    {
        Interlocked.Increment(ref atWork);
        Course course;
        lock (gate)
        {
            Asked++;
            course = courseOf();
        }

        Reached(Stage.Asked, instance);
        await Task.Delay(course.Before, TimeProvider.System);
        if (course.IsTaken)
        {
            lock (gate)
            {
                takes[contract] = takes.GetValueOrDefault(contract) + 1;
            }
        }

        Reached(Stage.Counted, instance);
        await Task.Delay(course.After, TimeProvider.System);
        Interlocked.Decrement(ref atWork);
        return course.IsTaken ? Promise(contract) : null;
    }

    private JsonObject? Promise(string contract)
    {
        lock (gate)
        {
            return silent.Contains(contract)
                ? null
                : new JsonObject
                {
                    ["key"] = contract,
                    ["status"] = takes.ContainsKey(contract) ? "running" : "offered",
                    ["amount"] = Sum,
                    ["price"] = 5m,
                    ["until"] = until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                };
        }
    }

    private static JsonObject Contract(string key) =>
        new()
        {
            ["key"] = key,
            ["number"] = key,
            ["balance"] = -10m,
            ["state"] = "active",
        };

    private void Reached(Stage stage, string instance)
    {
        lock (gate)
        {
            foreach ((_, TaskCompletionSource<string> told) in waiting.Where(one => one.Stage == stage))
            {
                told.TrySetResult(instance);
            }

            waiting.RemoveAll(one => one.Stage == stage);
        }
    }
}

/// <summary>How far a request to take a promised payment has come within the billing.</summary>
internal enum Stage
{
    Asked,
    Counted,
    Answered,
}

/// <summary>What becomes of a request.</summary>
/// <param name="Before">It takes so long until it is taken ...</param>
/// <param name="IsTaken">... or is not: it is lost within the billing, which answers nothing of use.</param>
/// <param name="After">... and so long until that is answered.</param>
internal sealed record Course(TimeSpan Before, bool IsTaken, TimeSpan After)
{
    /// <summary>Answered, or late, or lost. Who waits for a second hears of most of those that are late.</summary>
    public static Course By(Random chance) =>
        chance.Next(4) switch
        {
            0 => new Course(Some(chance, CountingBilling.Longest), IsTaken: true, TimeSpan.Zero),
            1 => new Course(TimeSpan.Zero, IsTaken: true, Some(chance, CountingBilling.Longest)),
            2 => new Course(Some(chance, CountingBilling.Longest), IsTaken: false, TimeSpan.Zero),
            _ => new Course(Some(chance, Soon), IsTaken: true, Some(chance, Soon)),
        };

    private static TimeSpan Soon => TimeSpan.FromMilliseconds(20);

    private static TimeSpan Some(Random chance, TimeSpan most) => chance.NextDouble() * most;
}
