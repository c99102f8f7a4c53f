using System.Globalization;
using System.Text.Json.Nodes;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>A bot's executable with one contract whose money ends in three days, to ask its operator's commands of.</summary>
internal static class AskedProcess
{
    public static async Task<BotProcess> Prepare()
    {
        BotProcess process = await BotProcess.Prepare(contracts: 1);
        DateOnly charge = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(3);
        await File.WriteAllLinesAsync(
            Path.Combine(process.Folder, "billing.csv"),
            [
                "contract,document,balance,currency,price,period,next_charge",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"C0001,D000199,10.00,NOK,150.00,monthly,{charge:yyyy-MM-dd}"
                ),
            ]
        );
        process.Set("BALANCEBOT__CONVERSATIONS__TIMEZONE", "Etc/UTC");
        process.Set("BALANCEBOT__CONVERSATIONS__DEFAULTLANGUAGE", "en");
        process.Set("BALANCEBOT__WARNINGS__QUIETFROM", "00:00:00");
        process.Set("BALANCEBOT__WARNINGS__QUIETTO", "00:00:00");
        process.Set("BALANCEBOT__SCANNING__EVERY", "1.00:00:00");
        return process;
    }

    public static async Task<long> LinkAndStop(BotProcess process)
    {
        TelegramWorld world = process.World;
        long anna = world.AddPerson("Anna", "en").Id;
        process.Start();
        world.PersonSays(anna, "/link");
        await process.When(w => Newest(w, anna)?.Buttons.Any(row => row.Any(b => b.Data == "link:doc")) == true);
        world.PersonPresses(anna, Newest(world, anna)!.Id, "link:doc");
        await process.When(w => Newest(w, anna)!.Text.Contains("contract number"));
        world.PersonSays(anna, "C0001");
        await process.When(w => Newest(w, anna)!.Text.Contains("document"));
        world.PersonSays(anna, "D000199");
        await process.When(w => w.BotMessages(anna).Any(m => m.Text.Contains("C0001 is linked")));
        Assert.Equal(0, await process.Stop());
        return anna;
    }

    public static async Task<JsonNode> AskJson(BotProcess process, params string[] arguments)
    {
        int before = process.Output.Count;
        int exit = await process.RunBeside(arguments);
        string[] said = [.. process.Output.Skip(before)];
        Assert.True(exit == 0, string.Join('\n', said));
        return JsonNode.Parse(said.Single(line => line.StartsWith('{')))!;
    }

    public static string DataFile(BotProcess process) => Path.Combine(process.Folder, "data", "bot.db");

    private static ChatMessage? Newest(TelegramWorld world, long chat) => world.BotMessages(chat).LastOrDefault();
}
