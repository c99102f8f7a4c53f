using Telegram.Bot;
using Telegram.Bot.Types;

namespace BalanceBot.TelegramApi;

/// <summary>The menu behind the "/" button, for one language; an empty code is for all other languages.</summary>
internal sealed record Menu(string LanguageCode, IReadOnlyList<(string Name, string Description)> Commands);

/// <summary>Tells Telegram the bot's commands. It keeps them: a failure costs nothing but a stale menu.</summary>
internal sealed partial class CommandMenu(ITelegramBotClient client, ILogger<CommandMenu> log)
{
    public async Task Set(IEnumerable<Menu> menus, CancellationToken stop)
    {
        foreach (Menu menu in menus)
        {
            try
            {
                await client.SetMyCommands(
                    commands: menu.Commands.Select(c => new BotCommand(c.Name, c.Description)),
                    scope: BotCommandScope.AllPrivateChats(),
                    languageCode: menu.LanguageCode.Length == 0 ? null : menu.LanguageCode,
                    cancellationToken: stop
                );
            }
#pragma warning disable CA1031 // See above.
            catch (Exception broken) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.NotSet(log, Failure.Of(broken));
                return;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            7000,
            LogLevel.Warning,
            "The command menu could not be set: {Why}",
            EventName = "CommandMenuNotSet"
        )]
        public static partial void NotSet(ILogger log, string why);
    }
}
