using System.Diagnostics;

namespace BalanceBot.Conversations;

/// <summary>What a conversation adds to the trace of its turn: nothing of it is about a person.</summary>
internal static class TurnTrace
{
    private static readonly ActivitySource Source = new("BalanceBot");

    /// <summary>From which state of the dialogue to which.</summary>
    public static void Moved(State before, State after)
    {
        // A turn that no update began (a dialogue's time is up) has no span, and another library's is not ours to mark.
        if (Activity.Current is { IsAllDataRequested: true, Source.Name: "BalanceBot" } turn)
        {
            turn.SetTag("balancebot.state.before", before.ToString());
            turn.SetTag("balancebot.state.after", after.ToString());
        }
    }

    public static Activity? Commit() => Source.StartActivity("commit", ActivityKind.Client);
}
