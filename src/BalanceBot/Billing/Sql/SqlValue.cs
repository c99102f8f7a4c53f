namespace BalanceBot.Billing.Sql;

/// <summary>A value of a named parameter: a closed family, so that each engine can give it the type of a column.</summary>
internal abstract record SqlValue
{
    private SqlValue() { }

    public sealed record Text(string Value) : SqlValue;

    public sealed record Number(long Value) : SqlValue;

    /// <summary>A time by the billing's clock, without its zone.</summary>
    public sealed record Time(DateTime Value) : SqlValue;

    public sealed record Numbers(IReadOnlyList<long> Values) : SqlValue;

    public sealed record Texts(IReadOnlyList<string> Values) : SqlValue;
}
