using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>
/// Advisory locks: they stand for what has no row yet. Those of chats are taken in one order, so that no two wait for each
/// other; two chats that share a number only wait once too often.
/// </summary>
internal static class Locks
{
    /// <summary>Whose updates are whose. Until the transaction ends; <c>$1</c> are chats.</summary>
    public const string OfInbox =
        "select count(pg_advisory_xact_lock(1, k)) from (select distinct hashint8(c) as k from unnest($1::bigint[]) c order by k) s";

    /// <summary>A chat's session, subscriber and messages. Until the transaction ends; <c>$1</c> are chats.</summary>
    public const string OfChats =
        "select count(pg_advisory_xact_lock(2, k)) from (select distinct hashint8(c) as k from unnest($1::bigint[]) c order by k) s";

    /// <summary>Counts of wrong guesses. Until the transaction ends; <c>$1</c> are keys.</summary>
    public const string OfAttempts =
        "select count(pg_advisory_xact_lock(3, k)) from (select distinct hashtext(t) as k from unnest($1::text[]) t order by k) s";

    /// <summary>
    /// Until the transaction ends; <c>$1</c> is the name of one call. Its repetition waits for a first try that the server
    /// may still be at.
    /// </summary>
    public const string OfCall = "select pg_advisory_xact_lock(4, hashtext($1::text))";

    /// <summary>Who is linked to a contract. Until the transaction ends; <c>$1</c> is its key. Taken after those of chats.</summary>
    public const string OfContract = "select pg_advisory_xact_lock(5, hashtext($1))";

    /// <summary>One number for a name within a schema: two bots in one database do not stand in each other's way.</summary>
    public static long Named(string schema, string name) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"BalanceBot {schema} {name}")));
}
