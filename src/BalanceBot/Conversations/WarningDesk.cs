using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Conversations;

/// <summary>The operator's bounds for what a subscriber may choose.</summary>
/// <param name="Zones">Time zones to choose from (IANA names).</param>
internal sealed record WarningBounds(WarningLimits Limits, IReadOnlyList<string> Zones, decimal LargestThreshold)
{
    /// <summary>"Remind me tomorrow".</summary>
    public static TimeSpan Snooze { get; } = TimeSpan.FromHours(24);
}

/// <summary>What a subscriber chooses of the warnings, and what the answer shows. Pure.</summary>
internal static class WarningDesk
{
    /// <summary>The subscriber after a choice; the same where it changes nothing or is not to be had.</summary>
    public static Subscriber Choose(Subscriber subscriber, WarningChoice choice, WarningBounds bounds)
    {
        WarningChoices now = subscriber.Warnings;
        switch (choice)
        {
            case WarningChoice.Days(var days, var on):
                return With(subscriber, now with { Days = DaysWith(now.Days ?? DaysOf(bounds.Limits), days, on) });
            case WarningChoice.Payments(var on):
                return With(subscriber, now with { Payments = on });
            case WarningChoice.AllRight(var on):
                return With(subscriber, now with { AllRight = on });
            case WarningChoice.Quiet(var hours):
                return With(subscriber, now with { Quiet = hours });
            case WarningChoice.Zone(var name):
                return bounds.Zones.Contains(name, StringComparer.Ordinal)
                    ? With(subscriber, now with { Zone = name })
                    : subscriber;
            case WarningChoice.Contract(var tag, var on):
                return With(subscriber, tag, choices => choices with { On = on });
            case WarningChoice.Threshold(var tag, var sum):
                return With(subscriber, tag, choices => choices with { Threshold = sum });
            default:
                throw new ArgumentOutOfRangeException(nameof(choice), choice.GetType().Name, "No such choice");
        }
    }

    /// <summary>No balance warning of this contract for a day.</summary>
    public static Subscriber Snooze(Subscriber subscriber, string tag, DateTimeOffset now) =>
        With(subscriber, tag, choices => choices with { SnoozedUntil = now + WarningBounds.Snooze });

    /// <summary>What was typed, as a choice; null when it cannot be one.</summary>
    public static WarningChoice? Typed(State state, string words, string? contractKey, decimal largest) =>
        state switch
        {
            State.AwaitingQuiet when Typing.Quiet(words) is { } hours => new WarningChoice.Quiet(hours),
            State.AwaitingThreshold
                when contractKey is not null && Typing.Sum(words) is { } sum && sum >= 0 && sum <= largest =>
                new WarningChoice.Threshold(Presses.Tag(contractKey), sum),
            _ => null,
        };

    /// <summary>Whether a pressed button chooses what the dialogue has asked to type.</summary>
    public static bool Answers(State state, string? contractKey, WarningChoice choice) =>
        (state, choice) switch
        {
            (State.AwaitingQuiet, WarningChoice.Quiet) => true,
            (State.AwaitingThreshold, WarningChoice.Threshold(var tag, _)) => contractKey is not null
                && tag == Presses.Tag(contractKey),
            _ => false,
        };

    /// <summary>
    /// What a change of wishes makes reached that was not reached before, or ends: it is shown by the answer, and a setting never
    /// fires by itself.
    /// </summary>
    public static Reached NewlyReached(
        Judge judge,
        ContractSnapshot contract,
        Episode episode,
        (Wishes Before, Wishes After) wishes,
        DateTimeOffset now
    )
    {
        Reached before = judge.Reach(contract, episode, wishes.Before, now);
        Reached after = judge.Reach(contract, episode, wishes.After, now);
        return new Reached(after.Level > before.Level ? after.Level : Level.None, after.Threshold && !before.Threshold)
        {
            EndsEpisode =
                judge.IsOver(contract, episode, wishes.After, now)
                && !judge.IsOver(contract, episode, wishes.Before, now),
        };
    }

    private static Subscriber With(Subscriber subscriber, WarningChoices choices) =>
        choices == subscriber.Warnings ? subscriber : subscriber with { Warnings = choices };

    private static Subscriber With(Subscriber subscriber, string tag, Func<LinkChoices, LinkChoices> choose) =>
        subscriber.Links.FirstOrDefault(link => Presses.Tag(link.ContractKey) == tag) is { } link
        && choose(link.Choices) != link.Choices
            ? subscriber.With(link.ContractKey, choose)
            : subscriber;

    private static DayChoice DaysWith(DayChoice days, int which, bool on) =>
        which switch
        {
            7 => days with { Week = on },
            3 => days with { ThreeDays = on },
            _ => days with { Day = on },
        };

    private static DayChoice DaysOf(WarningLimits limits) =>
        new(
            limits.Levels.Contains(Level.Week),
            limits.Levels.Contains(Level.ThreeDays),
            limits.Levels.Contains(Level.Day)
        );
}
