using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using BalanceBot.Sandbox.Clock;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>What one page is told: the whole state first, then every change. A page that reconnects is whole again.</summary>
internal sealed class PageStream(IChatWorld world, BillingFile billing, SandboxClock clock)
{
    /// <summary>A page this far behind is cut off; it reconnects and gets the state instead of the backlog.</summary>
    private const int MostWaiting = 10_000;

    private static readonly string[] Languages = ["en", "nb", "uk", "ru", "de", "sv", "pl"];

    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    public async IAsyncEnumerable<SseItem<string>> Open([EnumeratorCancellation] CancellationToken stop)
    {
        var waiting = Channel.CreateBounded<SseItem<string>>(new BoundedChannelOptions(MostWaiting));
        // Watch first, look second: what happens in between is told twice, and every event may be told twice.
        using var watch = world.Watch(happened => Tell(Worded(happened)));
        billing.Changed += TellContracts;
        clock.Moved += TellClock;
        clock.Passed += TellClock;
        try
        {
            yield return Item("state", State());
            await foreach (var item in waiting.Reader.ReadAllAsync(stop))
            {
                yield return item;
            }
        }
        finally
        {
            clock.Moved -= TellClock;
            clock.Passed -= TellClock;
            billing.Changed -= TellContracts;
        }

        void TellContracts(object? sender, EventArgs args) => Tell(Item("contracts", billing.Contracts()));

        void TellClock(object? sender, EventArgs args) => Tell(Item("clock", Clock()));

        void Tell(SseItem<string> item)
        {
            if (!waiting.Writer.TryWrite(item))
            {
                waiting.Writer.TryComplete();
            }
        }
    }

    private object State() =>
        new
        {
            Languages,
            People = world.Chats().Select(Whole),
            Faults = world.Faults(),
            Contracts = billing.Contracts(),
            Clock = Clock(),
        };

    private PageClock Clock() => new(clock.Now, clock.Zone);

    private static object Whole(PageChat chat) =>
        new
        {
            chat.Person.Id,
            chat.Person.Name,
            chat.Person.Language,
            chat.Person.Blocked,
            chat.Person.Commands,
            chat.Messages,
            chat.Keyboard,
        };

    private SseItem<string> Worded(PageEvent happened) =>
        happened switch
        {
            PageEvent.PersonChanged changed => Item("person", changed.Person),
            PageEvent.PersonGone => Item("gone", happened),
            PageEvent.Shown => Item("message", happened),
            PageEvent.Deleted => Item("deleted", happened),
            PageEvent.KeyboardChanged => Item("keyboard", happened),
            PageEvent.Answered => Item("answered", happened),
            PageEvent.FaultsChanged => Item("faults", world.Faults()),
            _ => throw new ArgumentOutOfRangeException(
                nameof(happened),
                happened.GetType().Name,
                "An event without words."
            ),
        };

    private static SseItem<string> Item(string name, object data) =>
        new(JsonSerializer.Serialize(data, data.GetType(), Json), name);
}
