using System.Collections.Concurrent;
using BalanceBot.Sandbox.BotApi;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Many people who do something at once. Looked at as the messages come: a world of thousands is slow to ask.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<long, List<ChatMessage>> heard = new();
    private readonly FakeTimeProvider time;
    private readonly IDisposable watching;
    private long shown;

    public Crowd(Scene scene, FakeTimeProvider time)
    {
        this.time = time;
        watching = scene.World.Watch(happened =>
        {
            if (happened is WorldEvent.Shown({ FromBot: true } message))
            {
                List<ChatMessage> all = heard.GetOrAdd(message.Chat, _ => []);
                lock (all)
                {
                    all.Add(message);
                }

                Interlocked.Increment(ref shown);
            }
        });
    }

    /// <summary>All that the bot has said and changed in a chat.</summary>
    public IReadOnlyList<ChatMessage> Heard(long chat)
    {
        List<ChatMessage> all = heard.GetOrAdd(chat, _ => []);
        lock (all)
        {
            return [.. all];
        }
    }

    /// <summary>Each does it and hears one more message.</summary>
    public async Task All(IReadOnlyList<long> chats, Action<long> act)
    {
        Dictionary<long, int> before = chats.ToDictionary(chat => chat, chat => Heard(chat).Count);
        foreach (long chat in chats)
        {
            act(chat);
        }

        long started = TimeProvider.System.GetTimestamp();
        while (chats.Any(chat => Heard(chat).Count == before[chat]))
        {
            long soFar = Interlocked.Read(ref shown);
            await Task.Delay(Moment, TimeProvider.System, TestContext.Current.CancellationToken);
            if (soFar == Interlocked.Read(ref shown))
            {
                // An answer may wait for the chat's pace.
                time.Advance(TimeSpan.FromMilliseconds(200));
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, "somebody is never answered");
        }
    }

    public void Dispose() => watching.Dispose();
}
