using System.Globalization;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;

namespace BalanceBot.Hosting;

/// <summary>The operators' commands, in their private chat. Each is written into the audit, by its name alone.</summary>
/// <param name="isScanned">False: the billing tells a balance only to who signs in, and all of this asks without.</param>
internal sealed class OperatorDesk(
    OperatorSettings settings,
    Explainer explainer,
    DryRun dryRun,
    Inviter inviter,
    bool isScanned,
    Func<AuditEntry, Task> audit,
    Func<string> botUserName,
    TimeProvider time
) : IOperatorDesk
{
    /// <summary>Well below the deadline of a turn, in which the answer must be given.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public IReadOnlyList<OperatorCommand> CommandsOf(long userId) => settings.CommandsOf(userId);

    public async Task<Body?> Answer(long userId, string words, Voice voice, CancellationToken stop)
    {
        IReadOnlyList<OperatorCommand> allowed = CommandsOf(userId);
        if (allowed.Count == 0 || Read(words) is not var (command, payload))
        {
            return null;
        }

        bool may = allowed.Contains(command);
        await audit(
            new AuditEntry(time.GetUtcNow(), may ? AuditKind.OperatorCommand : AuditKind.OperatorRefused)
            {
                Chat = new ChatId(userId),
                Detail = $"/{SlashCommand.Name(command)}",
            }
        );
        return may ? await Answer(command, payload, userId, voice, stop) : null;
    }

    private (OperatorCommand Command, string? Payload)? Read(string words)
    {
        if (SlashCommand.Split(words, botUserName()) is not var (name, payload))
        {
            return null;
        }

        foreach (OperatorCommand command in Enum.GetValues<OperatorCommand>())
        {
            if (SlashCommand.Name(command).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return (command, payload);
            }
        }

        return null;
    }

    private async Task<Body> Answer(
        OperatorCommand command,
        string? payload,
        long userId,
        Voice voice,
        CancellationToken stop
    ) =>
        (command, payload) switch
        {
            _ when !isScanned => voice.OnlyBySignIn(),
            (OperatorCommand.Why, null) => voice.WhyAsk(),
            (OperatorCommand.Why, { } contract) => voice.Why(await explainer.Why(contract, stop), time.GetUtcNow()),
            (OperatorCommand.Invite, null) => voice.InviteAsk(),
            (OperatorCommand.Invite, { } contract) => await Invite(contract, userId, voice, stop),
            (OperatorCommand.DryRun, _) => await AnswerDryRun(voice, stop),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    private async Task<Body> Invite(string contract, long userId, Voice voice, CancellationToken stop)
    {
        string by = string.Create(CultureInfo.InvariantCulture, $"by operator {userId}");
        return await inviter.Invite(contract, by, stop) switch
        {
            InviteOutcome.Invited(var number, var url, var until) => new Body.Photo(
                QrCode.Png(url),
                voice.Invitation(number, url, until, time.GetUtcNow())
            ),
            InviteOutcome.NotFound => voice.InviteNotFound(contract),
            InviteOutcome.Ambiguous => voice.InviteAmbiguous(contract),
            _ => voice.InviteAway(),
        };
    }

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
}
