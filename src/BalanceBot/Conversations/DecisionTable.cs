using System.Collections.Concurrent;
using Stateless;
using Stateless.Graph;
using static BalanceBot.Conversations.State;

namespace BalanceBot.Conversations;

/// <summary>Where the dialogue goes, and what is to be done on the way.</summary>
/// <param name="Begins">A state is entered, be it the same again: what the dialogue remembered is over.</param>
internal sealed record Decision(State Next, IReadOnlyList<Effect> Effects, bool Begins);

/// <summary>
/// The dialogue as a pure table over Stateless: a fresh machine for each question, and nothing done inside it. Stateless
/// writes the state before an entry action runs and keeps it when that throws; a machine without actions cannot be hurt.
/// </summary>
internal sealed class DecisionTable
{
    /// <summary>Far more than there are; a limit, for facts hold a number.</summary>
    private const int MostKnown = 4096;

    // The table never changes, and building a machine takes a tenth of a turn's time: each question is decided once.
    private static readonly ConcurrentDictionary<(State, Trigger, Facts), Decision> Known = new();

    private readonly StateMachine<State, Trigger> machine;
    private readonly Facts facts;
    private IReadOnlyList<Effect> chosen = [];
    private bool begins;

    private DecisionTable(State from, Facts facts, IEnumerable<State> rows)
    {
        machine = new StateMachine<State, Trigger>(from);
        this.facts = facts;
        foreach (State state in rows)
        {
            DialogueRules.Write(new Row(this, state), state);
        }
    }

    public static Decision Decide(State from, Trigger trigger, Facts facts)
    {
        if (Known.TryGetValue((from, trigger, facts), out Decision? known))
        {
            return known;
        }

        Decision decided = DecideAnew(from, trigger, facts);
        if (Known.Count < MostKnown)
        {
            Known.TryAdd((from, trigger, facts), decided);
        }

        return decided;
    }

    /// <summary>On a machine of its own.</summary>
    internal static Decision DecideAnew(State from, Trigger trigger, Facts facts)
    {
        DecisionTable table = new(from, facts, [from]);
        table.machine.Fire(trigger);
        return new Decision(table.machine.State, table.chosen, table.begins);
    }

    /// <summary>The whole table as a Mermaid state diagram.</summary>
    public static string Diagram() =>
        MermaidGraph.Format(
            new DecisionTable(Idle, default, Enum.GetValues<State>()).machine.GetInfo(),
            MermaidGraphDirection.LeftToRight
        );

    /// <summary>One state's rules; a trigger without a rule throws, and a test walks every pair.</summary>
    internal sealed class Row(DecisionTable table, State state)
    {
        private readonly StateMachine<State, Trigger>.StateConfiguration row = table.machine.Configure(state);

        /// <summary>Goes to another state, or begins the same one anew.</summary>
        public Row Go(Trigger on, State to, Condition when, params Effect[] effects)
        {
            if (to == state)
            {
                row.PermitReentryIf(on, () => Chosen(when, effects, begins: true), when.Name);
            }
            else
            {
                row.PermitIf(on, to, () => Chosen(when, effects, begins: true), when.Name);
            }

            return this;
        }

        /// <summary>Stays where it is, with something to do.</summary>
        public Row Stay(Trigger on, Condition when, params Effect[] effects)
        {
            row.InternalTransitionIf(on, _ => Chosen(when, effects, begins: false), _ => { }, when.Name);
            return this;
        }

        public Row Ignore(params ReadOnlySpan<Trigger> triggers)
        {
            foreach (Trigger trigger in triggers)
            {
                row.Ignore(trigger);
            }

            return this;
        }

        private bool Chosen(Condition when, Effect[] effects, bool begins)
        {
            bool holds = when.Holds(table.facts);
            if (holds)
            {
                table.chosen = effects;
                table.begins = begins;
            }

            return holds;
        }
    }
}

/// <summary>A named guard: the name is what the diagram shows.</summary>
internal sealed record Condition(string Name, Func<Facts, bool> Holds)
{
    public static readonly Condition Always = new("always", _ => true);
}
