using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace BalanceBot.Storage.Moving;

/// <summary>
/// A store that is read from, or written into, with nobody else at it: who opens it holds it until it is disposed.
/// Every failure is a <see cref="StoreUnusableException"/> with a sentence for the operator.
/// </summary>
internal interface IMovable : IAsyncDisposable
{
    /// <summary>Where it is, for people; no secret.</summary>
    string Place { get; }

    /// <summary>Of a move into this store that is not complete; null: there is none.</summary>
    Task<MoveMark?> Mark();

    Task<bool> IsEmpty();

    Task<long> Count(MovedTable table);

    /// <summary>The next rows in the store's own order.</summary>
    /// <param name="after">Where the page before ended; null: from the beginning.</param>
    Task<MovedPage> Read(MovedTable table, string? after, int most);

    /// <summary>Rows and mark in one commit. What is there already is written over: a page may come twice.</summary>
    Task Write(MovedTable table, IReadOnlyList<MovedRow> rows, MoveMark mark);

    /// <summary>The mark goes: from now on a bot may have it.</summary>
    Task Complete();
}

/// <param name="Last">Where it ends; null: there was nothing more.</param>
internal sealed record MovedPage(IReadOnlyList<MovedRow> Rows, string? Last);

/// <summary>Lies in the target while it is incomplete, and tells how far it is.</summary>
/// <param name="Source">Which store it comes from, as a fingerprint.</param>
/// <param name="Table">The table at hand.</param>
/// <param name="After">Where the last page of it that was written ended.</param>
internal sealed record MoveMark(string Source, MovedTable Table, string? After)
{
    /// <summary>The id of the mark's row in every engine.</summary>
    public const string Id = "moving";

    public static string FingerprintOf(string place) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(place)))[..16];

    public static MoveMark Parse(string text) => JsonSerializer.Deserialize(text, MovedJson.Default.MoveMark)!;

    public override string ToString() => JsonSerializer.Serialize(this, MovedJson.Default.MoveMark);
}
