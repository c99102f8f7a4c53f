namespace BalanceBot.Billing.Sql;

internal enum FailureKind
{
    /// <summary>The server cannot be reached, or takes nobody now.</summary>
    Away,

    /// <summary>A connection broke that may have been dead for long: once more with a new one.</summary>
    Broken,

    /// <summary>A lock, or too much work: stopped at the time-out.</summary>
    TooSlow,

    /// <summary>The user, the password or the name of the database is wrong.</summary>
    Refused,

    /// <summary>It will fail again in the same way until somebody puts the settings, the query or the database right.</summary>
    Mistake,

    /// <summary>One row holds what cannot be understood.</summary>
    BadRow,
}

/// <summary>What a failure of the database means. The words are for the operator: no secret, no person.</summary>
internal sealed record SqlFailure(FailureKind Kind, string Words);

/// <summary>What a question to the database came to: a closed family.</summary>
internal abstract record SqlAnswer<T>
{
    private SqlAnswer() { }

    /// <param name="IsCut">There were more than anybody can use.</param>
    public sealed record Rows(IReadOnlyList<T> Found, bool IsCut) : SqlAnswer<T>;

    public sealed record Failed(SqlFailure Why) : SqlAnswer<T>;
}
