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
