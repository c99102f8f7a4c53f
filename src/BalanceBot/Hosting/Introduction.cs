using BalanceBot.Billing;
using BalanceBot.Inbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.TelegramApi;

namespace BalanceBot.Hosting;

/// <summary>Who the bot is, once Telegram has told: until then its name in groups is not known.</summary>
internal sealed class BotIdentity
{
    public string UserName { get; set; } = "";
}

/// <summary>Asks Telegram who we are, and tells it our commands, beside the rest: neither may hold up the first poll.</summary>
internal sealed partial class Introduction(
    IUpdateSource source,
    CommandMenu menu,
    Voices voices,
    IReadOnlyList<LinkWay> ways,
    Func<BillingAbilities> abilities,
    BotIdentity identity,
    Func<double> chance,
    TimeProvider time,
    ILogger<Introduction> log
) : BackgroundService
{
    private readonly Backoff backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), chance);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (int failures = 1; await Ask(stoppingToken) is not IdentityOutcome.Known; failures++)
            {
                await Task.Delay(backoff.After(failures), time, stoppingToken);
            }

            await menu.Set(Menus(), stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task<IdentityOutcome> Ask(CancellationToken stop)
    {
        IdentityOutcome outcome = await source.WhoAmI(stop);
        switch (outcome)
        {
            case IdentityOutcome.Known(_, string userName):
                identity.UserName = userName;
                Log.Known(log, userName);
                break;
            case IdentityOutcome.Unauthorized:
                throw new TokenRefusedException();
        }

        return outcome;
    }

    private IEnumerable<Menu> Menus() =>
        Languages.Supported.Select(language => MenuOf(language.Code, language.Code)).Prepend(MenuOf("", null));

    private Menu MenuOf(string code, string? language) =>
        new(
            code,
            [
                .. voices
                    .For(language)
                    .MenuCommands(ways, abilities())
                    .Select(command => (command.Name, command.Description)),
            ]
        );

    private static partial class Log
    {
        [LoggerMessage(9010, LogLevel.Information, "Signed in as @{UserName}", EventName = "SignedIn")]
        public static partial void Known(ILogger log, string userName);
    }
}
