using BalanceBot.Conversations;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using LiteDB;

namespace BalanceBot.Benchmarks.MadeUp;

/// <summary>The real store, and many who are linked in it.</summary>
internal static class Stores
{
    private const int Together = 20_000;

    public static LiteDbStore Open(string folder) =>
        LiteDbStore.Open(FileIn(folder), Seal.From("0:benchmark", "storage"));

    public static string FileIn(string folder) => Path.Combine(folder, "bench.db");

    public static string LogIn(string folder) => Path.Combine(folder, "bench-log.db");

    /// <summary>
    /// By the rows that a turn's commit writes, many in one transaction: one by one a million takes a quarter of an hour.
    /// In no order of their keys, as people come in life: rows lie anywhere in the file.
    /// </summary>
    public static void Fill(string folder, int[] numbers, Progress progress)
    {
        using LiteDatabase file = LiteDbFile.Open(FileIn(folder));
        Schema.Prepare(file, FileIn(folder));
        for (int from = 0; from < numbers.Length; from += Together)
        {
            file.BeginTrans();
            int end = Math.Min(numbers.Length, from + Together);
            for (int i = from; i < end; i++)
            {
                Link(file, LinkedTo(numbers[Shuffled(i, numbers.Length)]));
            }

            file.Commit();
            progress.Tell(end);
        }
    }

    private static void Link(LiteDatabase file, Subscriber subscriber)
    {
        file.Subscribers().Insert(new SubscriberRows(new KeyRing()).Row(subscriber with { RowVersion = 1 }));
        WatchSync.Follow(file, new Subscriber(subscriber.Chat), subscriber, TurnChanges.ShownNothing);
    }

    private static Subscriber LinkedTo(int number) =>
        new(Contracts.Chat(number))
        {
            HeardLanguage = "en",
            Warnings = Contracts.Choices(number),
            Links =
            [
                new Link(Contracts.Key(number), Contracts.Key(number), LinkWay.ContractAndDocument, SteadyTime.Noon),
            ],
        };

    /// <summary>A large prime, to step through all of them once.</summary>
    private static int Shuffled(int i, int count) => (int)(i * 7_368_787L % count);
}
