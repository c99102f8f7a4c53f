using BalanceBot.Billing;
using BalanceBot.Conversations;
using BalanceBot.Hosting;
using BalanceBot.Inbox;
using BalanceBot.Outbox;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>The real bot, its store and the imitated Telegram in virtual time, with a billing that lives.</summary>
internal sealed class WarningStory : IAsyncDisposable
{
    public const long Operator = 400_000_001;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// While something is with Telegram, time passes at each so many looks only, about as fast as the machine's: on a busy
    /// machine a message takes long, and the world's clock would say that it was sent much later than it was.
    /// </summary>
    private const int LooksUnderWay = 120;
    private readonly Dictionary<string, int> heard = [];
    private int askedBefore;
    private int sent;
    private TimeSpan every = TimeSpan.FromMinutes(30);

    private WarningStory(FakeTimeProvider time, LiveBilling billing, Scene scene)
    {
        Time = time;
        Billing = billing;
        Scene = scene;
    }

    public FakeTimeProvider Time { get; }
    public LiveBilling Billing { get; }
    public Scene Scene { get; }
    public TelegramWorld World => Scene.World;
    public OpenStore Store => Scene.Bot.Part<OpenStore>();
    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Messages about contracts that the bot has shown so far, counted as they come.</summary>
    public int Sent => sent;

    /// <param name="at">By the clock in Oslo.</param>
    public static async Task<WarningStory> Begin(
        DateTime at,
        Rules? rules = null,
        IReadOnlyDictionary<string, string?>? settings = null
    )
    {
        TimeZoneInfo oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
        FakeTimeProvider time = new(new DateTimeOffset(at, oslo.GetUtcOffset(at)).ToUniversalTime());
        LiveBilling billing = new(time);
        Dictionary<string, string?> all = new()
        {
            ["Conversations:TimeZone"] = "Europe/Oslo",
            ["Operators:Ids:0"] = Operator.ToString(),
        };
        foreach ((string key, string? value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }

        Scene scene = await Scene.Begin(
            time,
            rules ?? Rules.WithoutLimits with { NeedsContact = false },
            all,
            replace: services => services.AddSingleton<IBilling>(billing.Around)
        );
        WarningStory story = new(time, billing, scene);
        if (all.TryGetValue("Scanning:Every", out string? every))
        {
            story.every = TimeSpan.Parse(every!);
        }

        _ = scene.World.Watch(happened =>
        {
            if (
                happened is WorldEvent.Shown({ FromBot: true, Edited: false, Text: var text })
                && text.Contains("Home (")
            )
            {
                Interlocked.Increment(ref story.sent);
            }
        });
        scene.World.AddPerson("Olga Operator", "en", Operator);
        return story;
    }

    /// <summary>150.00 monthly; the key is the number.</summary>
    public ContractSnapshot Contract(string number, decimal balance, DateOnly next)
    {
        ContractSnapshot contract = new(new ContractKey(number), number, new Money(balance, "NOK"), Now)
        {
            Tariff = "Home",
            Price = 150m,
            Period = new ChargePeriod.Monthly(),
            NextCharge = next,
        };
        Billing.Put(contract);
        return contract;
    }

    /// <summary>A person with linked contracts, without the talk that links them.</summary>
    public async Task<long> Linked(params string[] numbers)
    {
        long chat = World.AddPerson("Anna", "en").Id;
        await Link(chat, numbers);
        return chat;
    }

    public async Task Link(long chat, params string[] numbers)
    {
        (_, Subscriber subscriber) = await Store.Turns.Load(new ChatId(chat));
        Subscriber linked = numbers.Aggregate(
            subscriber,
            (s, number) => s.With(new Link(number, number, LinkWay.ContractAndDocument, Now))
        );
        CommitOutcome outcome = await Store.Turns.Commit(
            new TurnChanges(null, Now) { Subscriber = linked with { HeardLanguage = "en" } }
        );
        Assert.IsType<CommitOutcome.Committed>(outcome);
    }

    /// <summary>
    /// Lets virtual time pass in steps, and after each waits until the bot has done what was due by then: scans, judgements
    /// and messages.
    /// </summary>
    public async Task Pass(TimeSpan total, TimeSpan? step = null)
    {
        DateTimeOffset end = Now + total;
        while (Now < end)
        {
            TimeSpan next = step ?? TimeSpan.FromMinutes(10);
            askedBefore = Billing.Asked;
            Time.Advance(next < end - Now ? next : end - Now);
            await Quiet();
        }
    }

    /// <summary>Until this local time in Oslo.</summary>
    public Task PassUntil(DateTime local, TimeSpan? step = null)
    {
        TimeZoneInfo oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
        return Pass(new DateTimeOffset(local, oslo.GetUtcOffset(local)) - Now, step);
    }

    /// <summary>Lets small moments pass until the world is so.</summary>
    public async Task When(Func<TelegramWorld, bool> holds, TimeSpan? moment = null)
    {
        Task came = Scene.When(holds);
        for (int look = 0; !came.IsCompleted; look++)
        {
            if (look % LooksUnderWay == 0 || IsLanded)
            {
                Time.Advance(moment ?? TimeSpan.FromMilliseconds(500));
            }

            await Task.WhenAny(
                came,
                Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None)
            );
        }

        await came;
    }

