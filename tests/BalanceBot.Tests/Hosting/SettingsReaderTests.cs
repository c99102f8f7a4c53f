using BalanceBot.Hosting.Settings;
using Microsoft.Extensions.Configuration;

namespace BalanceBot.Tests.Hosting;

public sealed class SettingsReaderTests
{
    private const string Good = "123456789:a-made-up-token-for-the-tests";

    [Theory]
    [InlineData("Telegram:PollSeconds", "51", "Telegram:PollSeconds is 51; it must be from 0 to 50.")]
    [InlineData("Telegram:PollSeconds", "soon", "Telegram:PollSeconds must be a whole number.")]
    [InlineData(
        "Inbox:HandlerDeadline",
        "half an hour",
        "Inbox:HandlerDeadline must be a time such as 00:10:00 (hours:minutes:seconds)."
    )]
    [InlineData("Linking:LoginAndPassword", "maybe", "Linking:LoginAndPassword must be true or false.")]
    [InlineData("Telegram:BaseUrl", "ftp://x", "Telegram:BaseUrl must be an address such as https://api.telegram.org.")]
    [InlineData("Conversations:DefaultLanguage", "xx", "Conversations:DefaultLanguage must be en or nb.")]
    [InlineData("Storage:Engine", "Oracle", "Storage:Engine must be LiteDb or PostgreSql.")]
    [InlineData("Billing:Csv:Currency", "kroner", "Billing:Csv:Currency must be three capital letters, such as NOK.")]
    [InlineData(
        "Health:Listen",
        "everywhere",
        "Health:Listen must be an address such as http://127.0.0.1:8080 (an IP address or localhost), or empty."
    )]
    [InlineData(
        "Telemetry:OtlpEndpoint",
        "collector:4317",
        "Telemetry:OtlpEndpoint must be an address such as http://127.0.0.1:4318 (OTLP over HTTP), or empty."
    )]
    [InlineData(
        "Telemetry:OtlpEndpoint",
        "http://me:hush@collector:4318",
        "Telemetry:OtlpEndpoint must be an address such as http://127.0.0.1:4318 (OTLP over HTTP), or empty."
    )]
    [InlineData("LinksApi:MostPerMinute", "0", "LinksApi:MostPerMinute is 0; it must be from 1 to 6000.")]
    [InlineData(
        "LinksApi:Key",
        "too-short-a-key",
        "LinksApi:Key must be 32 to 512 letters, digits and signs without spaces; openssl rand -hex 32 makes one."
    )]
    [InlineData(
        "LinksApi:KeyFile",
        "/nowhere/key",
        "LinksApi:KeyFile: the file /nowhere/key is not there or cannot be read."
    )]
    [InlineData(
        "Linking:InvitationLasts",
        "1.00:00:01",
        "Linking:InvitationLasts is 1.00:00:01; it must be from 00:01:00 to 1.00:00:00."
    )]
    [InlineData("Telemetry:TracePercent", "101", "Telemetry:TracePercent is 101; it must be from 0 to 100.")]
    [InlineData("Log:Format", "xml", "Log:Format must be text or json.")]
    [InlineData("Telegram:Tokken", "x", "Telegram:Tokken is no setting of BalanceBot. Did you mean Telegram:Token?")]
    [InlineData(
        "Telegram:Token",
        "secret",
        "Telegram:Token does not look like a token: @BotFather gives digits, a colon, and about 35 letters and digits."
    )]
    [InlineData(
        "Telegram:TokenFile",
        "/nowhere/token",
        "Telegram:TokenFile: the file /nowhere/token is not there or cannot be read."
    )]
    [InlineData(
        "Linking:Locks:0",
        "9.00:00:00",
        "Linking:Locks must be times that do not get shorter, up to 7.00:00:00, such as 00:15:00, 01:00:00, 1.00:00:00."
    )]
    public void Each_mistake_is_one_sentence_that_says_what_to_do(string key, string value, string expected)
    {
        Dictionary<string, string?> settings = Settings();
        settings[key] = value;
        if (key == "Telegram:TokenFile")
        {
            settings.Remove("Telegram:Token");
        }

        Assert.Equal([expected], Read(settings).Mistakes);
    }

    [Theory]
    [InlineData(
        "LinksApi:Listen",
        "cabinet.example",
        "LinksApi:Listen must be an address such as http://127.0.0.1:8082 (an IP address or localhost)."
    )]
    [InlineData(
        "LinksApi:Listen",
        "http://127.0.0.1:8080",
        "LinksApi:Listen and Health:Listen have the same port: give each its own."
    )]
    [InlineData("LinksApi:KeyFile", "key", "LinksApi:Key and LinksApi:KeyFile are both set: keep one of them.")]
    public void With_a_key_the_cabinets_way_in_must_make_sense_and_the_key_is_never_quoted(
        string key,
        string value,
        string expected
    )
    {
        const string Secret = "0123456789abcdef0123456789abcdef";
        Dictionary<string, string?> settings = Settings();
        settings["LinksApi:Key"] = Secret;
        Assert.Empty(Read(settings).Mistakes);

        settings[key] = value;

        Assert.Contains(expected, Read(settings).Mistakes);
        Assert.DoesNotContain(Read(settings).Mistakes, mistake => mistake.Contains(Secret));
        settings["LinksApi:Key"] = "";
        settings["LinksApi:KeyFile"] = "";
        Assert.Empty(Read(settings).Mistakes);
    }

    [Fact]
    public void Metrics_for_Prometheus_need_a_door()
    {
        Dictionary<string, string?> settings = Settings();
        settings["Telemetry:Prometheus"] = "true";
        settings["Health:Listen"] = "";

        Assert.Equal(["Telemetry:Prometheus needs Health:Listen: /metrics answers there."], Read(settings).Mistakes);
    }

    [Fact]
    public void The_token_comes_from_a_file_too()
    {
        string file = Path.GetTempFileName();
        File.WriteAllText(file, Good + "\n");
        Dictionary<string, string?> settings = Settings();
        settings.Remove("Telegram:Token");
        settings["Telegram:TokenFile"] = file;

        SettingsReading reading = Read(settings);

        Assert.Empty(reading.Mistakes);
        Assert.Equal(Good, SettingsCheck.TokenOf(reading.Settings));
        File.Delete(file);
    }

    [Fact]
    public void All_mistakes_are_told_at_once_and_none_shows_the_token()
    {
        Dictionary<string, string?> settings = Settings();
        settings["Telegram:Token"] = "hush-hush";
        settings["Outbox:MostAtOnce"] = "0";
        settings["Storage:Engine"] = "Oracle";

        IReadOnlyList<string> mistakes = Read(settings).Mistakes;

        Assert.Equal(3, mistakes.Count);
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains("hush"));
    }

    private static Dictionary<string, string?> Settings() =>
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Telegram:Token"] = Good,
            ["Billing:Csv:File"] = Path.Combine(Repository.Root, "README.md"),
        };

    private static SettingsReading Read(Dictionary<string, string?> settings) =>
        SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
