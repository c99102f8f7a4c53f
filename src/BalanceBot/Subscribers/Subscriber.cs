namespace BalanceBot.Subscribers;

/// <summary>A chat and what it is linked to. No secret, document, phone or name is ever part of it.</summary>
internal sealed record Subscriber(ChatId Chat)
{
    /// <summary>In the order of linking; at most one link for a contract.</summary>
    public IReadOnlyList<Link> Links { get; init; } = [];

    /// <summary>The language the person chose (IETF tag), or null to follow Telegram's <c>language_code</c>.</summary>
    public string? Language { get; init; }

    /// <summary>Telegram's <c>language_code</c> as last heard: in it the bot speaks first.</summary>
    public string? HeardLanguage { get; init; }

    public WarningChoices Warnings { get; init; } = WarningChoices.None;

    /// <summary>False once Telegram said that the bot is blocked or the chat is gone; the next /start revives it.</summary>
    public bool Reachable { get; init; } = true;

    /// <summary>The store's count of writes, 0 before the first; a commit over another version is refused.</summary>
    public long RowVersion { get; init; }

    /// <summary>Those that count.</summary>
    public IEnumerable<Link> Active => Links.Where(link => !link.IsSuspended);

    public Link? LinkTo(string contractKey) => Links.FirstOrDefault(link => link.ContractKey == contractKey);

    /// <summary>A new link comes last; another state of one that is there keeps its place.</summary>
    public Subscriber With(Link link) =>
        this with
        {
            Links = LinkTo(link.ContractKey) is null
                ? [.. Links, link]
                : [.. Links.Select(l => l.ContractKey == link.ContractKey ? link : l)],
        };

    /// <summary>Other choices for a contract that is linked; its place in the order stays.</summary>
    public Subscriber With(string contractKey, Func<LinkChoices, LinkChoices> choose) =>
        this with
        {
            Links = [.. Links.Select(l => l.ContractKey == contractKey ? l with { Choices = choose(l.Choices) } : l)],
        };

    public Subscriber Without(string contractKey) =>
        this with
        {
            Links = [.. Links.Where(l => l.ContractKey != contractKey)],
        };
}

/// <summary>What is kept after a verification: the contract's stable key and printed number, the way and the time.</summary>
internal sealed record Link(string ContractKey, string ContractNumber, LinkWay Way, DateTimeOffset LinkedAt)
{
    public LinkChoices Choices { get; init; } = LinkChoices.None;

    /// <summary>The contract must be proved again before anything of it is shown.</summary>
    public bool IsSuspended { get; init; }

    /// <summary>The chat has said something on this day or up to a week later (UTC); null: since the link was made.</summary>
    public DateOnly? UsedOn { get; init; }

    /// <summary>It was told that the link ends on this day, for nobody uses it.</summary>
    public DateOnly? EndsOn { get; init; }

    /// <summary>
    /// A promised payment that the billing was asked to take and whose outcome is not known yet. Written before the billing
    /// is asked, and gone only when it is known: while it is here, nobody asks a second time.
    /// </summary>
    public AskedPromise? Promise { get; init; }
}

/// <summary>What the person agreed to.</summary>
/// <param name="Currency">Of the sums.</param>
internal sealed record AskedPromise(
    DateTimeOffset At,
    string Currency,
    decimal? Amount,
    decimal? Price,
    DateOnly? Until
);

internal enum LinkWay
{
    ContractAndDocument = 1,
    LoginAndPassword = 2,
    Token = 3,
}
