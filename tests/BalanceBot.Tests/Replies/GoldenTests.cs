using System.Reflection;
using BalanceBot.Replies;

namespace BalanceBot.Tests.Replies;

/// <summary>
/// Every message in every language, as a file that a native speaker can read and correct. After a change of words run
/// the tests of this class once with BALANCEBOT_UPDATE_GOLDEN=1: it writes the files anew; then read the difference.
/// </summary>
public sealed class GoldenTests
{
    private static readonly bool Update = Environment.GetEnvironmentVariable("BALANCEBOT_UPDATE_GOLDEN") == "1";

    public static TheoryData<string, string> EverySceneInEveryLanguage()
    {
        TheoryData<string, string> all = [];
        foreach (Language language in Languages.Supported)
        {
            foreach (string scene in Scenes.All.Keys)
            {
                all.Add(language.Code, scene);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(EverySceneInEveryLanguage))]
    public async Task A_message_reads_as_its_golden_file(string language, string scene)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string picture = Samples.Picture(Scenes.All[scene](Samples.VoiceOf(language)));
        string file = Path.Combine(Folder(language), scene + ".txt");
        if (Update)
        {
            Directory.CreateDirectory(Folder(language));
            await File.WriteAllTextAsync(file, picture, stop);
        }

        Assert.True(File.Exists(file), $"No {file}: run once with BALANCEBOT_UPDATE_GOLDEN=1.");
        Assert.Equal(await File.ReadAllTextAsync(file, stop), picture);
    }

    [Fact]
    public void No_golden_file_is_left_of_a_scene_that_is_gone()
    {
        IEnumerable<string> known = Languages.Supported.SelectMany(language =>
            Scenes.All.Keys.Select(scene => Path.Combine(language.Code, scene + ".txt"))
        );
        IEnumerable<string> files = Directory
            .EnumerateFiles(Folder(""), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder(""), file));
        Assert.Empty(files.Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void Everything_a_voice_can_say_has_a_scene()
    {
        IEnumerable<string> methods = typeof(Voice)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName)
            .Select(method => method.Name);
        Assert.Empty(methods.Except(Scenes.All.Keys.Select(scene => scene.Split('.')[0]), StringComparer.Ordinal));
    }

    /// <summary>Not by the compiler's file name: a deterministic build on a server hides it.</summary>
    private static string Folder(string language)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BalanceBot.sln")))
        {
            folder = folder.Parent;
        }

        Assert.True(folder is not null, "The tests run outside of the repository: no BalanceBot.sln above them.");
        return Path.Combine(folder.FullName, "tests", "BalanceBot.Tests", "Replies", "Golden", language);
    }
}
