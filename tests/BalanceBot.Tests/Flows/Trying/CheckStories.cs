using System.Text.Json;
using BalanceBot.Hosting.Trying;

namespace BalanceBot.Tests.Flows.Trying;

/// <summary>"BalanceBot check" as an operator types it, before the bot is started and while it runs.</summary>
public sealed class CheckStories
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Good_settings_are_tried_from_the_token_to_a_contract_and_nothing_is_left_behind()
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(0, await process.RunBeside("check", "--contract", "C", "0001"));

        process.Says("ok", "The token is that of @");
        process.Says("ok", "None is set, as polling needs it; no update waits.");
        process.Says("ok", "can be written; the data file is made at the first start.");
        process.Says("ok", "1,000 contracts in one page of 1,000.");
        process.Says("note", "It can check a contract number and a document.");
        process.Says("ok", "Contract C 0001 is found.");
        process.Says("ok", "Its balance is 1.50 NOK, Active");
        process.Says("ok", "The machine's clock goes with Telegram's.");
        process.Says("ok", "In UTC it is ");
        Assert.Contains("Nothing is wrong.", process.Output);
        Assert.Equal(["billing.csv"], Directory.EnumerateFileSystemEntries(process.Folder).Select(Path.GetFileName));
        Assert.Equal(0, process.World.Polls);
    }

    [Fact]
    public async Task The_bot_may_run_and_is_not_disturbed()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Start();
        await process.FirstPoll(Enough);

        Assert.Equal(0, await process.RunBeside("check"));

        process.Says("ok", "The running bot works with ");
        process.Says("note", "--contract <number> asks for one");
        process.World.PersonSays(process.World.AddPerson("Anna", "en").Id, "/start");
        await process.When(world => world.Unconfirmed == 0);
        Assert.Equal(0, await process.Stop());
        Assert.Equal(0, await process.RunBeside("check"));
        process.Says("ok", "was read, and can be written.");
    }

    [Fact]
    public async Task A_refused_token_is_one_line_and_is_not_shown()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__TELEGRAM__TOKEN", "7000000002:another-made-up-token-entirely");

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("Telegram refuses the token (401)");
        Assert.DoesNotContain(process.Output, line => line.Contains("another-made-up"));
    }

    [Fact]
    public async Task Telegram_out_of_reach_is_one_line()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__TELEGRAM__BASEURL", $"http://127.0.0.1:{Ports.Free()}");

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("check the network, the firewall and Telegram:BaseUrl.");
        process.Says("note", "Not compared: Telegram does not answer.");
    }

    [Fact]
    public async Task A_webhook_that_polling_would_take_away_is_told_by_its_host_only()
    {
        await using BotProcess process = await BotProcess.Prepare();
        using HttpClient telegram = new();
        using HttpResponseMessage set = await telegram.GetAsync(
            new Uri($"{process.Api}bot{Scene.Token}/setWebhook?url=https://elsewhere.example/hidden-path"),
            Enough
        );
        set.EnsureSuccessStatusCode();

        Assert.Equal(0, await process.RunBeside("check"));

        process.Says("warning", "One is set, to elsewhere.example, and Telegram:Mode is Polling");
        Assert.DoesNotContain(process.Output, line => line.Contains("hidden-path"));
    }

    [Fact]
    public async Task A_contract_that_the_billing_does_not_have_is_wrong()
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(1, await process.RunBeside("check", "--contract", "X9"));

        process.SaysOneWrong("The billing does not have contract X9.");
    }

    [Fact]
    public async Task A_damaged_data_file_is_one_line_and_stays_as_it_is()
    {
        await using BotProcess process = await BotProcess.Prepare();
        string file = Path.Combine(process.Folder, "data", "bot.db");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "a letter, and no database", Enough);

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong($"The data file {file} is damaged");
        Assert.Equal("a letter, and no database", await File.ReadAllTextAsync(file, Enough));
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_place_where_nothing_can_be_written_is_one_line()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__STORAGE__LITEDB__FILE", Path.Combine(process.Folder, "billing.csv", "data", "bot.db"));

        Assert.Equal(1, await process.RunBeside("check"));

        process.SaysOneWrong("billing.csv is a file, and no folder for a data file");
    }

    [Fact]
    public async Task Scripts_get_the_same_as_json()
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(0, await process.RunBeside("check", "--contract", "C0002", "--json"));

        TrialReport report = JsonSerializer.Deserialize(Assert.Single(process.Output), TrialJson.Plain.TrialReport)!;
        Assert.True(report.Fine);
        Assert.Equal(
            ["billing", "clock", "storage", "telegram", "timeZone", "webhook"],
            report.Lines.Select(line => line.Area).Distinct().Order()
        );
        Assert.Contains(
            report.Lines,
            line => line is { Area: "billing", Result: TrialResult.Fine, Milliseconds: >= 0 }
        );
    }

    [Fact]
    public async Task Mistakes_in_the_settings_come_in_the_same_shape_and_nothing_is_tried()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__CONVERSATIONS__TIMEZONE", "Mars/Olympus");
        process.Set("BALANCEBOT__STORAGE__ENGINE", "Oracle");

        Assert.Equal(1, await process.RunBeside("check", "--json"));

        TrialReport report = JsonSerializer.Deserialize(Assert.Single(process.Output), TrialJson.Plain.TrialReport)!;
        Assert.Equal(2, report.Lines.Count);
        Assert.All(report.Lines, line => Assert.Equal(("settings", TrialResult.Wrong), (line.Area, line.Result)));
        Assert.Empty(process.World.Calls("getMe"));
    }
}
