using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>Updates that the bot has not confirmed. Guarded by the world's lock.</summary>
internal sealed class UpdateQueue(Rules rules)
{
    private static readonly TimeSpan MessagesKept = TimeSpan.FromHours(24);
    private static readonly TimeSpan QueriesKept = TimeSpan.FromSeconds(150);
    private readonly SortedDictionary<long, (JsonObject Json, DateTimeOffset At, TimeSpan Kept)> waiting = [];
    private List<JsonObject> lastBatch = [];
    private long last = 870_000_000;

    public int Count => waiting.Count;

    /// <summary>After a quiet week Telegram goes on at a random number.</summary>
    public void JumpTo(long id) => last = id - 1;

    public long Add(string kind, JsonNode? content, DateTimeOffset now)
    {
        long id = ++last;
        waiting[id] = (
            new JsonObject { ["update_id"] = id, [kind] = content },
            now,
            kind == "callback_query" ? QueriesKept : MessagesKept
        );
        return id;
    }

    /// <summary>Everything below the offset is forgotten; a negative one keeps so many from the end.</summary>
    public void Forget(long offset)
    {
        if (!rules.OffsetForgets)
        {
            return;
        }

        long below = offset >= 0 ? offset : waiting.Keys.SkipLast((int)-offset).LastOrDefault() + 1;
        foreach (long id in waiting.Keys.TakeWhile(id => id < below).ToList())
        {
            waiting.Remove(id);
        }
    }

    public void Clear() => waiting.Clear();

    public void Remove(long id) => waiting.Remove(id);

    public IReadOnlyList<PendingUpdate> Pending(DateTimeOffset now)
    {
        Expire(now);
        return
        [
            .. waiting.Select(entry => new PendingUpdate(
                entry.Key,
                QueueOf(entry.Value.Json),
                entry.Value.Json.ToJsonString()
            )),
        ];
    }

    public JsonArray Take(long offset, int limit, DateTimeOffset now, bool again)
    {
        Expire(now);
        List<JsonObject> batch =
        [
            .. waiting
                .SkipWhile(entry => offset > 0 && entry.Key < offset)
                .Take(limit)
                .Select(entry => entry.Value.Json),
        ];
        List<JsonObject> all = again ? [.. lastBatch, .. batch] : batch;
        lastBatch = batch.Count > 0 ? batch : lastBatch;
        return [.. all.Select(json => json.DeepClone())];
    }

    public bool Has(long offset) => waiting.Count > 0 && waiting.Keys.Last() >= offset;

    private void Expire(DateTimeOffset now)
    {
        if (!rules.UpdatesExpire)
        {
            return;
        }

        IEnumerable<long> old = waiting
            .Where(entry => now - entry.Value.At > entry.Value.Kept)
            .Select(entry => entry.Key);
        foreach (long id in old.ToList())
        {
            waiting.Remove(id);
        }
    }

    /// <summary>By chat and by sort: presses and memberships do not wait behind messages, an edit does.</summary>
    private static string QueueOf(JsonObject update)
    {
        (string kind, JsonNode? content) = update.First(field => field.Key != "update_id");
        string sort = kind is "callback_query" or "my_chat_member" ? kind : "message";
        JsonNode? chat = content?["chat"]?["id"] ?? content?["message"]?["chat"]?["id"] ?? content?["from"]?["id"];
        return $"{sort} {chat?.ToJsonString()}";
    }
}
