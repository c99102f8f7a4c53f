using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BalanceBot.Billing;
using BalanceBot.Billing.Http;
using BalanceBot.Tests.Billing.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>The pages for a provider's programmer say what the adapter does.</summary>
public sealed partial class HttpPagesTests : IAsyncDisposable
{
    private static readonly OpenApiPage Page = OpenApiPage.Read("billing-http.yaml");
    private static readonly string Words = File.ReadAllText(Path.Combine(Repository.Root, "docs", "billing-http.md"));
    private static readonly ContractKey Anna = new("1017");
    private static readonly Period Days = new(
        new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)
    );

    /// <summary>Every question that the adapter can ask, with the path that it goes to.</summary>
    private static readonly (string Path, Func<HttpBilling, Task<object>> Ask)[] Questions =
    [
        ("/about", async b => $"{string.Join(' ', await b.Begin(Stop))} {b.Abilities}"),
        ("/find", async b => await b.FindByNumber("700 123", Stop)),
        ("/find", async b => await b.FindByLogin("anna", Stop)),
        ("/verify/document", async b => await b.VerifyDocument("700 123", "4510 123456", Stop)),
        ("/verify/password", async b => await b.VerifyPassword("anna", "secret-7", Stop)),
        ("/contracts/one", async b => await b.Snapshot(Anna, Stop)),
        ("/contracts/many", async b => await b.SnapshotsOf([Anna], Stop)),
        ("/contracts/page", async b => await b.Snapshots(new ContractKey("1000"), 10, Stop)),
        ("/payments", async b => await b.Payments(Anna, Days, Stop)),
        ("/charges", async b => await b.Charges(Anna, Days, Stop)),
        ("/promise", async b => await b.Promise(Anna, Stop)),
        (
            "/promise/take",
            async b => await b.TakePromise(Anna, new PromisedPayment.Offered(150m, 5m, new(2026, 11, 27)), Stop)
        ),
    ];

    private readonly HttpGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> All => [.. Enumerable.Range(0, Questions.Length)];

    [Fact]
    public void Every_path_and_every_field_of_the_adapter_is_on_the_page_and_no_other()
    {
        Assert.Equal(Constants(typeof(Names.Paths)), Page.Paths.Order(StringComparer.Ordinal));
        Assert.Equal(Constants(typeof(Names.Fields)), Page.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(
            Constants(typeof(Names.Paths)),
            Questions.Select(one => one.Path).Distinct().Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_sent_is_what_the_page_says(int at)
    {
        await using StandIn server = new(asked => Reply.Json(Page.Example(asked.Path).ToJsonString()));

        await Questions[at].Ask(ground.Billing(server.Address.ToString()));

        Asked question = server.Questions[^1];
        JsonObject sent = JsonNode.Parse(question.Body)!.AsObject();
        Assert.Equal(("POST", Questions[at].Path), (question.Method, question.Target));
        Assert.Subset(Page.RequestFields(question.Path), sent.Select(field => field.Key).ToHashSet());
        Assert.Superset(Page.NeededRequestFields(question.Path), sent.Select(field => field.Key).ToHashSet());
        Assert.Subset(question.Headers.Keys.ToHashSet(), Page.Headers);
    }

    /// <summary>Taken out of the page's example, every field but those of the other way makes another answer.</summary>
    [Fact]
    public async Task What_the_page_says_of_an_answer_is_read()
    {
        foreach (string path in Page.Paths)
        {
            HashSet<string> unread = [.. Fields(Page.Example(path), "")];
            foreach ((_, Func<HttpBilling, Task<object>> ask) in Questions.Where(one => one.Path == path))
            {
                string whole = await Answer(path, Page.Example(path), ask);
                Assert.DoesNotContain("Unavailable", whole, StringComparison.Ordinal);
                foreach (string field in unread.ToArray())
                {
                    if (await Answer(path, Without(Page.Example(path), field), ask) != whole)
                    {
                        unread.Remove(field);
                    }
                }
            }

            // A reason is one of a denial, which the example is none of.
            unread.RemoveWhere(field => field == "/why");
            // A document is proved by its number, and a promise that is taken is not offered.
            unread.RemoveWhere(field => path == "/verify/document" && field == "/contract/login");
            Assert.True(unread.Count == 0, $"{path} does not read {string.Join(", ", unread)}");
        }
    }

    [Theory]
    [InlineData("/contracts/one", "/contract/state", "Contract/state")]
    [InlineData("/promise", "/status", "Promise/status")]
    [InlineData("/promise", "/why", "Promise/why")]
    [InlineData("/verify/document", "/result", "Verdict/result")]
    [InlineData("/about", "/abilities/0", "About/abilities")]
    public async Task Every_word_of_the_page_is_understood_and_means_something_of_its_own(
        string path,
        string field,
        string words
    )
    {
        Func<HttpBilling, Task<object>> ask = Questions.First(one => one.Path == path).Ask;
        HashSet<string> answers = new(StringComparer.Ordinal);
        IReadOnlyList<string> all = Page.WordsOf(words);
        foreach (string word in all)
        {
            JsonNode example = With(Page.Example(path), field, word);
            if (words == "Promise/why")
            {
                example["status"] = "denied";
            }

            if (words == "About/abilities")
            {
                example["abilities"] = new JsonArray(word == "password" ? "document" : "password", word);
            }

            string answer = await Answer(path, example, ask);
            Assert.DoesNotContain("Unavailable", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Unsaid", answer, StringComparison.Ordinal);
            answers.Add(answer);
        }

        // Either of the two proofs goes with the other here.
        Assert.Equal(words == "About/abilities" ? all.Count - 1 : all.Count, answers.Count);
    }

    [Fact]
    public void The_example_of_a_signature_is_right()
    {
        Match example = ExampleOfASignature().Match(Words);

        Assert.Equal(
            example.Groups["signature"].Value,
            Signature.Of(
                example.Groups["key"].Value,
                example.Groups["time"].Value,
                example.Groups["nonce"].Value,
                example.Groups["path"].Value,
                System.Text.Encoding.UTF8.GetBytes(example.Groups["body"].Value)
            )
        );
    }

    /// <summary>The page's own lines, run by a shell, are let in by the reference server.</summary>
    [Fact]
    public async Task The_example_with_curl_and_openssl_is_answered()
    {
        bool must = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipUnless(
            must || new[] { "bash", "curl", "openssl" }.All(name => File.Exists($"/usr/bin/{name}")),
            "NOT TESTED: the page's example needs bash, curl and openssl."
        );
        string folder = Directory.CreateTempSubdirectory("balancebot-http-").FullName;
        await using ReferenceServer server = await ReferenceServer.Start(
            HttpGround.Key,
            [new Held("1017", "700 123", 1m)],
            TimeProvider.System
        );
        await File.WriteAllTextAsync(Path.Combine(folder, "billing.key"), HttpGround.Key + "\n", Stop);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "ask.sh"),
            ExampleScript().Match(Words).Groups["script"].Value,
            Stop
        );
        string[] arguments =
        [
            new Uri(server.Url).GetLeftPart(UriPartial.Authority),
            .. ExampleCall().Match(Words).Groups.Values.Skip(1).Select(part => part.Value),
        ];

        (string said, int exit) = await Run(folder, arguments);
        (string refused, _) = await Run(folder, [arguments[0], "/balancebot/find", "{} "]);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(("""{"found":[{"key":"1017","number":"700 123","login":null}]}""", 0), (said, exit));
        Assert.Equal("""{"found":[]}""", refused);
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static async Task<(string Said, int Exit)> Run(string folder, string[] arguments)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("/usr/bin/bash", ["ask.sh", .. arguments])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        string said = await shell.StandardOutput.ReadToEndAsync(Stop);
        await shell.WaitForExitAsync(Stop);
        return (said, shell.ExitCode);
    }

    private async Task<string> Answer(string path, JsonNode json, Func<HttpBilling, Task<object>> ask)
    {
        await using StandIn server = new(asked =>
            Reply.Json((asked.Path == path ? json : Page.Example(asked.Path)).ToJsonString())
        );
        using HttpBilling billing = new(
            new HttpSettings { Url = server.Address.ToString(), Key = HttpGround.Key },
            ground.Time,
            NullLoggerFactory.Instance,
            HttpGround.Holders
        );
        return Described.Of(await ask(billing));
    }

    private static IEnumerable<string> Fields(JsonNode node, string path) =>
        node switch
        {
            JsonObject fields => fields.SelectMany(field =>
                Fields(field.Value!, $"{path}/{field.Key}").Prepend($"{path}/{field.Key}")
            ),
            JsonArray list => list.SelectMany((one, at) => Fields(one!, $"{path}/{at}")),
            _ => [],
        };

    private static JsonNode Without(JsonNode example, string field)
    {
        (JsonNode parent, string name) = Find(example, field);
        parent.AsObject().Remove(name);
        return example;
    }

    private static JsonNode With(JsonNode example, string field, string word)
    {
        (JsonNode parent, string name) = Find(example, field);
        if (parent is JsonObject fields)
        {
            fields[name] = word;
        }

        return example;
    }

    private static (JsonNode Parent, string Name) Find(JsonNode example, string field)
    {
        string[] steps = field.Split('/')[1..];
        JsonNode parent = steps[..^1]
            .Aggregate(example, (at, step) => (at is JsonArray list ? list[int.Parse(step)] : at[step])!);
        return (parent, steps[^1]);
    }

    private static string[] Constants(Type names) =>
        [
            .. names
                .GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(field => (string)field.GetRawConstantValue()!)
                .Order(StringComparer.Ordinal),
        ];

    [GeneratedRegex(
        @"the key `(?<key>[^`]+)`, the time `(?<time>\d+)`, the nonce\s+`(?<nonce>[^`]+)`, the path `(?<path>[^`]+)` and the body `(?<body>[^`]+)` it is\s+(?<signature>[0-9a-f]{64})\n",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ExampleOfASignature();

    [GeneratedRegex(@"```bash\n(?<script>.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex ExampleScript();

    [GeneratedRegex(@"\./ask\.sh https://\S+ (?<path>\S+) '(?<body>[^']+)'", RegexOptions.None, 1000)]
    private static partial Regex ExampleCall();
}
