using BalanceBot.Storage;

namespace BalanceBot.Hosting.Settings;

/// <summary>The keys for sealed fields. Never quotes one.</summary>
internal static class StorageKeyCheck
{
    private const string HowToMake = "BalanceBot make-key <file> makes one.";

    public static IEnumerable<string> Mistakes(StorageSettings storage)
    {
        if (storage.Key.Length > 0 && storage.KeyFile.Length > 0)
        {
            yield return "Storage:Key and Storage:KeyFile are both set: keep one of them.";
        }

        string? current = SettingsCheck.SecretOf(storage.Key, storage.KeyFile);
        if (current is null)
        {
            yield return $"Storage:KeyFile: the file {storage.KeyFile} is not there or cannot be read. {HowToMake}";
        }
        else if ((current.Length > 0 || storage.KeyFile.Length > 0) && FieldKey.Parse(current) is null)
        {
            yield return storage.KeyFile.Length > 0
                ? $"Storage:KeyFile: the file {storage.KeyFile} does not hold a key, 32 bytes in base64. {HowToMake}"
                : $"Storage:Key is no key, 32 bytes in base64. {HowToMake}";
        }

        if (current is "" && storage.KeyFile.Length == 0 && storage.OldKeyFiles.Count > 0)
        {
            yield return "Storage:OldKeyFiles is set without Storage:KeyFile: a store that was sealed once is always written with a key.";
        }

        foreach (string file in storage.OldKeyFiles.Where(file => OldKey(file) is null))
        {
            yield return $"Storage:OldKeyFiles: the file {file} is not there, cannot be read, or does not hold a key.";
        }
    }

    /// <summary>Of settings without mistakes.</summary>
    public static KeyRing KeysOf(StorageSettings storage) =>
        SettingsCheck.SecretOf(storage.Key, storage.KeyFile) is { Length: > 0 } current
            ? new KeyRing(
                FieldKey.Parse(current) ?? throw new UnusableException("Storage:Key or Storage:KeyFile is no key."),
                [.. storage.OldKeyFiles.Select(OldKey).OfType<FieldKey>()]
            )
            : new KeyRing();

    private static FieldKey? OldKey(string file) =>
        file.Length > 0 && SettingsCheck.SecretOf("", file) is { } text ? FieldKey.Parse(text) : null;
}
