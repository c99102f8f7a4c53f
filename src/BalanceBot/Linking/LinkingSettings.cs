namespace BalanceBot.Linking;

/// <summary>How a contract is proved, and how often one may guess.</summary>
internal sealed class LinkingSettings
{
    /// <summary>Contract number and document, as a support desk asks. At least one way must be on.</summary>
    public bool ContractAndDocument { get; set; } = true;

    /// <summary>Login and password, as the web cabinet asks.</summary>
    public bool LoginAndPassword { get; set; } = true;

    /// <summary>So many attempts without a success lock a chat, and a contract. Range 1-20.</summary>
    public int WrongAttempts { get; set; } = 5;

    /// <summary>
    /// Wrong attempts of all chats together within an hour of the clock; after that nobody is linked until the next. Range
    /// 20-1000000.
    /// </summary>
    public int WrongAttemptsPerHour { get; set; } = 1000;

    /// <summary>A link ends when its chat has said nothing for so many months; 0: never. Range 0-120.</summary>
    public int EndUnusedAfterMonths { get; set; } = 24;

    /// <summary>Chats that may be linked to one contract. Range 1-50.</summary>
    public int MostChatsPerContract { get; set; } = 5;

    /// <summary>
    /// A scan that finds more than so many percent of the links to be proved again, and more than 20, suspends none and asks
    /// the operators: perhaps the billing only writes names another way. Range 0-100; 100: it suspends all.
    /// </summary>
    public int MostSuspendedPerScan { get; set; } = 5;

    /// <summary>
    /// Counted up by an operator whose billing writes the same holders or papers another way: who holds what is noted anew,
    /// and nobody is asked for it. Range 1-1000000.
    /// </summary>
    public int HolderMarks { get; set; } = 1;

    /// <summary>At most one file of what is kept in so long, for each chat. Range 0-24 h; 0: no limit.</summary>
    public TimeSpan ExportEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The first lock, the second, ...; the last one repeats. Each longer than the one before, up to 7 days.</summary>
    public IReadOnlyList<TimeSpan> Locks { get; set; } =
    [TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(24)];

    /// <summary>After so long without an attempt the count and the escalation start again. Range 1 h - 90 days.</summary>
    public TimeSpan ForgetAfter { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A one-time link may be used for so long. Range 1 min - 24 h.</summary>
    public TimeSpan InvitationLasts { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the audit is kept. Range 1 day - 10 years.</summary>
    public TimeSpan KeepAudit { get; set; } = TimeSpan.FromDays(365);
}
