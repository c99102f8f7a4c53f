using BalanceBot.Replies;

namespace BalanceBot.Conversations;

/// <summary>
/// Who runs the bot, by Telegram's numeric ids, each in one role; each must have pressed Start in the bot once.
/// </summary>
internal sealed class OperatorSettings
{
    private static readonly OperatorCommand[] Watching = [OperatorCommand.Why, OperatorCommand.DryRun];
    private static readonly OperatorCommand[] Supporting = [OperatorCommand.Why, OperatorCommand.Invite];
    private static readonly OperatorCommand[] All = Enum.GetValues<OperatorCommand>();

    /// <summary>They are told of alarms, and use /why and /dryrun. What they can do does not grow with new versions.</summary>
    public IReadOnlyList<long> Ids { get; set; } = [];

    /// <summary>They help subscribers: /why and /invite.</summary>
    public IReadOnlyList<long> Support { get; set; } = [];

    /// <summary>They run the bot: as support, and /dryrun, and they are told of alarms.</summary>
    public IReadOnlyList<long> Operator { get; set; } = [];

    /// <summary>Everything that there is, now and in later versions.</summary>
    public IReadOnlyList<long> Admin { get; set; } = [];

    public IReadOnlyList<OperatorCommand> CommandsOf(long userId) =>
        Admin.Contains(userId) || Operator.Contains(userId) ? All
        : Support.Contains(userId) ? Supporting
        : Ids.Contains(userId) ? Watching
        : [];

    public IReadOnlyList<long> ToldOfAlarms() => [.. Ids, .. Operator, .. Admin];

    /// <summary>Role and ids, as the settings name them.</summary>
    public IReadOnlyList<(string Role, IReadOnlyList<long> Ids)> Roles() =>
        [("Ids", Ids), ("Support", Support), ("Operator", Operator), ("Admin", Admin)];
}
