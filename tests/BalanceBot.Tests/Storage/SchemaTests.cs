using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using LiteDB;

namespace BalanceBot.Tests.Storage;

/// <summary>How an older file becomes a newer one, shown with steps made for the purpose.</summary>
public sealed class SchemaTests : IDisposable
{
    private readonly MemoryStream file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public void Each_step_that_a_file_lacks_is_taken_once_and_in_order()
    {
        List<string> taken = [];
        Action<LiteDatabase> one = db => Take(db, taken, "one");
        Action<LiteDatabase> two = db => Take(db, taken, "two");
        Migrate();
        Migrate(one);
        Migrate(one, two);
        Migrate(one, two);

        Assert.Equal(["one", "two"], taken);
    }

    [Fact]
    public void A_new_file_begins_at_the_current_version_and_needs_no_step()
    {
        List<string> taken = [];
        Migrate(db => Take(db, taken, "one"));
        Migrate(db => Take(db, taken, "one"));

        Assert.Empty(taken);
    }

    [Fact]
    public void A_step_that_breaks_off_leaves_the_version_before_it_whole_and_is_taken_again()
    {
        List<string> taken = [];
        Migrate();
        Assert.Throws<InvalidOperationException>(() =>
            Migrate(
                db => Take(db, taken, "one"),
                db =>
                {
                    db.GetCollection("half").Insert(new BsonDocument { ["_id"] = 1 });
                    throw new InvalidOperationException();
                }
            )
        );

        Migrate(db => Take(db, taken, "one"), db => Assert.Equal(0, db.GetCollection("half").Count()));
        Assert.Equal(["one"], taken);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_says_both_versions()
    {
        Migrate();
        Migrate(_ => { });

        StoreUnusableException refusal = Assert.Throws<StoreUnusableException>(() => Migrate());
        Assert.Contains("schema 2, this one knows 1", refusal.Message);
    }

    private void Migrate(params Action<LiteDatabase>[] steps)
    {
        file.Position = 0;
        using LiteDatabase db = new(file);
        try
        {
            Schema.Migrate(db, "bot.db", steps);
        }
        catch
        {
            db.Rollback();
            throw;
        }
    }

    private static void Take(LiteDatabase db, List<string> taken, string step)
    {
        taken.Add(step);
        db.GetCollection("t").Upsert(new BsonDocument { ["_id"] = step });
    }
}
