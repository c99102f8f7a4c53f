using BalanceBot.Conversations;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Scanning;

namespace BalanceBot.Hosting;

/// <summary>The operators' commands: /why and /dryrun, in their private chat.</summary>
internal sealed class OperatorDesk(
    OperatorSettings settings,
    Explainer explainer,
    DryRun dryRun,
    Func<string> botUserName,
    TimeProvider time
) : IOperatorDesk
{
    /// <summary>Well below the deadline of a turn, in which the answer must be given.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const string WhyName = "why";
    private const string DryRunName = "dryrun";

    public bool IsOperator(long userId) => settings.Ids.Contains(userId);

    public async Task<Body.Text?> Answer(string words, Voice voice, CancellationToken stop) =>
        SlashCommand.Split(words, botUserName()) is not var (name, payload) ? null
        : Is(name, WhyName) && payload is null ? voice.WhyAsk()
        : Is(name, WhyName) ? voice.Why(await explainer.Why(payload!, stop), time.GetUtcNow())
        : Is(name, DryRunName) ? await AnswerDryRun(voice, stop)
        : null;

    /// <summary>It looks at every contract: with very many, that is nothing for a chat.</summary>
    private async Task<Body.Text> AnswerDryRun(Voice voice, CancellationToken stop)
    {
        using CancellationTokenSource patience = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
        try
        {
            return await dryRun.Run(either.Token) is { } page ? voice.DryRun(page) : voice.DryRunAway();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return voice.DryRunSlow();
        }
    }

    private static bool Is(string name, string command) => name.Equals(command, StringComparison.OrdinalIgnoreCase);
}
