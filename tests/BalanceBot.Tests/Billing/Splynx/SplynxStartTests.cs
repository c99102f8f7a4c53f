using BalanceBot.Billing;
using BalanceBot.Billing.Splynx;
using BalanceBot.Hosting.Settings;
using BalanceBot.Tests.Billing.Web;
using Microsoft.Extensions.Configuration;
using static BalanceBot.Tests.Billing.Splynx.SplynxGround;
using static BalanceBot.Tests.Billing.Telling;

namespace BalanceBot.Tests.Billing.Splynx;

/// <summary>What an operator is told at start, one sentence each.</summary>
public sealed class SplynxStartTests : IAsyncDisposable
{
    private const string List = SplynxServer.Root + "/customers/customer";
    private const string BillingOfAnna = SplynxServer.Root + "/customers/billing-info/17";

    private static readonly Customer Anna = new(17, "anna") { Contract = "700 123" };

    private readonly SplynxGround ground = new();

    [Theory]
    [InlineData(List, "[]", 200, "customers: there are none")]
    [InlineData(List, "{}", 403, "customers: access denied")]
    [InlineData(List, "[{\"id\":17}]", 200, "customers: the answer lacks login, name, status, billing_type")]
    [InlineData(BillingOfAnna, "{\"balance\":1}", 200, "billing: the answer lacks deposit, blocking_date")]
    [InlineData(BillingOfAnna, "{}", 404, "billing: nothing is there")]
    [InlineData(SplynxServer.Tokens, "{}", 401, "token: access denied")]
    [InlineData(SplynxServer.Tokens, "<html>", 200, "token: a web page")]
    [InlineData(SplynxServer.Tokens, "{\"a\":1}", 201, "'access_token' is missing")]
    public async Task What_is_missing_is_told(string path, string json, int status, string sentence)
    {
        ground.Server.Instead[path] = Reply.Json(json, status);
        ground.Server.Customers.Add(Anna);
        SplynxBilling billing = ground.Asking(set => (set.NumberField, set.DocumentField) = ("login", ""));

        string mistake = Assert.Single(await billing.Begin(Stop));

        Assert.StartsWith("Billing:Splynx", mistake, StringComparison.Ordinal);
        Assert.Contains(sentence, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_and_fields_that_customers_do_not_have_are_told()
    {
        ground.Server.Customers.Add(Anna);

        Assert.Contains("access denied", Assert.Single(await ground.Asking(set => set.Secret = "other").Begin(Stop)));
        // Splynx takes each nonce once, and they come from the clock.
        ground.Time.Advance(TimeSpan.FromSeconds(1));
        IReadOnlyList<string> mistakes = await ground
            .Asking(set => (set.NumberField, set.DocumentField) = ("agreement", "papers"))
            .Begin(Stop);
        Assert.Equal(
            [
                "Billing:Splynx:NumberField: customers have no additional field agreement.",
                "Billing:Splynx:DocumentField: customers have no additional field papers.",
            ],
            mistakes
        );
    }

    [Fact]
    public async Task What_the_API_key_may_not_see_the_bot_does_without()
    {
        ground.Server.Customers.Add(Anna);
        ground.Server.Instead[SplynxServer.Root + "/finance/payments"] = Reply.Json("{}", 403);
        ground.Server.Instead[SplynxServer.Root + "/finance/transactions"] = Reply.Json("{}", 404);
        SplynxBilling billing = ground.Asking(set => set.DocumentField = "");

        Assert.Empty(await billing.Begin(Stop));
        Assert.Equal(BillingAbilities.VerifyPassword, billing.Abilities);
    }

    [Fact]
    public async Task A_Splynx_that_is_away_at_start_keeps_nobody_from_starting_and_is_checked_when_it_is_back()
    {
        ground.Server.Instead[SplynxServer.Tokens] = Reply.Json("{}", 503);
        SplynxBilling billing = ground.Billing(Anna);

        Assert.Empty(await ground.Through(billing.Begin(Stop)));
        Assert.Contains(ground.Log, line => line.Contains("Splynx cannot be looked at yet"));

        ground.Server.Instead.Clear();
        Found(await billing.Snapshot(KeyOf(17), Stop));
    }

    [Theory]
    [InlineData("id", "17")]
    [InlineData("login", "anna")]
    public async Task The_number_may_be_the_login_or_the_id(string field, string number)
    {
        ground.Server.Customers.Add(Anna);
        SplynxBilling billing = ground.Asking(set => set.NumberField = field);

        Assert.Equal(KeyOf(17), Found(await billing.FindByNumber(number, Stop)));
        Assert.Equal(number, Found(await billing.Snapshot(KeyOf(17), Stop)).Number);
        Assert.IsType<BillingAnswer<ContractKey>.NotFound>(await billing.FindByNumber("0" + number, Stop));
    }

    [Fact]
    public void All_mistakes_of_the_settings_are_told_at_once_and_no_secret()
    {
        SettingsReading reading = Read(
            ("Url", "http://splynx.example.com"),
            ("Key", ""),
            ("Secret", "a secret with spaces"),
            ("NumberField", ""),
            ("DocumentField", "a[b]"),
            ("Currency", "euro"),
            ("TimeZone", "Prague"),
            ("Timeout", "00:00:00"),
            ("BulkTimeout", "01:00:00"),
            ("MostConnections", "0"),
            ("Proxy", "somewhere")
        );

        Assert.Equal(11, reading.Mistakes.Count);
        Assert.All(
            reading.Mistakes,
            mistake => Assert.StartsWith("Billing:Splynx:", mistake, StringComparison.Ordinal)
        );
        Assert.DoesNotContain(reading.Mistakes, mistake => mistake.Contains("a secret"));
        Assert.Empty(Read(("Url", "https://a.example.com"), ("Key", "k"), ("Secret", "s")).Mistakes);
    }

    public ValueTask DisposeAsync() => ground.DisposeAsync();

    private static SettingsReading Read(params (string Key, string Value)[] set) =>
        SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    set.Select(one => KeyValuePair.Create($"Billing:Splynx:{one.Key}", (string?)one.Value))
                        .Append(KeyValuePair.Create("Billing:Kind", (string?)"Splynx"))
                        .Append(KeyValuePair.Create("Telegram:Token", (string?)Flows.Scene.Token))
                )
                .Build()
        );
}
