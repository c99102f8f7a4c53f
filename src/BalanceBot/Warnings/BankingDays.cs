namespace BalanceBot.Warnings;

/// <summary>On which days a bank transfer arrives. Pure.</summary>
/// <param name="Rest">Days of the week on which transfers rest.</param>
/// <param name="Holidays">Days beside them.</param>
internal sealed record BankingDays(IReadOnlyCollection<DayOfWeek> Rest, IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>Longer than any run of holidays; whoever rests all year is not looked for further.</summary>
    private const int LongestRest = 31;

    public static BankingDays Every { get; } = new([], new HashSet<DateOnly>());

    public bool IsOne(DateOnly day) => !Rest.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    /// <summary>The last day on which a transfer still arrives in time for <paramref name="due"/>.</summary>
    public DateOnly LastInTime(DateOnly due)
    {
        for (int back = 0; back < LongestRest && due.DayNumber >= back; back++)
        {
            if (IsOne(due.AddDays(-back)))
            {
                return due.AddDays(-back);
            }
        }

        return due;
    }
}
