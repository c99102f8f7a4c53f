using System.Text.Json;
using BalanceBot.Billing;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Warnings;

namespace BalanceBot.Hosting.Asking;

/// <summary>The pages that operators get in Telegram, as records for scripts and tables.</summary>
internal sealed class OperatorAnswers(
    Explainer explainer,
    DryRun dryRun,
    AuditReader audit,
    Voice voice,
    TimeProvider time
) : IAnswers
{
    private static readonly Level[] NearestFirst =
    [
        .. Enum.GetValues<Level>().Where(level => level != Level.None).OrderDescending(),
    ];

    public async Task<WhyAnswer> Why(string contract, CancellationToken stop)
    {
        WhyPage page = await explainer.Why(contract, stop);
        ContractSnapshot? found = (page.Balance as BillingAnswer<ContractSnapshot>.Found)?.Value;
        return new WhyAnswer(
            page.Number,
            BillingOf(page.Balance),
            (page.Balance as BillingAnswer<ContractSnapshot>.Unavailable)?.Reason,
            found is null ? null : new BalanceAnswer(found.Balance.Amount, found.Balance.Currency, found.AsOf),
            page.LastRun,
            [.. page.Chats.Select(chat => ChatOf(chat, page.Balance, found?.Balance.Currency ?? ""))]
        );
    }

    public async Task<DryRunAnswer?> DryRun(CancellationToken stop) =>
        await dryRun.Run(stop) is not { } page
            ? null
            : new DryRunAnswer(
                page.Linked,
                page.Counts.Values.Sum(),
                page.Failed,
                [
                    .. NearestFirst.Select(level => new LevelAnswer(
                        Name(level),
                        page.Counts.GetValueOrDefault(level),
                        voice.Tell(level)
                    )),
                ],
                [.. page.First.Select(DueOf)]
            );

    public Task<AuditAnswer?> Audit(DateTimeOffset since, string? contract, CancellationToken stop) =>
        audit.Read(since, contract, stop);

    private ChatAnswer ChatOf(WhyChat chat, BillingAnswer<ContractSnapshot>? balance, string currency)
    {
        SilenceReason why = balance is null ? SilenceReason.NotInBilling : SilenceReason.NotJudged;
        Recorded now = chat.Now ?? Recorded.Of(new Decision.Silent(why), balance: null, time.GetUtcNow());
        return new ChatAnswer(
            chat.Chat.Value,
            DecisionOf(now, currency),
            chat.Unsure,
            chat.DueAt,
            [.. chat.Decisions.Select(decision => DecisionOf(decision, currency))]
        );
    }

    private DecisionAnswer DecisionOf(Recorded decision, string currency) =>
        new(
            decision.At,
            Name(decision.Kind),
            decision.Kind switch
            {
                RecordedKind.Silent => Name((SilenceReason)decision.Reason),
                RecordedKind.Later => Name((WaitReason)decision.Reason),
                _ => null,
            },
            decision.Level == Level.None ? null : Name(decision.Level),
            decision.Balance,
            decision.Ends,
            decision.Missing,
            decision.Until,
            voice.Tell(decision, currency)
        );

    private DueAnswer DueOf(DryRunLine line) =>
        new(
            line.At,
            line.Number,
            line.Chat.Value,
            Name(line.Level),
            line.Ends,
            line.Missing,
            line.Currency,
            voice.Tell(line.Level)
        );

    private static string BillingOf(BillingAnswer<ContractSnapshot>? answer) =>
        answer switch
        {
            null or BillingAnswer<ContractSnapshot>.NotFound => WhyAnswer.NotFound,
            BillingAnswer<ContractSnapshot>.Found => "found",
            BillingAnswer<ContractSnapshot>.Ambiguous => "ambiguous",
            BillingAnswer<ContractSnapshot>.Refused => "refused",
            BillingAnswer<ContractSnapshot>.Unavailable => WhyAnswer.Unavailable,
            _ => throw new ArgumentOutOfRangeException(nameof(answer), answer.GetType().Name, "No such answer"),
        };

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
