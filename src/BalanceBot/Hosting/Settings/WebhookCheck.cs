using System.Text.RegularExpressions;

namespace BalanceBot.Hosting.Settings;

/// <summary>Whether the way in makes sense. Never quotes the secret.</summary>
internal static partial class WebhookCheck
{
    /// <summary>https://core.telegram.org/bots/api#setwebhook.</summary>
    private static readonly int[] Ports = [443, 80, 88, 8443];

    public static IEnumerable<string> Mistakes(BotSettings settings)
    {
        if (settings.Telegram.Mode is not (SettingsCheck.Polling or SettingsCheck.Webhook))
        {
            yield return "Telegram:Mode must be Polling or Webhook.";
        }

        if (
            SettingsCheck.Within("Telegram:Webhook:MostConnections", settings.Webhook.MostConnections, 1, 100) is
            { } many
        )
        {
            yield return many;
        }

        if (settings.Telegram.Mode != SettingsCheck.Webhook)
        {
            yield break;
        }

        foreach (string mistake in Addresses(settings).Concat(Secret(settings)))
        {
            yield return mistake;
        }
    }

    private static IEnumerable<string> Addresses(BotSettings settings)
    {
        bool own = settings.Telegram.BaseUrl != new TelegramApi.TelegramSettings().BaseUrl;
        bool isAddress = Uri.TryCreate(settings.Webhook.Url, UriKind.Absolute, out Uri? url);
        // A Bot API server of one's own delivers anywhere: https://github.com/tdlib/telegram-bot-api#usage.
        if (
            !isAddress
            || (own ? url!.Scheme is not ("http" or "https") : url!.Scheme != "https" || !Ports.Contains(url.Port))
        )
        {
            yield return "Telegram:Webhook:Url must be the public address that Telegram calls, such as https://bot.example.com/telegram; https on port 443, 80, 88 or 8443.";
        }

        if (SettingsCheck.HealthAddress(settings.Webhook.Listen) is not { } listen)
        {
            yield return "Telegram:Webhook:Listen must be an address such as http://127.0.0.1:8081 (an IP address or localhost).";
        }
        else if (SettingsCheck.HealthAddress(settings.Health.Listen)?.Port == listen.Port)
        {
            yield return "Telegram:Webhook:Listen and Health:Listen have the same port: health is not for the outside, give each its own.";
        }
    }

    private static IEnumerable<string> Secret(BotSettings settings)
    {
        if (settings.Webhook.Secret.Length > 0 && settings.Webhook.SecretFile.Length > 0)
        {
            yield return "Telegram:Webhook:Secret and Telegram:Webhook:SecretFile are both set: keep one of them.";
        }

        string? secret = SettingsCheck.WebhookSecretOf(settings);
        if (secret is null)
        {
            yield return $"Telegram:Webhook:SecretFile: the file {settings.Webhook.SecretFile} is not there or cannot be read.";
        }
        else if (secret.Length > 0 && !SecretShape().IsMatch(secret))
        {
            yield return "Telegram:Webhook:Secret must be 16 to 256 of A-Z, a-z, 0-9, _ and -; or empty, then a random one is kept in the store.";
        }
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{16,256}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SecretShape();
}
