using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>The executable as operators meet it.</summary>
public sealed class ProcessTests
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sigterm_ends_within_ten_seconds_with_0_and_what_was_in_hand_is_answered_by_the_next_start()
    {
        await using BotProcess process = await BotProcess.Prepare();
        long anna = process.World.AddPerson("Anna", "en").Id;
        process.Start();
        await process.FirstPoll(Enough);
        process.World.Faults.Add(new Fault(FaultKind.Hang, "sendMessage") { Times = 1 });
        process.World.PersonSays(anna, "/start");
        await process.When(w => w.Calls("sendMessage").Count == 1);

        Task<int> exit = process.Stop();

        Assert.Equal(0, await exit.WaitAsync(TimeSpan.FromSeconds(10), Enough));
        process.Start();
        await process.When(w => w.BotMessages(anna).Count == 1);
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task A_token_that_Telegram_refuses_ends_the_process_with_1_and_says_what_to_do()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__TELEGRAM__TOKEN", "7000000002:another-made-up-token-entirely");
        process.Start();

        Assert.Equal(1, await process.Exit());
        Assert.Contains(process.Output, line => line.Contains("Telegram refuses the token (401)"));
        Assert.DoesNotContain(process.Output, line => line.Contains("another-made-up-token"));
    }

    [Fact]
    public async Task A_data_file_that_another_process_holds_ends_it_with_1_and_one_sentence()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Start();
        await process.FirstPoll(Enough);

        BalanceBot.Storage.StoreUnusableException refusal = Assert.Throws<BalanceBot.Storage.StoreUnusableException>(
            () =>
                BalanceBot.Storage.LiteDb.LiteDbStore.Open(
                    Path.Combine(process.Folder, "data", "bot.db"),
                    BalanceBot.Storage.Seal.From("x", "store")
                )
        );

        Assert.Contains("is in use by another process", refusal.Message);
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task All_mistakes_in_the_settings_are_told_at_once_and_no_secret_with_them()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__TELEGRAM__TOKEN", "my-secret-but-misspelt-token");
        process.Set("BALANCEBOT__BILLING__CSV__FILE", "/nowhere/contracts.csv");
        process.Set("BALANCEBOT__CONVERSATIONS__TIMEZONE", "Mars/Olympus");
        process.Start();

        Assert.Equal(1, await process.Exit());
        Assert.Contains(process.Output, line => line == "3 settings are wrong:");
        Assert.Contains(process.Output, line => line.Contains("Telegram:Token does not look like a token"));
        Assert.Contains(process.Output, line => line.Contains("/nowhere/contracts.csv"));
        Assert.Contains(process.Output, line => line.Contains("Europe/Oslo"));
        Assert.DoesNotContain(process.Output, line => line.Contains("my-secret"));
    }

    [Fact]
    public async Task Health_is_0_while_the_bot_works_and_1_when_nobody_answers_or_Telegram_does_not()
    {
        await using BotProcess process = await BotProcess.Prepare();
        int port = Ports.Free();
        process.Set("BALANCEBOT__HEALTH__LISTEN", $"http://127.0.0.1:{port}");
        Assert.Equal(1, await process.RunBeside("health"));
        Assert.Contains(process.Output, line => line.Contains("is the bot running?"));

        process.World.Faults.Add(new Fault(FaultKind.ServerError, "getUpdates"));
        process.Start();
        await process.When(w => w.Calls("getUpdates").Count > 0);
        Assert.Equal(1, await process.RunBeside("health"));
        Assert.Contains(process.Output, line => line.Contains("\"status\":\"not ready\"") && line.Contains("500"));

        process.World.Faults.Remove(_ => true);
        process.World.PersonSays(process.World.AddPerson("Anna", "en").Id, "/start");
        await process.When(w => w.Unconfirmed == 0);
        Assert.Equal(0, await process.RunBeside("health"));
        Assert.Contains(process.Output, line => line.Contains("\"status\":\"ready\""));
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task A_health_port_that_is_taken_ends_the_process_with_1_and_says_what_to_do()
    {
        await using BotProcess process = await BotProcess.Prepare();
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        process.Set("BALANCEBOT__HEALTH__LISTEN", $"http://{taken.LocalEndpoint}");
        process.Start();

        Assert.Equal(1, await process.Exit());
        Assert.Contains(process.Output, line => line.Contains("Health:Listen") && line.Contains("choose another port"));
    }

    [Fact]
    public async Task Settings_are_checked_without_starting_for_people_and_for_scripts()
    {
        await using BotProcess process = await BotProcess.Prepare();
        Assert.Equal(0, await process.RunBeside("check-settings"));
        Assert.Contains("The settings are fine.", process.Output);
        Assert.Equal(0, await process.RunBeside("check-settings", "--json"));
        Assert.Contains("{\"fine\":true,\"mistakes\":[]}", process.Output);

        process.Set("BALANCEBOT__STORAGE__ENGINE", "Oracle");
        Assert.Equal(1, await process.RunBeside("check-settings", "--json"));
        Assert.Contains("{\"fine\":false,\"mistakes\":[\"Storage:Engine must be LiteDb or PostgreSql.\"]}", process.Output);
        Assert.Equal(0, process.World.Polls);
    }

    [Fact]
    public async Task What_is_typed_wrong_ends_with_2()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Start("--nonsense");

        Assert.Equal(2, await process.Exit());
        Assert.Contains(process.Output, line => line.Contains("--help"));
    }
}
