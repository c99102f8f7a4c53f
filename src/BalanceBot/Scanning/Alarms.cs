namespace BalanceBot.Scanning;

/// <summary>What is looked at to say whether the operators must be told.</summary>
/// <param name="BillingAway">Null: not known now.</param>
/// <param name="Stale">How many contracts of the last complete run had data too old to warn from; null: not known now.</param>
internal sealed record AlarmFacts(bool? BillingAway, int? Stale, DateTimeOffset RunsSince, DateTimeOffset Now)
{
    /// <summary>How many links the last complete run did not dare to suspend; null: not known now.</summary>
    public int? Braked { get; init; }
}

/// <summary>An alarm that the operators are told of, or its end.</summary>
/// <param name="Since">When it was raised.</param>
/// <param name="Count">Of contracts, where it is about some.</param>
internal sealed record AlarmNews(Alarm Alarm, bool Raised, DateTimeOffset Since, int Count);

/// <summary>Each alarm is told once when it is raised and once when it is over. Pure.</summary>
internal static class Alarms
{
    public static IReadOnlyList<AlarmNews> News(ScanRun run, AlarmFacts facts, TimeSpan alarmAfter)
    {
        DateTimeOffset lastComplete = run.CompletedAt ?? facts.RunsSince;
        (Alarm Alarm, bool? IsOn, int Count)[] states =
        [
            (Alarm.BillingAway, facts.BillingAway, 0),
            (Alarm.StaleData, facts.Stale is { } stale ? stale > 0 : null, facts.Stale ?? 0),
            (Alarm.ManyChanged, facts.Braked is { } braked ? braked > 0 : null, facts.Braked ?? 0),
            (Alarm.NoCompleteRun, facts.Now - lastComplete > alarmAfter, 0),
        ];
        return
        [
            .. states
                .Where(state => state.IsOn is { } isOn && isOn != run.Alarms.ContainsKey(state.Alarm))
                .Select(state => new AlarmNews(
                    state.Alarm,
                    state.IsOn!.Value,
                    run.Alarms.TryGetValue(state.Alarm, out DateTimeOffset since) ? since : facts.Now,
                    state.Count
                )),
        ];
    }

    public static ScanRun After(ScanRun run, IReadOnlyList<AlarmNews> news)
    {
        Dictionary<Alarm, DateTimeOffset> alarms = new(run.Alarms);
        foreach (AlarmNews told in news)
        {
            if (told.Raised)
            {
                alarms[told.Alarm] = told.Since;
            }
            else
            {
                alarms.Remove(told.Alarm);
            }
        }

        return run with
        {
            Alarms = alarms,
        };
    }
}
