using System.Text;
using BalanceBot.Linking;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

internal sealed class InvitationTable(LiteDatabase file, Writer writer, ISeal seal) : IInvitationStore
{
    public Task Add(Invitation invitation)
    {
        BsonDocument row = new()
        {
            ["_id"] = Id(invitation.TokenHash),
            ["key"] = invitation.ContractKey,
            ["number"] = seal.Close(invitation.ContractNumber),
            ["expires"] = invitation.ExpiresAt.UtcTicks,
        };
        return writer.Write(db => db.Invitations().Insert(row));
    }

    public Task<Invitation?> Find(string tokenHash) =>
        Task.FromResult(
            file.Invitations().FindById(Id(tokenHash)) is { } row && seal.Open(row["number"].AsBinary) is { } number
                ? new Invitation(tokenHash, row["key"], number, Tables.Time(row["expires"]))
                : null
        );

    public Task<int> ForgetInvitations(DateTimeOffset now) =>
        writer.Write(db => db.Invitations().DeleteMany(Where.Below("expires", now.UtcTicks + 1)));

    public static bool IsOpen(LiteDatabase db, string tokenHash) =>
        db.Invitations().FindById(Id(tokenHash)) is not null;

    public static void Take(LiteDatabase db, string tokenHash) => db.Invitations().Delete(Id(tokenHash));

    /// <summary>In bytes: LiteDB takes texts for the same that differ in case.</summary>
    private static BsonValue Id(string tokenHash) => Encoding.UTF8.GetBytes(tokenHash);
}
