using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Tests.Storage;

/// <summary>What can be wrong with the file, each in one sentence for the operator.</summary>
public sealed class LiteDbFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-file-").FullName;
    private readonly Seal seal = Seal.From("7:token", "store");

    private string File => Path.Combine(folder, "bot.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_that_is_in_use_is_told_and_not_touched()
    {
        using LiteDbStore first = LiteDbStore.Open(File, seal);

        Assert.Contains("is in use by another process", Refusal(File));
    }

    [Theory]
    [InlineData("this is no database at all, but a long enough text to be looked at")]
    [InlineData("")]
    public void A_damaged_file_is_told_and_stays_as_it_is(string start)
    {
        byte[] damaged = [.. System.Text.Encoding.UTF8.GetBytes(start), .. Enumerable.Repeat((byte)0xAB, 20_000)];
        System.IO.File.WriteAllBytes(File, damaged);

        Assert.Contains("is damaged", Refusal(File));
        Assert.Equal(damaged, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        LiteDbStore.Open(File, seal).Dispose();
        using (LiteDB.LiteDatabase raw = new(File))
        {
            raw.GetCollection("meta")
                .Upsert(new LiteDB.BsonDocument { ["_id"] = "schema", ["version"] = Schema.Current + 1 });
        }

        Assert.Contains("newer version", Refusal(File));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told()
    {
        System.IO.File.WriteAllText(Path.Combine(folder, "a-file"), "");

        Assert.Contains("cannot be", Refusal(Path.Combine(folder, "a-file", "bot.db")));
    }

    private string Refusal(string path) =>
        Assert.Throws<StoreUnusableException>(() => LiteDbStore.Open(path, seal)).Message;
}
