using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>
/// In a group nothing is checked and no balance is shown. A command gets a private link; a command with words behind it
/// may carry credentials and is deleted. All else there is not for us.
/// </summary>
internal static class GroupManners
{
    public static IReadOnlyList<Outgoing> Answer(Update update, Voice voice, string botUserName) =>
        update switch
        {
            Update.Text text => ToText(text, voice, botUserName),
            Update.Membership { MayWrite: true } =>
            [
                Conversation.Message(update.Chat, voice.GroupRefusal(botUserName)),
            ],
            _ => [],
        };

    private static IReadOnlyList<Outgoing> ToText(Update.Text text, Voice voice, string botUserName) =>
        SlashCommand.Read(text.Words, botUserName) switch
        {
            SlashCommand.Known(_, null) => [Conversation.Message(text.Chat, voice.GroupRefusal(botUserName))],
            SlashCommand.Known =>
            [
                Conversation.Message(text.Chat, new Body.Delete(text.MessageId, null)),
                Conversation.Message(text.Chat, voice.CredentialsInGroup(botUserName)),
            ],
            _ => [],
        };
}
