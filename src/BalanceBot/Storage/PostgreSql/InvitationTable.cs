using BalanceBot.Linking;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

internal sealed class InvitationTable(Database database, ISeal seal) : IInvitationStore
{
    /// <summary>
    /// For the commit that takes it: whoever comes second waits here for the first to end, and then finds nothing. After
    /// the locks of chats, and the last lock that is taken: no two can wait for each other.
    /// </summary>
    public const string Locked = "select true from invitations where token = $1 for update";

    public const string Take = "delete from invitations where token = $1";

    /// <summary>Again after an answer that was lost, it is there already.</summary>
    private const string Insert =
        "insert into invitations (token, contract, number, expires) values ($1, $2, $3, $4) on conflict (token) do nothing";

    public async Task Add(Invitation invitation) =>
        await database.Write(
            Insert,
            Values.Of(invitation.TokenHash),
            Values.Of(Values.Key(invitation.ContractKey)),
            Values.Of(seal.Close(invitation.ContractNumber)),
            Values.Of(invitation.ExpiresAt)
        );

    public async Task<Invitation?> Find(string tokenHash)
    {
        List<Invitation?> found = await database.Read(
            "select contract, number, expires from invitations where token = $1",
            row => Read(row, tokenHash),
            Values.Of(tokenHash)
        );
        return found is [{ } invitation] ? invitation : null;
    }

    public Task<int> ForgetInvitations(DateTimeOffset now) =>
        database.Write("delete from invitations where expires <= $1", Values.Of(now));

    private Invitation? Read(NpgsqlDataReader row, string tokenHash) =>
        seal.Open(row.Bytes(1)) is { } number
            ? new Invitation(tokenHash, Values.Key(row.Bytes(0)), number, row.Time(2))
            : null;
}
