using BalanceBot.Billing;
using BalanceBot.Billing.Abills;
using BalanceBot.Hosting.Settings;
using BalanceBot.Tests.Billing.Web;
using Microsoft.Extensions.Configuration;
using static BalanceBot.Tests.Billing.Abills.AbillsGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>What an operator is told at start, one sentence each.</summary>
public sealed class AbillsStartTests : IAsyncDisposable
{
    private readonly AbillsGround ground = new();

    [Theory]
    [InlineData("/version/", """{"status":"fine"}""", "does another program answer there?")]
    [InlineData("/version/", "<html>", "Billing:Abills:Url, version: a web page")]
    [InlineData("/version/", """{"errno":301}""", "version: it answers error 301")]
    [InlineData("/users/all/", """{"errno":10}""", "users: access denied")]
    [InlineData("/users/all/", "[]", "users: the list is empty")]
    [InlineData(
        "/users/all/",
        "[{\"uid\":1,\"login\":\"a\",\"contract_id\":7}]",
        "users: the answer lacks contractId, fio"
    )]
    [InlineData("/users/internet/all/", "[{\"uid\":1,\"id\":1}]", "services: the answer lacks tpName, monthFee")]
    [InlineData("/users/internet/all/", """{"errno":10}""", "services: access denied")]
    public async Task What_is_missing_is_told(string path, string json, string sentence)
    {
        ground.Server.Instead[path] = Reply.Json(json);

        string mistake = Assert.Single(await ground.Billing(new Subscriber(101, "ivan_p")).Begin(Stop));

        Assert.StartsWith("Billing:Abills", mistake, StringComparison.Ordinal);
        Assert.Contains(sentence, mistake, StringComparison.Ordinal);
        Assert.DoesNotContain(AbillsServer.Key, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_and_a_wrong_path_are_told()
    {
        AbillsBilling otherKey = ground.Asking(ground.Server.Url, set => set.Key = "another");
        AbillsBilling otherPath = ground.Asking($"{ground.Server.Url}/v2", _ => { });

        Assert.Contains("is the key right", Assert.Single(await otherKey.Begin(Stop)));
        Assert.Contains("is the address right", Assert.Single(await otherPath.Begin(Stop)));
    }

    [Fact]
    public async Task What_the_operator_may_not_see_the_bot_does_without()
    {
        foreach (string path in new[] { "/users/101/", "/users/101/pi/", "/payments/users/101/", "/fees/users/101/" })
        {
            ground.Server.Instead[path] = Reply.Json("""{"errno":10,"errstr":"Access denied"}""", 401);
        }

        AbillsBilling billing = ground.Billing(new Subscriber(101, "ivan_p"));

        Assert.Empty(await billing.Begin(Stop));
        Assert.Equal(BillingAbilities.VerifyPassword, billing.Abilities);
    }

    [Fact]
    public async Task An_ABillS_that_is_away_at_start_keeps_nobody_from_starting_and_is_checked_when_it_is_back()
    {
        ground.Server.Instead["/version/"] = Reply.Json("{}", 503);
        AbillsBilling billing = ground.Billing(new Subscriber(101, "ivan_p"));

        Assert.Empty(await ground.Through(billing.Begin(Stop)));
        Assert.Contains(ground.Log, line => line.Contains("ABillS cannot be looked at yet (it failed (503))"));

        ground.Server.Instead.Clear();
        Found(await billing.Snapshot(KeyOf(101), Stop));
    }

    [Fact]
    public void All_mistakes_of_the_settings_are_told_at_once_and_no_key()
    {
        SettingsReading reading = Read(
            ("Url", "http://billing.example.com/api.cgi"),
            ("Key", "a secret with spaces"),
            ("Currency", "hryvnia"),
            ("TimeZone", "Kyiv"),
            ("ChargeDay", "31"),
            ("Timeout", "00:00:00"),
            ("BulkTimeout", "01:00:00"),
            ("MostConnections", "0"),
            ("Proxy", "somewhere")
        );

        Assert.Equal(9, reading.Mistakes.Count);
        Assert.All(
            ["Url", "Proxy", "Key", "Currency", "TimeZone", "ChargeDay", "Timeout", "BulkTimeout", "MostConnections"],
            name =>
                Assert.Single(
                    reading.Mistakes,
                    mistake => mistake.StartsWith($"Billing:Abills:{name} ", StringComparison.Ordinal)
                )
        );
        Assert.DoesNotContain(reading.Mistakes, mistake => mistake.Contains("a secret"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:9443/api.cgi", true)]
    [InlineData("https://billing.example.com:9443/api.cgi", true)]
    [InlineData("https://operator:password@billing.example.com", false)]
    [InlineData("http://192.168.1.5/", false)]
    [InlineData("", false)]
    public void Only_https_or_this_machine_is_asked(string address, bool isGood) =>
        Assert.Equal(isGood, Read(("Url", address), ("Key", AbillsServer.Key)).Mistakes.Count == 0);

    [Fact]
    public void A_key_lies_in_a_file_or_in_the_settings()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, AbillsServer.Key + "\n");

        Assert.Empty(Read(("Url", "https://a.example.com"), ("KeyFile", file)).Mistakes);
        File.Delete(file);
        Assert.Contains(
            "cannot be read",
            Assert.Single(Read(("Url", "https://a.example.com"), ("KeyFile", file)).Mistakes)
        );
        Assert.Contains("either Key or KeyFile", Assert.Single(Read(("Url", "https://a.example.com")).Mistakes));
        Assert.Contains(
            "either Key or KeyFile",
            Assert.Single(Read(("Url", "https://a.example.com"), ("KeyFile", file), ("Key", "k")).Mistakes)
        );
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static SettingsReading Read(params (string Key, string Value)[] set) =>
        SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    set.Select(one => KeyValuePair.Create($"Billing:Abills:{one.Key}", (string?)one.Value))
                        .Append(KeyValuePair.Create("Billing:Kind", (string?)"Abills"))
                        .Append(KeyValuePair.Create("Telegram:Token", (string?)Flows.Scene.Token))
                )
                .Build()
        );
}
