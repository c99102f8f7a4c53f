using BalanceBot.Hosting.Settings;
using BalanceBot.Inbox;
using BalanceBot.TelegramApi;

namespace BalanceBot.Hosting.Trying;

/// <summary>Whether Telegram knows the token, and where it sends updates.</summary>
internal sealed class TelegramTrial(BotSettings settings, TimeProvider time)
{
    private const string Telegram = "telegram";
    private const string Hook = "webhook";

    private bool IsWebhook => settings.Telegram.Mode == SettingsCheck.Webhook;

    public async Task<IReadOnlyList<TrialLine>> Try(CancellationToken stop)
    {
        using Clients clients = Composition.ClientsOf(settings);
        long begun = time.GetTimestamp();
        IdentityOutcome who = await new LongPoll(clients.Poll).WhoAmI(stop);
        TrialLine token = Token(who) with { Milliseconds = time.Since(begun) };
        if (who is not IdentityOutcome.Known)
        {
            return [token, new(Hook, TrialResult.Note, "Not asked for: Telegram did not say who the bot is.")];
        }

        begun = time.GetTimestamp();
        WebhookOutcome seen = await new Webhook(clients.Ask, time).Look(stop);
        return [token, Place(seen) with { Milliseconds = time.Since(begun) }];
    }

    private TrialLine Token(IdentityOutcome who) =>
        who switch
        {
            IdentityOutcome.Known(_, string name) => new(Telegram, TrialResult.Fine, $"The token is that of @{name}."),
            IdentityOutcome.Unauthorized => new(
                Telegram,
                TrialResult.Wrong,
                "Telegram refuses the token (401): ask @BotFather for the bot's token, and set Telegram:Token or Telegram:TokenFile."
            ),
            IdentityOutcome.Failed(string reason) => new(
                Telegram,
                TrialResult.Wrong,
                $"Telegram does not answer at {settings.Telegram.BaseUrl} ({reason}): check the network, the firewall and Telegram:BaseUrl."
            ),
            _ => throw new InvalidOperationException(who.GetType().Name),
        };

    private TrialLine Place(WebhookOutcome outcome) =>
        outcome switch
        {
            WebhookOutcome.Seen seen => Place(seen),
            WebhookOutcome.Failed failed => new(
                Hook,
                TrialResult.Warning,
                $"Telegram did not say whether a webhook is set ({failed.Reason}): try again."
            ),
            _ => new(Hook, TrialResult.Warning, "Telegram did not say whether a webhook is set: try again."),
        };

    private TrialLine Place(WebhookOutcome.Seen seen)
    {
        string waiting = seen.Waiting switch
        {
            0 => "no update waits",
            1 => "one update waits",
            int many => $"{many} updates wait",
        };
        bool isOurs = seen.Address == settings.Webhook.Url;
        return (IsWebhook, seen.Address.Length > 0) switch
        {
            (false, false) => new(Hook, TrialResult.Fine, $"None is set, as polling needs it; {waiting}."),
            (false, true) => new(
                Hook,
                TrialResult.Warning,
                $"One is set, to {HostOf(seen.Address)}, and Telegram:Mode is Polling: the bot takes it away at its start; {waiting}."
            ),
            (true, false) => new(
                Hook,
                TrialResult.Note,
                $"None is set yet: the bot sets it to {settings.Webhook.Url} at its start; {waiting}."
            ),
            (true, true) when !isOurs => new(
                Hook,
                TrialResult.Warning,
                $"It is set to {HostOf(seen.Address)}, and not to Telegram:Webhook:Url: the bot changes it at its start; {waiting}."
            ),
            _ when seen.Trouble is { } trouble => new(
                Hook,
                TrialResult.Wrong,
                $"Telegram cannot deliver to {settings.Webhook.Url} (\"{trouble}\"): check the proxy and that the bot runs; {waiting}."
            ),
            _ => new(Hook, TrialResult.Fine, $"It is set to {settings.Webhook.Url}; {waiting}."),
        };
    }

    /// <summary>Another's path may hold that one's secret.</summary>
    private static string HostOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? uri.Host : "another address";
}
