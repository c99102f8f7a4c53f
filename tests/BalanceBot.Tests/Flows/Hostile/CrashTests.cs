using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>The executable as it is started by operators, which is killed in the middle of secrets.</summary>
public sealed class CrashTests
{
    private static readonly string[] Secrets =
    [
        "D000199",
        "WRONGDOC-4711",
        "+47 000 SECRETOFPHONE",
        "Hostile-First-Name",
        "a-number-in-a-draft",
        Scene.Token,
        "a-made-up-token",
    ];

    [Fact]
    public async Task Nothing_secret_is_in_the_files_or_the_output_of_a_process_that_dies_and_comes_back()
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__LINKING__LOGINANDPASSWORD", "false");
        long anna = process.World.AddPerson("Hostile-First-Name", "en").Id;
        process.Start();
        await process.FirstPoll(TestContext.Current.CancellationToken);
        await Talk(process, anna, "/link", "C0001", "WRONGDOC-4711", "/link", "C0001", "D000199", "/balance");
        Assert.Contains(process.World.BotMessages(anna), message => message.Text.Contains("1.50"));
        process.World.PersonSendsContact(anna, "+47 000 SECRETOFPHONE", anna);
        process.World.Faults.Add(new Fault(FaultKind.Html, "deleteMessage") { Times = 2 });
        process.World.Faults.Add(new Fault(FaultKind.CutBody, "sendMessage") { Times = 1 });
        await Talk(process, anna, "/link", "a-number-in-a-draft 12");

        // Two in a batch: the first hangs with Telegram, the second waits behind it, and both are in the data file.
        process.World.Faults.Add(new Fault(FaultKind.Hang, "deleteMessage"));
        process.World.PersonSays(anna, "WRONGDOC-4711");
        process.World.PersonSays(anna, "/link C0001 D000199");
        await process.When(world => world.Calls("deleteMessage").Any(call => call.Code == 0));
        await process.Kill();
        process.World.Faults.Remove(_ => true);
        process.Start();
        await process.When(world => !world.History(anna).Any(message => message.Text.Contains("D000199")));
        Assert.Equal(0, await process.Stop());

        IReadOnlyList<Place> places =
        [
            Place.Of("the output", process.Output),
            .. Directory
                .GetFiles(process.Folder, "*", SearchOption.AllDirectories)
                .Where(file => Path.GetExtension(file) is not (".csv" or ".control"))
                .Select(file => new Place(file, File.ReadAllBytes(file))),
        ];
        Assert.Contains(places, place => place.Name.EndsWith("bot.db", StringComparison.Ordinal));
        Assert.NotEmpty(process.Output);
        Assert.Empty(SecretSearch.Found(Secrets, places));
    }

    /// <summary>Says one after the other, each after the answer to the one before.</summary>
    private static async Task Talk(BotProcess process, long chat, params string[] words)
    {
        foreach (string said in words)
        {
            int last = process.World.BotMessages(chat).LastOrDefault()?.Id ?? 0;
            process.World.PersonSays(chat, said);
            await process.When(world => world.BotMessages(chat).Any(message => message.Id > last));
        }
    }
}
