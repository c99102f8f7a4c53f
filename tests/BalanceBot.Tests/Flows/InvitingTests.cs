using System.Text.Json.Nodes;
using BalanceBot.Hosting.Inviting;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Tests.Storage.PostgreSql;

namespace BalanceBot.Tests.Flows;

/// <summary>The operator's command invite, of the executable, beside a bot that runs and one that does not.</summary>
public sealed class InvitingTests
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_made_beside_a_stopped_bot_and_one_made_by_the_running_bot_both_link()
    {
        await using BotProcess process = await BotProcess.Prepare(contracts: 2);
        await StartAndStop(process);

        string stopped = await Make(process, "C0001");
        process.Start();
        await process.FirstPoll(Enough);
        string running = await Make(process, "C0002");

        Assert.NotEqual(stopped, running);
        foreach (string token in new[] { stopped, running })
        {
            long person = process.World.AddPerson("Anna", "en").Id;
            process.World.PersonSays(person, $"/start {token}");
            await process.When(w => Newest(w, person)?.Buttons.Count > 0);
            ChatMessage question = Newest(process.World, person)!;
            process.World.PersonPresses(person, question.Id, question.Buttons[0][0].Data!);
            await process.When(w => Newest(w, person)!.Text.Contains("is linked"));
        }

        Assert.Equal(0, await process.Stop());
        Assert.DoesNotContain(
            process.Output,
            line => !line.StartsWith('{') && (line.Contains(stopped) || line.Contains(running))
        );
    }

    [Fact]
    public async Task A_kill_between_the_yes_and_its_answer_links_once_answers_and_uses_the_token_up()
    {
        await using BotProcess process = await BotProcess.Prepare(contracts: 1);
        process.Start();
        await process.FirstPoll(Enough);
        string token = await Make(process, "C0001");
        long anna = process.World.AddPerson("Anna", "en").Id;
        process.World.PersonSays(anna, $"/start {token}");
        await process.When(w => Newest(w, anna)?.Buttons.Count > 0);
        ChatMessage question = Newest(process.World, anna)!;
        process.World.Faults.Add(new Fault(FaultKind.Hang, "sendMessage") { Times = 1 });
        int before = process.World.Calls("sendMessage").Count;
        process.World.PersonPresses(anna, question.Id, question.Buttons[0][0].Data!);
        await process.When(w => w.Calls("sendMessage").Count > before);

        await process.Kill();
        process.Start();

        await process.When(w => Newest(w, anna)!.Text.Contains("is linked"));
        long bo = process.World.AddPerson("Bo", "en").Id;
        process.World.PersonSays(bo, $"/start {token}");
        await process.When(w => Newest(w, bo)?.Text.Contains("cannot be used") == true);
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task Over_a_database_that_processes_share_the_command_makes_the_link_beside_any_of_them()
    {
        string database = Cluster.Of().Copy();
        await using BotProcess process = await BotProcess.Prepare(contracts: 1);
        process.Set("BALANCEBOT__STORAGE__ENGINE", "PostgreSql");
        process.Set("BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRING", database);
        process.Start();
        await process.FirstPoll(Enough);

        string token = await Make(process, "C0001");
        long anna = process.World.AddPerson("Anna", "en").Id;
        process.World.PersonSays(anna, $"/start {token}");
        await process.When(w => Newest(w, anna)?.Buttons.Count > 0);
        ChatMessage question = Newest(process.World, anna)!;
        process.World.PersonPresses(anna, question.Id, question.Buttons[0][0].Data!);
        await process.When(w => Newest(w, anna)!.Text.Contains("is linked"));

        Assert.Equal(0, await process.Stop());
        Cluster.Of().Drop(database);
    }

    [Fact]
    public async Task While_Telegram_is_away_a_stopped_bots_command_says_so()
    {
        await using BotProcess process = await BotProcess.Prepare(contracts: 1);
        await StartAndStop(process);
        process.Set("BALANCEBOT__TELEGRAM__BASEURL", $"http://127.0.0.1:{Ports.Free()}");
        process.Output.Clear();

        Assert.Equal(1, await process.RunBeside("invite", "C0001"));

        Assert.StartsWith("Telegram does not answer (", Assert.Single(process.Output));
    }

    [Fact]
    public async Task People_get_the_link_and_no_picture_where_there_is_no_terminal()
    {
        await using BotProcess process = await BotProcess.Prepare(contracts: 1);
        await StartAndStop(process);
        process.Output.Clear();

        Assert.Equal(0, await process.RunBeside("invite", "C0001"));

        Assert.Equal(3, process.Output.Count);
        Assert.StartsWith("Contract C0001 can be linked with this link, once, until ", process.Output[0]);
        Assert.StartsWith($"https://t.me/{TelegramWorld.BotUserName}?start=", process.Output[1]);
        Assert.Contains("owner only", process.Output[2]);
    }

    [Fact]
    public async Task What_cannot_be_made_ends_with_1_and_one_clear_line_stopped_or_running()
    {
        await using BotProcess process = await BotProcess.Prepare(contracts: 1);
        Assert.Equal(1, await process.RunBeside("invite", "C0001"));
        Assert.Contains(process.Output, line => line.Contains("There is no data file"));
        await StartAndStop(process);
        process.Output.Clear();

        Assert.Equal(1, await process.RunBeside("invite", "999"));
        Assert.Equal(["The billing has no contract 999."], process.Output);
        process.Start();
        await process.FirstPoll(Enough);
        Assert.Equal(1, await process.RunBeside("invite", "999", "--json"));
        Assert.Equal(2, process.Output.Count(line => line == "The billing has no contract 999."));
        Assert.Equal(0, await process.Stop());
    }

    [Theory]
    [InlineData("invite")]
    [InlineData("invite", " ")]
    [InlineData("invite", "--jsno", "C0001")]
    public async Task What_is_typed_wrong_ends_with_2(params string[] arguments)
    {
        await using BotProcess process = await BotProcess.Prepare();

        Assert.Equal(2, await process.RunBeside(arguments));
    }

    private static async Task StartAndStop(BotProcess process)
    {
        process.Start();
        await process.FirstPoll(Enough);
        Assert.Equal(0, await process.Stop());
    }

    private static async Task<string> Make(BotProcess process, string contract)
    {
        int before = process.Output.Count;
        int exit = await process.RunBeside("invite", contract, "--json");
        string[] said = [.. process.Output.Skip(before)];
        Assert.True(exit == 0, string.Join('\n', said));
        JsonNode answer = JsonNode.Parse(said.Single(line => line.StartsWith('{')))!;
        Assert.Equal(InviteAnswer.Invited, (string?)answer["outcome"]);
        Assert.Equal(contract, (string?)answer["contract"]);
        return ((string)answer["url"]!).Split("?start=")[1];
    }

    private static ChatMessage? Newest(TelegramWorld world, long chat) => world.BotMessages(chat).LastOrDefault();
}
