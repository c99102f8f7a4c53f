using BalanceBot.Subscribers;

namespace BalanceBot.Conversations;

/// <summary>What is to be done about a link that nobody uses: a closed set.</summary>
internal enum LinkFate
{
    Stays = 1,

    /// <summary>A word before it ends.</summary>
    Announced,
    Ends,
}

/// <summary>
/// Links end when their chat has said nothing for a long time: a phone that was lost or sold must not show a balance for
/// ever. Pure.
/// </summary>
/// <param name="months">Without a word from the chat; 0: links never end by themselves.</param>
internal sealed class LinkAge(int months)
{
    /// <summary>From the word before to the end.</summary>
    private const int DaysOfGrace = 14;

    /// <summary>What is used is marked once in so many days, for each mark is a write.</summary>
    private const int DaysBetweenMarks = 7;

    public bool IsOn => months > 0;

    public LinkFate FateOf(Link link, DateOnly today)
    {
        if (!IsOn || UsedOn(link).AddMonths(months) > today)
        {
            return LinkFate.Stays;
        }

        return link.EndsOn is not { } end ? LinkFate.Announced
            : end <= today ? LinkFate.Ends
            : LinkFate.Stays;
    }

    public static DateOnly EndOf(DateOnly announced) => announced.AddDays(DaysOfGrace);

    /// <summary>The same subscriber when there is nothing to mark.</summary>
    public static Subscriber Used(Subscriber subscriber, DateOnly today) =>
        subscriber.Links.Any(link => link.EndsOn is not null || UsedOn(link).AddDays(DaysBetweenMarks) <= today)
            ? subscriber with
            {
                Links = [.. subscriber.Links.Select(link => link with { UsedOn = today, EndsOn = null })],
            }
            : subscriber;

    private static DateOnly UsedOn(Link link) => link.UsedOn ?? DateOnly.FromDateTime(link.LinkedAt.UtcDateTime);
}
