using System.Globalization;

namespace BalanceBot.Subscribers;

/// <summary>
/// Telegram's id of a chat. A private chat's id is its person's id and positive; groups and channels are negative
/// (https://core.telegram.org/api/bots/ids).
/// </summary>
internal readonly record struct ChatId(long Value)
{
    public bool IsPrivate => Value > 0;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