    /// <summary>Until nothing is due; small moments pass meanwhile, for some things wait for one.</summary>
    public async Task Quiet()
    {
        using CancellationTokenSource enough = new(Patience);
        for (int look = 0; ; look++)
        {
            if (await IsQuiet())
            {
                return;
            }

            Assert.False(enough.IsCancellationRequested, await State());
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
            if (look % 3 == 2 && (look % LooksUnderWay == 2 || IsLanded))
            {
                Time.Advance(TimeSpan.FromMilliseconds(250));
            }
        }
    }

    /// <summary>Asks, and lets the turn end: time that jumps meanwhile would be over its deadline.</summary>
    public async Task<ChatMessage> Ask(long chat, string words)
    {
        ChatMessage answer = await Scene.Ask(chat, words);
        Lanes lanes = Scene.Bot.Part<Lanes>();
        while (lanes.Waiting > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return answer;
    }

    /// <summary>Until nothing is with Telegram any more, by the real clock: what is when the bot stops counts as unknown.</summary>
    public async Task Landed()
    {
        using CancellationTokenSource enough = new(Patience);
        while (!IsLanded)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, enough.Token);
        }
    }

    public async Task<ScanRun> Run() => await Store.Scans.Run();

    /// <summary>What the bot has said in a chat since this was last asked.</summary>
    public IReadOnlyList<ChatMessage> Heard(long chat)
    {
        IReadOnlyList<ChatMessage> all = World.BotMessages(chat);
        int from = heard.GetValueOrDefault(chat.ToString());
        heard[chat.ToString()] = all.Count;
        return [.. all.Skip(from)];
    }

    public ValueTask DisposeAsync() => Scene.DisposeAsync();

    private bool IsLanded => Scene.Bot.Part<Dispatcher>().UnderWay == 0;

    private async Task<string> State() =>
        $"not quiet at {Now:O}: {await Store.Scans.Run()}; next due {await Store.Scans.NextDue():O}; {await Store.Outbox.Waiting()} waiting\n{string.Join('\n', Scene.Log.TakeLast(20))}";

    private async Task<bool> IsQuiet()
    {
        ScanRun run = await Store.Scans.Run();
        bool scanned = !run.IsOpen && run.StartedAt + every > Now;
        if (Billing.Away && !scanned)
        {
            // It asks again each minute; that it did is all there is to wait for.
            return Billing.Asked > askedBefore;
        }

        DateTimeOffset? due = await Store.Scans.NextDue();
        bool told = due is null || due > Now;
        return scanned && told && (await Store.Outbox.Waiting() == 0);
    }
}
