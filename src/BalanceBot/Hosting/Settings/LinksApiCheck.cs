using BalanceBot.Hosting.Inviting;

namespace BalanceBot.Hosting.Settings;

/// <summary>Whether the cabinet's way in makes sense. Never quotes the key.</summary>
internal static class LinksApiCheck
{
    private const int ShortestKey = 32;
    private const int LongestKey = 512;

    public static IEnumerable<string> Mistakes(BotSettings settings)
    {
        LinksApiSettings api = settings.LinksApi;
        if (SettingsCheck.Within("LinksApi:MostPerMinute", api.MostPerMinute, 1, 6000) is { } many)
        {
            yield return many;
        }

        if (!api.IsOn())
        {
            yield break;
        }

        if (api.Key.Length > 0 && api.KeyFile.Length > 0)
        {
            yield return "LinksApi:Key and LinksApi:KeyFile are both set: keep one of them.";
        }

        if (KeyOf(api) is not { } key)
        {
            yield return $"LinksApi:KeyFile: the file {api.KeyFile} is not there or cannot be read.";
        }
        else if (key.Length is < ShortestKey or > LongestKey || !key.All(letter => letter is > ' ' and <= '~'))
        {
            yield return "LinksApi:Key must be 32 to 512 letters, digits and signs without spaces; openssl rand -hex 32 makes one.";
        }

        if (SettingsCheck.HealthAddress(api.Listen) is not { } listen)
        {
            yield return "LinksApi:Listen must be an address such as http://127.0.0.1:8082 (an IP address or localhost).";
        }
        else if (Others(settings).FirstOrDefault(other => other.Port == listen.Port).Name is { } taken)
        {
            yield return $"LinksApi:Listen and {taken} have the same port: give each its own.";
        }
    }

    /// <summary>Empty: off. Null: its file cannot be read.</summary>
    public static string? KeyOf(LinksApiSettings api) => SettingsCheck.SecretOf(api.Key, api.KeyFile);

    private static IEnumerable<(string? Name, int? Port)> Others(BotSettings settings) =>
        [
            ("Health:Listen", SettingsCheck.HealthAddress(settings.Health.Listen)?.Port),
            (
                "Telegram:Webhook:Listen",
                settings.Telegram.Mode == SettingsCheck.Webhook
                    ? SettingsCheck.HealthAddress(settings.Webhook.Listen)?.Port
                    : null
            ),
        ];
}
