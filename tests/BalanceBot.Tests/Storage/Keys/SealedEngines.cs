using BalanceBot.Storage;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Storage.PostgreSql;

namespace BalanceBot.Tests.Storage.Keys;

// With a key every engine does what it does without one.

public sealed class SealedLiteDbStoreContract() : StoreContract(new LiteDbEngine(Ring.Of("A")));

public sealed class SealedLiteDbAuditContract() : AuditContract(new LiteDbEngine(Ring.Of("A")));

public sealed class SealedLiteDbForgettingContract() : ForgettingContract(new LiteDbEngine(Ring.Of("A")));

public sealed class SealedLiteDbScanStoreContract() : ScanStoreContract(new LiteDbEngine(Ring.Of("A")));

public sealed class SealedPostgreSqlStoreContract() : StoreContract(new PostgreSqlEngine(Ring.Of("A")));

public sealed class SealedPostgreSqlAuditContract() : AuditContract(new PostgreSqlEngine(Ring.Of("A")));

public sealed class SealedPostgreSqlForgettingContract() : ForgettingContract(new PostgreSqlEngine(Ring.Of("A")));

public sealed class SealedPostgreSqlScanStoreContract() : ScanStoreContract(new PostgreSqlEngine(Ring.Of("A")));

/// <summary>An engine that can be opened with other keys.</summary>
internal interface IKeyedEngine : IEngine
{
    /// <summary>From the next opening on.</summary>
    KeyRing Keys { get; set; }

    IResealing Resealing { get; }

    Task<StoreUnusableException> Failed { get; }

    /// <summary>Whether a text lies anywhere in it in clear.</summary>
    bool Holds(string text);

    /// <summary>As somebody would who can write into the store, but has no key.</summary>
    void CopyLinks(ChatId from, ChatId to);

    /// <summary>The same with all entries of the audit: each gets another kind.</summary>
    void ChangeAudit();
}

internal static class Ring
{
    public static FieldKey Key(string name) =>
        FieldKey.Parse(Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(name.PadRight(32, '.'))))!;

    /// <param name="older">Only open.</param>
    public static KeyRing Of(string current, params string[] older) => new(Key(current), [.. older.Select(Key)]);
}
