using System.Globalization;
using System.Text;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Sandbox.BotApi;
using BalanceBot.Storage;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Flows.Promising;

/// <summary>Somebody with a contract who may say yes to a promised payment.</summary>
internal sealed record Promiser(long Chat, string Contract);

/// <summary>The people of a run, what they were told, and what must be true of it in the end.</summary>
internal sealed class Promisers(TelegramWorld world, CountingBilling billing)
{
    private const string Done = "Done: you have a promised payment";
    private const string Runs = "Nothing new was taken";
    private const string NotTaken = "was not taken, and it costs nothing";
    private const string Elsewhere = "has just been asked for already";

    /// <summary>Nothing was asked for: the billing did not tell the terms in time.</summary>
    private const string Away = "is not answering right now";
    public const string NeverKnown = "For a whole day I could not find out";
    private const string Notice = "Another chat that is linked to this contract has taken";
    private const string Unsure = "do not know yet";
    private static readonly string[] Ends = [Done, Runs, NotTaken, Elsewhere, Away, NeverKnown];

    private readonly List<Promiser> all = [];

    /// <summary>They are told that nobody knows yet, and no end.</summary>
    public IEnumerable<Promiser> Waiting => all.Where(one => Says(one, Unsure) && !IsTold(one));

    public static Seal Seal => Seal.From(Scene.Token, "store");

    public IReadOnlyList<Promiser> All => all;

    /// <summary>In a store that no bot uses yet. Each third of the people has a contract with the one before in common.</summary>
    public async Task Link(ITurnStore turns, int people)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        for (int n = 0; n < people; n++)
        {
            string contract = string.Create(CultureInfo.InvariantCulture, $"C{(n % 3 == 2 ? n - 1 : n):0000}");
            Promiser one = new(world.AddPerson($"P{n}", "en").Id, contract);
            Subscriber subscriber = new Subscriber(new ChatId(one.Chat)).With(
                new Link(contract, contract, LinkWay.ContractAndDocument, now)
            );
            Assert.IsType<CommitOutcome.Committed>(
                await turns.Commit(new TurnChanges(null, now) { Subscriber = subscriber })
            );
            all.Add(one);
        }
    }

    public bool IsTold(Promiser one) => Told(one).Any(text => Array.Exists(Ends, text.Contains));

    public int Count(string sentence) => all.Count(one => Told(one).Any(text => text.Contains(sentence)));

    /// <summary>The button under the newest terms; null: not shown yet.</summary>
    public (int Message, string Data)? Yes(Promiser one) =>
        world
            .BotMessages(one.Chat)
            .SelectMany(message => message.Buttons.SelectMany(row => row).Select(button => (message.Id, button)))
            .Where(shown => shown.button.Text == "Yes, take it")
            .Select(shown => ((int, string)?)(shown.Id, shown.button.Data!))
            .LastOrDefault();

    /// <summary>Everything that is wrong, contract by contract, in words.</summary>
    public async Task<IReadOnlyList<string>> Wrong(IAuditStore audit)
    {
        List<string> wrong = [];
        foreach (IGrouping<string, Promiser> contract in all.GroupBy(one => one.Contract, StringComparer.Ordinal))
        {
            int takes = billing.TakesOf(contract.Key);
            List<string> here = [];
            Demand(here, takes <= 1, "taken more than once");
            Demand(here, takes == 0 || contract.Any(one => Says(one, Done, Runs)), "taken, and nobody is told");
            Dictionary<Promiser, AuditEntry[]> trails = [];
            foreach (Promiser one in contract)
            {
                trails[one] = [.. await audit.AuditOf(new ChatId(one.Chat), 100)];
            }

            foreach (Promiser one in contract)
            {
                Demand(here, IsTold(one), "somebody is never told the end");
                Demand(here, takes > 0 || !Says(one, Done, Runs), "told that it was taken");
                Demand(here, takes > 0 || !Says(one, Notice), "told that another has taken it");
                Demand(
                    here,
                    Told(one).Count(text => text.Contains(Notice)) <= 1,
                    "told twice that another has taken it"
                );
                Demand(
                    here,
                    takes == 0 || !Says(one, NotTaken) || AskedLater(trails, one),
                    "told that it was not taken"
                );
                Demand(here, !(Says(one, Done) && Says(one, Elsewhere)), "told that it is done, and another's");
                DemandTrail(here, trails[one]);
            }

            string told = string.Join(" || ", contract.SelectMany(one => Told(one).Append("--")).Select(FirstOf));
            string trail = string.Join(
                ' ',
                trails.SelectMany(one => one.Value.Select(entry => $"{one.Key.Chat}:{entry.Kind}@{entry.At:mm:ss.fff}"))
            );
            wrong.AddRange(here.Select(what => $"{contract.Key}, {takes} taken: {what}. {told} {trail}"));
        }

        return wrong;
    }

    public string Summary()
    {
        StringBuilder told = new();
        told.Append(CultureInfo.InvariantCulture, $"{all.Count} people, {billing.Asked} asks of the billing; told:");
        foreach (string end in Ends.Append(Notice))
        {
            told.Append(CultureInfo.InvariantCulture, $" {Count(end)} \"{end}\"");
        }

        return told.ToString();
    }

    /// <summary>What was asked has one outcome, and nothing has an outcome that was not asked.</summary>
    private static void DemandTrail(List<string> wrong, AuditEntry[] trail)
    {
        int asked = trail.Count(entry => entry.Kind == AuditKind.PromiseAsked);
        int known = trail.Count(entry =>
            entry.Kind is AuditKind.PromiseTaken or AuditKind.PromiseNotTaken or AuditKind.PromiseUnknown
        );
        Demand(wrong, asked == known, $"the audit has {asked} asked and {known} outcomes");
    }

    /// <summary>Another chat has said yes after this one's was known not to be taken: what is counted is the other's.</summary>
    private static bool AskedLater(Dictionary<Promiser, AuditEntry[]> trails, Promiser one) =>
        trails[one].LastOrDefault(entry => entry.Kind == AuditKind.PromiseNotTaken) is { } known
        && trails.Any(other =>
            other.Key != one && other.Value.Any(entry => entry.Kind == AuditKind.PromiseAsked && entry.At > known.At)
        );

    private static void Demand(List<string> wrong, bool holds, string what)
    {
        if (!holds)
        {
            wrong.Add(what);
        }
    }

    private bool Says(Promiser one, params string[] sentences) =>
        Told(one).Any(text => Array.Exists(sentences, text.Contains));

    private IEnumerable<string> Told(Promiser one) => world.BotMessages(one.Chat).Select(message => message.Text);

    private static string FirstOf(string text) => text.Replace('\n', ' ')[..Math.Min(90, text.Length)];
}
