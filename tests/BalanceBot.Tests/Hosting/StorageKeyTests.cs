using BalanceBot.Hosting.Settings;
using BalanceBot.Storage;

namespace BalanceBot.Tests.Hosting;

/// <summary>The settings of the keys: told in sentences, and no key in any of them.</summary>
public sealed class StorageKeyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-keys-").FullName;
    private readonly string key = FieldKey.New();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void No_key_one_key_and_old_ones_are_fine()
    {
        StorageSettings fromFile = new() { KeyFile = File("key", key), OldKeyFiles = [File("old", FieldKey.New())] };

        Assert.Empty(StorageKeyCheck.Mistakes(new StorageSettings()));
        Assert.Empty(StorageKeyCheck.Mistakes(new StorageSettings { Key = key }));
        Assert.Empty(StorageKeyCheck.Mistakes(fromFile));
        Assert.Null(StorageKeyCheck.KeysOf(new StorageSettings()).CurrentId);
        Assert.Equal(FieldKey.Parse(key)!.Id, StorageKeyCheck.KeysOf(fromFile).CurrentId);
        string oldId = FieldKey.Parse(System.IO.File.ReadAllText(fromFile.OldKeyFiles[0]))!.Id;
        Assert.True(StorageKeyCheck.KeysOf(fromFile).Knows(oldId));
    }

    [Fact]
    public void Two_places_for_one_key_are_one_too_many() =>
        Assert.Equal(
            ["Storage:Key and Storage:KeyFile are both set: keep one of them."],
            Mistakes(new StorageSettings { Key = key, KeyFile = File("key", key) })
        );

    [Fact]
    public void What_is_no_key_is_told_and_not_shown()
    {
        string half = key[..20];

        Assert.Equal(
            ["Storage:Key is no key, 32 bytes in base64. BalanceBot make-key <file> makes one."],
            Mistakes(new StorageSettings { Key = half })
        );
        Assert.Contains("does not hold a key, 32 bytes", Mistakes(new() { KeyFile = File("half", half) }).Single());
        Assert.Contains("does not hold a key, 32 bytes", Mistakes(new() { KeyFile = File("empty", "") }).Single());
        Assert.Contains("is not there or cannot be read", Mistakes(new() { KeyFile = "/nowhere/key" }).Single());
    }

    [Fact]
    public void Each_old_key_that_cannot_be_had_is_named_by_its_file()
    {
        string[] mistakes = Mistakes(
            new StorageSettings { Key = key, OldKeyFiles = ["/nowhere/old", File("half", key[..20]), File("old", key)] }
        );

        Assert.Equal(2, mistakes.Length);
        Assert.Contains("/nowhere/old", mistakes[0]);
        Assert.Contains("half", mistakes[1]);
    }

    [Fact]
    public void Old_keys_alone_would_write_in_clear_what_was_sealed() =>
        Assert.Contains(
            "always written with a key",
            Mistakes(new StorageSettings { OldKeyFiles = [File("old", key)] }).Single()
        );

    private string[] Mistakes(StorageSettings settings)
    {
        string[] mistakes = [.. StorageKeyCheck.Mistakes(settings)];
        Assert.DoesNotContain(mistakes, mistake => mistake.Contains(key[..20]));
        return mistakes;
    }

    private string File(string name, string text)
    {
        string path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
