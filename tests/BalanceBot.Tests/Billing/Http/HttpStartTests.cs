using BalanceBot.Billing;
using BalanceBot.Billing.Http;
using BalanceBot.Hosting.Settings;
using BalanceBot.Tests.Billing.Web;
using Microsoft.Extensions.Configuration;

namespace BalanceBot.Tests.Billing.Http;

/// <summary>What an operator is told at start, one sentence each.</summary>
public sealed class HttpStartTests : IAsyncDisposable
{
    private readonly HttpGround ground = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"version":2,"abilities":["password"]}""", "it speaks version 2 of the contract, and we version 1")]
    [InlineData("""{"abilities":["password"]}""", "its answer has no 'version'")]
    [InlineData("""{"version":"one","abilities":[]}""", "'version' is no whole number")]
    [InlineData("""{"version":1,"abilities":["payments"]}""", "neither 'document' nor 'password'")]
    [InlineData("""{"version":1}""", "neither 'document' nor 'password'")]
    [InlineData("""{"version":1,"abilities":"all"}""", "'abilities' is no list")]
    [InlineData("<html>", "a web page instead of data")]
    [InlineData("hello", "a text instead of JSON (200)")]
    [InlineData("[1]", "its answer is no JSON object")]
    public async Task What_answers_but_is_not_our_contract_is_told(string json, string sentence)
    {
        await using StandIn server = new(_ => Reply.Json(json));

        string mistake = Assert.Single(await ground.Billing(server.Address.ToString()).Begin(Stop));

        Assert.StartsWith("Billing:Http:Url, /about: ", mistake, StringComparison.Ordinal);
        Assert.Contains(sentence, mistake, StringComparison.Ordinal);
        Assert.EndsWith(".", mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_a_wrong_clock_a_wrong_path_and_a_redirect_are_told()
    {
        ReferenceServer server = await ground.Reference();
        HttpBilling otherKey = ground.Billing(server.Url, set => set.Key = new string('x', 32));
        HttpBilling otherPath = ground.Billing(server.Url + "/v2");
        await using StandIn elsewhere = new(_ => new Reply.Redirect("https://elsewhere.example.com/"));

        Assert.Contains("our signature is refused", Assert.Single(await otherKey.Begin(Stop)));
        Assert.Contains("nothing is there (404)", Assert.Single(await otherPath.Begin(Stop)));
        Assert.Contains(
            "it sends us elsewhere (302)",
            Assert.Single(await ground.Billing(elsewhere.Address.ToString()).Begin(Stop))
        );
        Assert.Contains("clocks differ by more than 5 minutes", Assert.Single(await WithAnotherClock(server)));
    }

    [Theory]
    [InlineData(-301, "time")]
    [InlineData(-300, null)]
    [InlineData(300, null)]
    [InlineData(301, "time")]
    public void The_reference_server_refuses_old_times(int seconds, string? refusal)
    {
        ReferenceDoor door = new(HttpGround.Key, ground.Time);
        string at = $"{ground.Time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds()}";

        Assert.Equal(refusal, Asked(door, at, "n", onlyOnce: false));
    }

    [Fact]
    public void The_reference_server_refuses_a_nonce_that_was_here_where_something_is_taken_and_any_change()
    {
        ReferenceDoor door = new(HttpGround.Key, ground.Time);
        string at = $"{ground.Time.GetUtcNow().ToUnixTimeSeconds()}";

        Assert.Null(Asked(door, at, "n1", onlyOnce: true));
        Assert.Equal("nonce", Asked(door, at, "n1", onlyOnce: true));
        Assert.Null(Asked(door, at, "n2", onlyOnce: true));
        Assert.Null(Asked(door, at, "n1", onlyOnce: false));
        string signature = Signature.Of(HttpGround.Key, at, "n3", "/p", "{}"u8);
        Assert.Equal("signature", door.Refusal("/q", "{}"u8.ToArray(), at, "n3", signature, false));
        Assert.Equal("signature", door.Refusal("/p", "{ }"u8.ToArray(), at, "n3", signature, false));
        Assert.Equal("signature", door.Refusal("/p", "{}"u8.ToArray(), at, "n4", signature, false));
        Assert.Equal("signature", door.Refusal("/p", "{}"u8.ToArray(), at + "0", "n3", signature, false));
        Assert.Equal("signature", door.Refusal("/p", "{}"u8.ToArray(), at, "n3", "", false));
    }

    [Fact]
    public async Task A_billing_that_is_away_at_start_keeps_nobody_from_starting_and_is_checked_when_it_is_back()
    {
        bool isAway = true;
        await using StandIn server = new(asked =>
            isAway ? Reply.Json("{}", 503)
            : asked.Path == "/about" ? Reply.Json("""{"version":1,"abilities":["password","charges"]}""")
            : Reply.Json("""{"contract":null}""")
        );
        HttpBilling billing = ground.Billing(server.Address.ToString());

        Assert.Empty(await server.Through(billing.Begin(Stop), ground.Time));
        Assert.Contains(ground.Log, line => line.Contains("cannot be looked at yet (it failed (503))"));
        Assert.DoesNotContain(server.Questions, asked => asked.Path != "/about");

        isAway = false;
        Assert.IsType<BillingAnswer<ContractSnapshot>.NotFound>(await billing.Snapshot(new("1"), Stop));
        Assert.Equal(BillingAbilities.VerifyPassword | BillingAbilities.Charges, billing.Abilities);
    }

    [Fact]
    public void All_mistakes_of_the_settings_are_told_at_once_and_no_key()
    {
        SettingsReading reading = Read(
            ("Url", "http://billing.example.com/"),
            ("Key", "too-short-secret"),
            ("KeyFile", "/nowhere/key"),
            ("Currency", "kroner"),
            ("Timeout", "00:00:00"),
            ("BulkTimeout", "01:00:00"),
            ("MostConnections", "0"),
            ("Proxy", "somewhere")
        );

        Assert.Equal(7, reading.Mistakes.Count);
        Assert.All(
            [
                "Url must begin with https",
                "Proxy must be",
                "either Key or KeyFile",
                "Currency",
                "Timeout is",
                "BulkTimeout is",
                "MostConnections is",
            ],
            words =>
                Assert.Single(
                    reading.Mistakes,
                    mistake =>
                        mistake.Contains($"Billing:Http")
                        && mistake.Contains(words, StringComparison.Ordinal)
                        && (words != "Timeout is" || mistake.Contains(":Timeout is"))
                )
        );
        Assert.DoesNotContain(reading.Mistakes, mistake => mistake.Contains("too-short-secret"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8090/billing", true)]
    [InlineData("https://billing.example.com", true)]
    [InlineData("https://user:password@billing.example.com", false)]
    [InlineData("https://billing.example.com/?key=1", false)]
    [InlineData("ftp://billing.example.com", false)]
    [InlineData("http://192.168.1.5/", false)]
    [InlineData("", false)]
    public void Only_https_or_this_machine_is_asked(string address, bool isGood) =>
        Assert.Equal(isGood, Read(("Url", address), ("Key", HttpGround.Key)).Mistakes.Count == 0);

    [Fact]
    public void A_key_lies_in_a_file_or_in_the_settings_and_is_long_enough()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, HttpGround.Key + "\n");

        Assert.Empty(Read(("Url", "https://a.example.com"), ("KeyFile", file)).Mistakes);
        File.WriteAllText(file, "short");
        Assert.Contains("32 to 512", Assert.Single(Read(("Url", "https://a.example.com"), ("KeyFile", file)).Mistakes));
        File.Delete(file);
        Assert.Contains(
            "cannot be read",
            Assert.Single(Read(("Url", "https://a.example.com"), ("KeyFile", file)).Mistakes)
        );
        Assert.Contains("either Key or KeyFile", Assert.Single(Read(("Url", "https://a.example.com")).Mistakes));
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static string? Asked(ReferenceDoor door, string at, string nonce, bool onlyOnce) =>
        door.Refusal("/p", [], at, nonce, Signature.Of(HttpGround.Key, at, nonce, "/p", []), onlyOnce);

    private async Task<IReadOnlyList<string>> WithAnotherClock(ReferenceServer server)
    {
        await using HttpGround other = new();
        other.Time.Advance(TimeSpan.FromMinutes(6));
        return await other.Billing(server.Url).Begin(Stop);
    }

    private static SettingsReading Read(params (string Key, string Value)[] set) =>
        SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    set.Select(one => KeyValuePair.Create($"Billing:Http:{one.Key}", (string?)one.Value))
                        .Append(KeyValuePair.Create("Billing:Kind", (string?)"Http"))
                        .Append(KeyValuePair.Create("Telegram:Token", (string?)Flows.Scene.Token))
                )
                .Build()
        );
}
