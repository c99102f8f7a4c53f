namespace BalanceBot.Tests.Operations;

/// <summary>
/// Settings that the files under docs/operations use and the product does not have yet: the webhook and PostgreSQL. Each
/// leaves this list when it arrives; a test says so. When it is empty, this file goes.
/// </summary>
internal static class NotMergedYet
{
    public static IReadOnlySet<string> Settings { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "Storage:PostgreSql",
            "Storage:PostgreSql:ConnectionStringFile",
        };
}
