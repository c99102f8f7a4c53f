using System.Text;
using System.Text.Json;
using BalanceBot.Storage;

namespace BalanceBot.Tests.Flows;

/// <summary>Keys, as an operator makes, uses and changes them.</summary>
public sealed class KeyProcessTests
{
    private const string KeyFile = "BALANCEBOT__STORAGE__KEYFILE";
    private const string Printed = "C-00-07";

    [Fact]
    public async Task A_key_is_made_for_its_owner_alone_and_never_written_over()
    {
        await using BotProcess process = await BotProcess.Prepare();
        string path = Path.Combine(process.Folder, "key");

        Assert.Equal(0, await process.RunBeside("make-key", path));
        string made = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.NotNull(FieldKey.Parse(made));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.Equal(1, await process.RunBeside("make-key", path));
        Assert.Contains(process.Output, line => line.Contains("a key is never written over"));
        Assert.Equal(made, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal(1, await process.RunBeside("make-key", Path.Combine(process.Folder, "nowhere", "key")));
        Assert.Equal(2, await process.RunBeside("make-key"));
        Assert.DoesNotContain(process.Output, line => line.Contains(made.Trim()));
    }

    [Fact]
    public async Task A_store_in_clear_says_so_at_start_is_sealed_and_goes_on_under_a_second_key()
    {
        await using BotProcess process = await BotProcess.Prepare();
        await File.WriteAllTextAsync(
            Path.Combine(process.Folder, "billing.csv"),
            $"contract,document,balance\n{Printed},D000799,7.50\n",
            TestContext.Current.CancellationToken
        );
        long anna = process.World.AddPerson("Anna", "en").Id;
        process.Start();
        await Link(process, anna);
        Assert.Equal(0, await process.Stop());
        Assert.Contains(process.Output, line => line.Contains("Contract numbers lie in clear in the store"));
        Assert.True(DataHold(process, Printed));
        Assert.Equal(1, await process.RunBeside("rotate-key"));
        Assert.Contains(process.Output, line => line.Contains("There is no key to seal with"));

        string first = await MakeKey(process, "first");
        process.Set(KeyFile, first);
        Assert.Equal(0, await process.RunBeside("rotate-key"));
        Assert.Contains(process.Output, line => line.Contains("Subscribers: 1 rows, of which 1 are newly sealed."));
        Assert.Contains(process.Output, line => line.Contains("No row needs an old key any more"));
        Assert.False(DataHold(process, Printed));

        process.Set(KeyFile, await MakeKey(process, "second"));
        Assert.Equal(1, await process.RunBeside("rotate-key"));
        Assert.Contains(process.Output, line => line.Contains("give it in Storage:OldKeyFiles"));
        process.Set("BALANCEBOT__STORAGE__OLDKEYFILES__0", first);
        process.Start();
        process.World.PersonSays(anna, "/balance");
        await process.When(w => w.BotMessages(anna).Any(message => message.Text.Contains("7.50")));
        Assert.Equal(1, await process.RunBeside("rotate-key"));
        Assert.Contains(process.Output, line => line.Contains("is in use by another process"));
        Assert.Equal(0, await process.Stop());
        Assert.Equal(0, await process.RunBeside("rotate-key", "--json"));
        JsonElement answer = JsonDocument.Parse(process.Output.Single(line => line.StartsWith('{'))).RootElement;
        Assert.True(answer.GetProperty("complete").GetBoolean());
        Assert.Equal(1, answer.GetProperty("retired").GetArrayLength());
        Assert.Equal(1, answer.GetProperty("tables")[0].GetProperty("resealed").GetInt32());
        process.Set("BALANCEBOT__STORAGE__OLDKEYFILES__0", Path.Combine(process.Folder, "second"));
        process.Start();
        await process.FirstPoll(TestContext.Current.CancellationToken);
        Assert.Equal(0, await process.Stop());
    }

    private static async Task Link(BotProcess process, long chat)
    {
        process.World.PersonSays(chat, "/link");
        await Hears(process, chat, "How would you like");
        process.World.PersonPresses(chat, process.World.BotMessages(chat)[^1].Id, "link:doc");
        await Hears(process, chat, "contract number");
        process.World.PersonSays(chat, Printed);
        await Hears(process, chat, "number of the document");
        process.World.PersonSays(chat, "D000799");
        await Hears(process, chat, $"{Printed} is linked");
    }

    private static Task Hears(BotProcess process, long chat, string words) =>
        process.When(w => w.BotMessages(chat) is [.., var last] && last.Text.Contains(words, StringComparison.Ordinal));

    private static async Task<string> MakeKey(BotProcess process, string name)
    {
        string path = Path.Combine(process.Folder, name);
        Assert.Equal(0, await process.RunBeside("make-key", path));
        return path;
    }

    private static bool DataHold(BotProcess process, string text) =>
        Directory
            .GetFiles(Path.Combine(process.Folder, "data"))
            .Any(file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
}
