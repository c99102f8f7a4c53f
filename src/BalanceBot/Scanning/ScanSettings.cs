namespace BalanceBot.Scanning;

/// <summary>When the billing is looked through, and for how long.</summary>
internal sealed class ScanSettings
{
    /// <summary>From the start of one run to the start of the next. Range 1 min - 24 h.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Contracts asked of the billing at once. Range 10-10000.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>A run that takes longer is broken off; the next goes on where it stopped. Range 1 min - 24 h.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromHours(2);

    /// <summary>No complete run for so long alarms the operators. Range 1 h - 7 days.</summary>
    public TimeSpan AlarmAfter { get; set; } = TimeSpan.FromHours(25);

    /// <summary>Decisions are kept so long, for "why". Range 1-365 days.</summary>
    public TimeSpan KeepDecisions { get; set; } = TimeSpan.FromDays(90);
}
