using BalanceBot.Benchmarks.Faults.People;
using BalanceBot.Conversations;
using Npgsql;

namespace BalanceBot.Benchmarks.Faults;

/// <summary>
/// What really happened: triggers in the database write down each update that is done and each version of a session, in
/// the transaction in which it happens.
/// </summary>
internal sealed class Ledger(string database)
{
    private const string Triggers = """
        create schema ledger;
        create table ledger.done (seq bigserial primary key, update_id bigint not null);
        create table ledger.sessions (seq bigserial primary key, chat bigint not null, version bigint not null, state int not null);
        create function ledger.write_done() returns trigger language plpgsql as
            $$ begin insert into ledger.done (update_id) values (new.update_id); return null; end $$;
        create function ledger.write_session() returns trigger language plpgsql as
            $$ begin
                insert into ledger.sessions (chat, version, state) values (new.chat, new.version, new.state);
                return null;
            end $$;
        create trigger ledger after insert on balancebot.done
            for each row execute function ledger.write_done();
        create trigger ledger after insert or update on balancebot.sessions
            for each row execute function ledger.write_session();
        """;

    private const string Left = """
        select (select count(*) from balancebot.inbox), (select count(*) from balancebot.outbox),
            (select count(*) from balancebot.quarantine)
        """;

    public async Task Begin(CancellationToken stop)
    {
        await using NpgsqlConnection connection = await Open(stop);
        await using NpgsqlCommand command = new(Triggers, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Rows that wait, and what was put away.</summary>
    public async Task<(long Inbox, long Outbox, long Quarantine)> Waiting(CancellationToken stop)
    {
        await using NpgsqlConnection connection = await Open(stop);
        await using NpgsqlCommand command = new(Left, connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Every update is done once, and in each chat in the order in which they were said.</summary>
    public async Task<DoneFigures> Done(Crowd crowd, CancellationToken stop)
    {
        byte[] times = new byte[crowd.Begun];
        Dictionary<int, long> last = [];
        int outOfOrder = 0;
        await foreach (NpgsqlDataReader row in Rows("select update_id from ledger.done order by seq", stop))
        {
            long id = row.GetInt64(0);
            times[id - Crowd.FirstUpdate]++;
            int speaker = crowd.SpeakerOf(id).Number;
            outOfOrder += last.TryGetValue(speaker, out long before) && before > id ? 1 : 0;
            last[speaker] = id;
        }

        return new DoneFigures(times.Count(one => one == 0), times.Count(one => one > 1), outOfOrder);
    }

    /// <summary>Every version of every session, against the script.</summary>
    public async Task<EffectFigures> Effects(IReadOnlyList<Person> people, CancellationToken stop)
    {
        List<State>[] expected = [.. people.Select(Expected)];
        int[] at = new int[people.Count];
        int twice = 0;
        int wrong = 0;
        await foreach (
            NpgsqlDataReader row in Rows("select chat, version, state from ledger.sessions order by seq", stop)
        )
        {
            int person = Person.NumberOf(row.GetInt64(0));
            int step = at[person]++;
            twice += step >= expected[person].Count || row.GetInt64(1) != step + 1 ? 1 : 0;
            wrong += step < expected[person].Count && (State)row.GetInt32(2) != expected[person][step] ? 1 : 0;
        }

        int lost = people.Sum(person => Math.Max(0, expected[person.Number].Count - at[person.Number]));
        return new EffectFigures(
            expected.Sum(states => states.Count),
            lost,
            twice,
            wrong + await Subscribers(people, stop)
        );
    }

    /// <summary>How many are not as their lines have made them: the version counts each change.</summary>
    private async Task<int> Subscribers(IReadOnlyList<Person> people, CancellationToken stop)
    {
        Dictionary<long, long> versions = [];
        await foreach (NpgsqlDataReader row in Rows("select chat, version from balancebot.subscribers", stop))
        {
            versions[row.GetInt64(0)] = row.GetInt64(1);
        }

        return people.Count(person =>
            versions.GetValueOrDefault(person.Chat) != Enumerable.Range(0, person.Begun).Count(Script.ChangesSubscriber)
        );
    }

    private static List<State> Expected(Person person) =>
        [.. Enumerable.Range(0, person.Begun).Where(Script.ChangesSession).Select(Script.StateAfter)];

    private async IAsyncEnumerable<NpgsqlDataReader> Rows(
        string sql,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop
    )
    {
        await using NpgsqlConnection connection = await Open(stop);
        await using NpgsqlCommand command = new(sql, connection) { CommandTimeout = 300 };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            yield return reader;
        }
    }

    private async Task<NpgsqlConnection> Open(CancellationToken stop)
    {
        NpgsqlConnection connection = new(database + ";Pooling=false");
        await connection.OpenAsync(stop);
        return connection;
    }
}

/// <param name="Lost">Never done.</param>
internal sealed record DoneFigures(int Lost, int Twice, int OutOfOrder);

/// <param name="Expected">Versions of sessions that the lines should have made.</param>
/// <param name="Wrong">A state, or a subscriber, that is not what the script makes it.</param>
internal sealed record EffectFigures(int Expected, int Lost, int Twice, int Wrong);
