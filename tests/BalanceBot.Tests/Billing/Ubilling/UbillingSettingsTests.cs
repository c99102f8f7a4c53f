using BalanceBot.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>What an operator is told of a mistake in the settings: one clear line each, all at once, no secret.</summary>
public sealed class UbillingSettingsTests
{
    private const string Database = "Server=db;Database=stg;User ID=balancebot;Password=hush-hush";

    [Theory]
    [InlineData("ConnectionString", Database)]
    [InlineData("ConnectionString", Database, "AgentUrl", "https://cabinet.example.com/userstats/")]
    [InlineData(
        "AgentUrl",
        "https://cabinet.example.com/",
        "ApiUrl",
        "https://billing.example.com/",
        "Key",
        "hush-hush"
    )]
    [InlineData("AgentUrl", "https://cabinet.example.com/userstats/")]
    [InlineData("AgentUrl", "https://cabinet.example.com/userstats/", "Key", "hush-hush")]
    [InlineData("AgentUrl", "http://127.0.0.1/userstats", "ApiUrl", "http://localhost:8080/", "Key", "hush-hush")]
    public void Each_half_is_enough_the_agent_alone_and_both_are_too(params string[] pairs) =>
        Assert.Empty(Mistakes(pairs));

    [Theory]
    [InlineData(
        "Billing:Ubilling needs a ConnectionString (or ConnectionStringFile), or AgentUrl, alone or with ApiUrl: nobody could link a contract."
    )]
    [InlineData(
        "Billing:Ubilling needs a ConnectionString (or ConnectionStringFile), or AgentUrl, alone or with ApiUrl: nobody could link a contract.",
        "ApiUrl",
        "https://billing.example.com/",
        "Key",
        "hush-hush"
    )]
    [InlineData(
        "Billing:Ubilling:Key is not set: the remote API at ApiUrl asks for the billing's serial.",
        "AgentUrl",
        "https://cabinet.example.com/",
        "ApiUrl",
        "https://billing.example.com/"
    )]
    [InlineData(
        "Billing:Ubilling:ApiUrl and the database are both set: the database tells more, leave ApiUrl empty.",
        "ConnectionString",
        Database,
        "ApiUrl",
        "https://billing.example.com/",
        "Key",
        "hush-hush"
    )]
    [InlineData(
        "Billing:Ubilling:AgentUrl must begin with https: passwords and keys go there.",
        "ConnectionString",
        Database,
        "AgentUrl",
        "http://cabinet.example.com/"
    )]
    [InlineData(
        "Billing:Ubilling:AgentUrl must be an address such as https://billing.example.com/userstats/, without a question or a password in it.",
        "ConnectionString",
        Database,
        "AgentUrl",
        "https://bot:hush-hush@cabinet.example.com/"
    )]
    [InlineData(
        "Billing:Ubilling:ConnectionString cannot be read: write it like Server=db;Database=billing;User ID=balancebot;Password=...",
        "ConnectionString",
        "hush-hush"
    )]
    [InlineData(
        "Billing:Ubilling:ConnectionString and ConnectionStringFile are both set: keep one of them.",
        "ConnectionString",
        Database,
        "ConnectionStringFile",
        "/nowhere/ubilling"
    )]
    [InlineData(
        "Billing:Ubilling:ConnectionStringFile: the file /nowhere/ubilling is not there or cannot be read.",
        "ConnectionStringFile",
        "/nowhere/ubilling"
    )]
    [InlineData(
        "Billing:Ubilling:KeyFile: the file /nowhere/key is not there or cannot be read.",
        "ConnectionString",
        Database,
        "KeyFile",
        "/nowhere/key"
    )]
    [InlineData(
        "Billing:Ubilling:Key and Billing:Ubilling:KeyFile are both set: keep one of them.",
        "ConnectionString",
        Database,
        "Key",
        "hush-hush",
        "KeyFile",
        "/nowhere/key"
    )]
    [InlineData(
        "Billing:Ubilling:Currency must be three capital letters, such as UAH.",
        "ConnectionString",
        Database,
        "Currency",
        "hryvnia"
    )]
    [InlineData(
        "Billing:Ubilling:TimeZone must be a name such as Europe/Kyiv or UTC.",
        "ConnectionString",
        Database,
        "TimeZone",
        "Kyiv"
    )]
    [InlineData("Billing:Ubilling:FeeDay must be from 1 to 28.", "ConnectionString", Database, "FeeDay", "31")]
    [InlineData(
        "Billing:Ubilling:QueryTimeout must be from 00:00:00.5 to 00:01:00.",
        "ConnectionString",
        Database,
        "QueryTimeout",
        "00:02:00"
    )]
    [InlineData(
        "Billing:Ubilling:MostConnections must be from 1 to 100.",
        "ConnectionString",
        Database,
        "MostConnections",
        "0"
    )]
    public void Each_mistake_is_one_sentence(string expected, params string[] pairs)
    {
        IReadOnlyList<string> mistakes = Mistakes(pairs);

        Assert.Equal([expected], mistakes);
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("hush"));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        Assert.Equal(
            5,
            Mistakes([
                "ConnectionString",
                "hush-hush",
                "AgentUrl",
                "http://a.example/",
                "FeeDay",
                "0",
                "Currency",
                "x",
                "TimeZone",
                "x",
            ]).Count
        );
    }

    private static IReadOnlyList<string> Mistakes(string[] pairs)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase)
        {
            ["Telegram:Token"] = "123456789:a-made-up-token-for-the-tests",
            ["Billing:Kind"] = "Ubilling",
        };
        for (int i = 0; i < pairs.Length; i += 2)
        {
            settings[$"Billing:Ubilling:{pairs[i]}"] = pairs[i + 1];
        }

        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Mistakes;
    }
}
