using System.Globalization;
using System.Text;
using BalanceBot.Storage.Moving;
using LiteDB;

namespace BalanceBot.Storage.LiteDb;

/// <summary>A data file, held for a move by its lock file as a bot would hold it.</summary>
internal sealed class MovableFile : IMovable
{
    private readonly FileStream held;
    private readonly LiteDatabase database;
    private readonly LogQueue log;
    private readonly string path;
    private readonly KeyRing keys;
    private bool broken;

    private MovableFile(FileStream held, LiteDatabase database, string path, KeyRing keys)
    {
        this.held = held;
        this.database = database;
        this.path = path;
        this.keys = keys;
        log = LogQueue.Of(database);
    }

    public string Place => $"The data file {path}";

    /// <param name="mustExist">It is moved from, not into.</param>
    public static MovableFile Open(string file, bool mustExist, KeyRing? keys = null)
    {
        keys ??= new KeyRing();
        string full = Path.GetFullPath(file);
        if (mustExist && !(new FileInfo(full) is { Exists: true, Length: > 0 }))
        {
            throw new StoreUnusableException($"There is no data file {full}: there is nothing to move.");
        }

        FileStream? hold = null;
        LiteDatabase? opened = null;
        try
        {
            hold = LiteDbFile.Hold(full);
            opened = LiteDbFile.Open(full);
            Schema.Prepare(opened, full);
            Probes.Check(opened, keys, full);
            return new MovableFile(hold, opened, full, keys);
        }
        catch (Exception failure)
        {
            LiteDbFile.Abandon(opened);
            hold?.Dispose();
            throw failure as StoreUnusableException ?? LiteDbFile.Explain(full, failure);
        }
    }

    /// <summary>For a bot that opens the file.</summary>
    public static void Refuse(LiteDatabase database, string file)
    {
        if (database.Meta().FindById(MoveMark.Id) is not null)
        {
            throw new StoreUnusableException(
                $"The data file {file} is being moved into and incomplete: run BalanceBot move-store until it is complete, or delete the file and its -log file."
            );
        }
    }

    public Task<MoveMark?> Mark() =>
        Told(() => database.Meta().FindById(MoveMark.Id) is { } row ? MoveMark.Parse(row["body"]) : null);

    public Task<bool> IsEmpty() =>
        Told(() => Enum.GetValues<MovedTable>().All(table => Page(table, null, 1).Count == 0));

    public Task<long> Count(MovedTable table) =>
        Told(() =>
            table == MovedTable.Meta
                ? Page(table, null, MovedTables.MetaIds.Count).Count
                : database.GetCollection(MovedTables.Of(table, keys).Name).LongCount()
        );

    public Task<MovedPage> Read(MovedTable table, string? after, int most) =>
        Told(() =>
        {
            MovedTableRows how = MovedTables.Of(table, keys);
            List<BsonDocument> rows = Page(table, after, most);
            return new MovedPage(
                rows.ConvertAll(row => how.Read(row)),
                rows is [.., BsonDocument last] ? Cursor(last[how.Order]) : null
            );
        });

    public Task Write(MovedTable table, IReadOnlyList<MovedRow> rows, MoveMark mark) =>
        Told(() =>
        {
            MovedTableRows how = MovedTables.Of(table, keys);
            return Commit(() =>
            {
                database.GetCollection(how.Name).Upsert(rows.Select(how.Write));
                database.Meta().Upsert(new BsonDocument { ["_id"] = MoveMark.Id, ["body"] = mark.ToString() });
            });
        });

    public Task Complete() => Told(() => Commit(() => database.Meta().Delete(MoveMark.Id)));

    public ValueTask DisposeAsync()
    {
        if (broken)
        {
            LiteDbFile.Abandon(database);
        }
        else
        {
            database.Dispose();
        }

        held.Dispose();
        return ValueTask.CompletedTask;
    }

    private List<BsonDocument> Page(MovedTable table, string? after, int most)
    {
        MovedTableRows how = MovedTables.Of(table, keys);
        ILiteCollection<BsonDocument> rows = database.GetCollection(how.Name);
        if (table == MovedTable.Meta)
        {
            return
            [
                .. MovedTables
                    .MetaIds.Where(id => after is null || string.CompareOrdinal(id, Value(after).AsString) > 0)
                    .Select(id => rows.FindById(id))
                    .Where(row => row is not null)
                    .Take(most),
            ];
        }

        Query query = Query.All(how.Order);
        if (after is not null)
        {
            query.Where.Add(Where.Above(how.Order, Value(after)));
        }

        return rows.Find(query, limit: most).ToList();
    }

    /// <summary>On this thread from begin to commit: LiteDB's transactions belong to one.</summary>
    private bool Commit(Action write)
    {
        database.BeginTrans();
        write();
        if (!database.Commit())
        {
            throw new IOException("LiteDB did not commit.");
        }

        log.WaitUntilWritten();
        return true;
    }

    private Task<T> Told<T>(Func<T> work)
    {
        try
        {
            return Task.FromResult(work());
        }
        catch (ArgumentException)
        {
            broken = true;
            throw new StoreUnusableException(
                $"A contract's key in the source is longer than LiteDB can keep: {Place} stays incomplete, delete it."
            );
        }
        catch (Exception failure) when (failure is LiteException or IOException or UnauthorizedAccessException)
        {
            // As the bot does: nobody knows what reached the disk, so nothing more is written, not even in closing.
            broken = true;
            throw LiteDbFile.Explain(path, failure);
        }
    }

    private static string Cursor(BsonValue key) =>
        key.Type switch
        {
            BsonType.Int64 => $"n{key.AsInt64.ToString(CultureInfo.InvariantCulture)}",
            BsonType.String => $"t{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(key.AsString))}",
            BsonType.Binary => $"b{Convert.ToHexStringLower(key.AsBinary)}",
            _ => throw new InvalidDataException($"A key of the type {key.Type} that no move knows"),
        };

    private static BsonValue Value(string cursor) =>
        cursor[0] switch
        {
            'n' => long.Parse(cursor.AsSpan(1), CultureInfo.InvariantCulture),
            't' => Encoding.UTF8.GetString(Convert.FromHexString(cursor[1..])),
            _ => Convert.FromHexString(cursor[1..]),
        };
}
