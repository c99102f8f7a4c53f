using BalanceBot.Conversations;
using BalanceBot.Subscribers;

namespace BalanceBot.Storage.LiteDb;

/// <summary>
/// Chats as they were read last: whoever asks again is answered without the file, which costs a third of a turn. Only this
/// process writes the file, so it can be right: the writer names the chats that it changes, and after the commit they are
/// forgotten, and with them whatever was read while it was under way.
/// </summary>
/// <param name="most">Kept twice at most; what is asked for again outlives what is not.</param>
internal sealed class ChatCache(int most)
{
    private readonly Lock gate = new();
    private readonly List<ChatId> touched = [];
    private Dictionary<ChatId, Loaded> young = [];
    private Dictionary<ChatId, Loaded> old = [];
    private long commits;

    /// <summary>Which state of the file is read now: to be taken before reading.</summary>
    public long Reading
    {
        get
        {
            lock (gate)
            {
                return commits;
            }
        }
    }

    public Loaded? Find(ChatId chat)
    {
        lock (gate)
        {
            if (young.TryGetValue(chat, out Loaded? found))
            {
                return found;
            }

            if (!old.Remove(chat, out found))
            {
                return null;
            }

            Put(chat, found);
            return found;
        }
    }

    /// <summary>Not when something has been written since: what was read may be older.</summary>
    public void Add(long reading, Loaded chat)
    {
        lock (gate)
        {
            // A draft lies sealed in the file and is soon over: no reason to have it in memory for long.
            if (reading == commits && chat.Session.Draft is null)
            {
                Put(chat.Session.Chat, chat);
            }
        }
    }

    /// <summary>Within the writer's operation: this chat is being changed.</summary>
    public void Touch(ChatId chat) => touched.Add(chat);

    /// <summary>By the writer, when what it has touched can be read and before anybody is told; or was rolled back.</summary>
    public void Forget()
    {
        if (touched.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            commits++;
            foreach (ChatId chat in touched)
            {
                young.Remove(chat);
                old.Remove(chat);
            }
        }

        touched.Clear();
    }

    private void Put(ChatId chat, Loaded value)
    {
        if (young.Count >= most)
        {
            old = young;
            young = [];
        }

        young[chat] = value;
    }
}
