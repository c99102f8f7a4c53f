using System.Collections.Concurrent;

namespace BalanceBot.Storage;

/// <summary>
/// Rows with a sealed field that does not open, where many rows are read together: each is told once, by a keyed hash of its
/// chat, and passed over, so that it costs nobody else anything. It is left as it is, for a backup may still mend it.
/// </summary>
internal sealed partial class BrokenRows(ISeal seal, ILogger log)
{
    private readonly ConcurrentDictionary<string, bool> told = new(StringComparer.Ordinal);

    /// <summary>Null: it does not open.</summary>
    public T? Try<T>(long? chat, Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (SealBrokenException)
        {
            string mark = seal.OfChat(chat) ?? "none";
            if (told.TryAdd(mark, true))
            {
                Log.Broken(log, mark);
            }

            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            8001,
            LogLevel.Error,
            "A row of the chat with the hash {Hash} holds a sealed field that was altered, or moved from another row: it is passed over. Put it back from a backup, or take it out",
            EventName = "SealBroken"
        )]
        public static partial void Broken(ILogger log, string hash);
    }
}
