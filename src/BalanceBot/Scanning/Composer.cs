using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Scanning;

/// <summary>One message for all that a chat is to be told now. Pure but for the message's id.</summary>
internal sealed class Composer(Voices voices, WarningLimits limits)
{
    private static readonly TimeSpan OfUse = TimeSpan.FromDays(1);

    /// <summary>Null: nothing is to be told.</summary>
    public Outgoing? Compose(Subscriber subscriber, IReadOnlyList<Judged> judged, DateTimeOffset now)
    {
        Judged[] spoken = [.. judged.Where(one => one.Judgement.Decision.Speaks)];
        if (spoken.Length == 0)
        {
            return null;
        }

        Voice voice = voices.For(subscriber.Language ?? subscriber.HeardLanguage);
        Told[] told =
        [
            .. spoken.Select(one => new Told(
                subscriber.LinkTo(one.Watch.ContractKey)!,
                one.Contract!,
                one.Judgement.Decision
            )),
        ];
        return new Outgoing(Guid.CreateVersion7(), subscriber.Chat, OutgoingClass.Bulk, voice.Announce(told, now))
        {
            // A watch is written with each message about it: of one state of it there is one message, whatever happens.
            DedupeKey = $"{Outgoing.KeyOf(subscriber.Chat)}{StateOf(spoken[0], told[0].Link)}",
            Expires = spoken.Max(one => UselessAt(one.Judgement.Decision, now)),
            About = [.. spoken.Select(one => one.Watch.ContractKey)],
        };
    }

    /// <summary>Who links anew is watched anew, and the count of writes begins anew.</summary>
    private static string StateOf(Judged one, Link link) =>
        $"{Presses.Tag(link.ContractKey)}:{link.LinkedAt.UtcTicks}@{one.Watch.RowVersion}";

    /// <summary>When the day of the charge is over, the warning has lost its use; anything else after a day.</summary>
    private DateTimeOffset UselessAt(Decision decision, DateTimeOffset now)
    {
        if (decision is not Decision.Warn(_, Forecast.LastsUntil(var on, _, _), _))
        {
            return now + OfUse;
        }

        DateTime midnight = on.AddDays(1).ToDateTime(TimeOnly.MinValue);
        DateTimeOffset end = new(midnight, limits.Zone.GetUtcOffset(midnight));
        return end > now ? end : now + OfUse;
    }
}
