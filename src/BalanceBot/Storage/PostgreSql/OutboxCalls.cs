using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>Of one row of the outbox that its sender has claimed.</summary>
internal sealed class RowCall(CallKind kind, Guid id, Guid claim, bool begun = false) : Call<bool>(kind)
{
    public Guid Id { get; } = id;
    public Guid Claim { get; } = claim;
    public bool Begun { get; } = begun;
}

/// <summary>Sent, refused or expired: rows go.</summary>
internal sealed class FinishKind : CallKind
{
    private const string Delete = """
        delete from outbox o
        using unnest($1::uuid[], $2::uuid[]) as c(id, claim)
        where o.id = c.id and o.claim = c.claim
        returning o.id
        """;

    private const string Left = "select id from outbox where id = any($1)";

    public override void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again)
    {
        Guid[] ids = [.. calls.Cast<RowCall>().Select(call => call.Id)];
        batch.Then(Delete, Values.Of(ids), Values.Of([.. calls.Cast<RowCall>().Select(call => call.Claim)]));
        if (again)
        {
            batch.Then(Left, Values.Of(ids));
        }
    }

    public override async Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again)
    {
        HashSet<Guid> gone = [.. await reader.Rows(row => row.GetGuid(0))];
        if (again)
        {
            // What is not there any more was settled by the try whose answer was lost: nobody else has its claim.
            HashSet<Guid> left = [.. await reader.Rows(row => row.GetGuid(0))];
            gone.UnionWith(calls.Cast<RowCall>().Select(call => call.Id).Where(id => !left.Contains(id)));
        }

        foreach (RowCall call in calls.Cast<RowCall>())
        {
            call.Result = gone.Remove(call.Id);
        }
    }
}

/// <summary>On its way, or surely not any more.</summary>
internal sealed class BegunKind : CallKind
{
    private const string Update = """
        update outbox o
        set begun = c.begun
        from unnest($1::uuid[], $2::uuid[], $3::bool[]) as c(id, claim, begun)
        where o.id = c.id and o.claim = c.claim
        returning o.id, o.claim
        """;

    public override void Write(NpgsqlBatch batch, IReadOnlyList<Call> calls, bool again)
    {
        // Of two about the same row the later counts.
        RowCall[] last = [.. calls.Cast<RowCall>().Reverse().DistinctBy(call => (call.Id, call.Claim))];
        batch.Then(
            Update,
            Values.Of([.. last.Select(call => call.Id)]),
            Values.Of([.. last.Select(call => call.Claim)]),
            Values.Of([.. last.Select(call => call.Begun)])
        );
    }

    public override async Task Read(NpgsqlDataReader reader, IReadOnlyList<Call> calls, bool again)
    {
        HashSet<(Guid, Guid)> ours = [.. await reader.Rows(row => (row.GetGuid(0), row.GetGuid(1)))];
        foreach (RowCall call in calls.Cast<RowCall>())
        {
            call.Result = ours.Contains((call.Id, call.Claim));
        }
    }
}
