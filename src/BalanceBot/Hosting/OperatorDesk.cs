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
    private const string WhyName = "why";
    private const string DryRunName = "dryrun";

    public bool IsOperator(long userId) => settings.Ids.Contains(userId);

    public async Task<Body.Text?> Answer(string words, Voice voice, CancellationToken stop) =>
        SlashCommand.Split(words, botUserName()) is not var (name, payload) ? null
        : Is(name, WhyName) && payload is null ? voice.WhyAsk()
        : Is(name, WhyName) ? voice.Why(await explainer.Why(payload!, stop), time.GetUtcNow())
        : !Is(name, DryRunName) ? null
        : await dryRun.Run(stop) is { } page ? voice.DryRun(page)
        : voice.DryRunAway();

    private static bool Is(string name, string command) => name.Equals(command, StringComparison.OrdinalIgnoreCase);
}
