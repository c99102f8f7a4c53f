using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>
/// Everything the bot says in one language. Each method is one message, ready to be sent; what comes from outside is
/// cleaned and escaped here and nowhere else.
/// </summary>
internal sealed partial class Voice
{
    private readonly Wording _words;
    private readonly Days _days;
    private readonly Amounts _amounts;
    private readonly BalanceSheet _balances;
    private readonly WarningBlock _warning;
    private readonly TopUpLink? _topUp;

    /// <param name="topUp">Where to pay, if the provider has a page for it.</param>
    public Voice(Language language, TimeZoneInfo zone, TopUpLink? topUp)
    {
        Language = language;
        _words = new Wording(language);
        _days = new Days(language, _words, zone);
        _amounts = new Amounts(language, _words);
        _balances = new BalanceSheet(_words, _amounts, _days);
        _warning = new WarningBlock(_words, _amounts, _days);
        _topUp = topUp;
    }

    public Language Language { get; }

    /// <summary>What the bot does, in one sentence.</summary>
    public Body.Text Greeting() => Say(Sentence.Greeting, [LinkButton]);

    /// <param name="ways">The ways of linking that are on.</param>
    /// <param name="abilities">What the billing can do.</param>
    /// <param name="operators">An operator's own commands; none for anybody else.</param>
    public Body.Text Help(
        IReadOnlyCollection<LinkWay> ways,
        BillingAbilities abilities,
        params IReadOnlyCollection<OperatorCommand> operators
    )
    {
        IEnumerable<string> commands = MenuCommands(ways, abilities)
            .Where(command => command.Name != SlashCommand.Name(Wish.Start))
            .Select(command => $"/{command.Name} – {command.Description}");
        string html = string.Join(
            '\n',
            [_words[Sentence.HelpHeading], .. commands, "", _words[Sentence.HelpFoot], .. ForOperator(operators)]
        );
        return new Body.Text(html) { Keyboard = Keys };
    }

    private IEnumerable<string> ForOperator(IReadOnlyCollection<OperatorCommand> commands) =>
        commands.Count == 0
            ? []
            :
            [
                "",
                _words[Sentence.HelpOperator],
                .. commands.Select(command => $"/{SlashCommand.Name(command)} – {_words[HelpOf(command)]}"),
            ];

    private static Sentence HelpOf(OperatorCommand command) =>
        command switch
        {
            OperatorCommand.Why => Sentence.HelpWhy,
            OperatorCommand.DryRun => Sentence.HelpDryRun,
            OperatorCommand.Invite => Sentence.HelpInvite,
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    /// <summary>The command menu, in the order of use.</summary>
    /// <param name="ways">The ways of linking that are on.</param>
    /// <param name="abilities">What the billing can do.</param>
    public IReadOnlyList<MenuCommand> MenuCommands(IReadOnlyCollection<LinkWay> ways, BillingAbilities abilities) =>
        [
            .. new[]
            {
                new MenuCommand(SlashCommand.Name(Wish.Balance), _words[Sentence.MenuBalance]),
                new MenuCommand(SlashCommand.Name(Wish.History), _words[Sentence.MenuHistory]),
                new MenuCommand(SlashCommand.Name(Wish.Promise), _words[Sentence.MenuPromise]),
                new MenuCommand(SlashCommand.Name(Wish.Link), _words[LinkDescription(ways)]),
                new MenuCommand(SlashCommand.Name(Wish.Contracts), _words[Sentence.MenuContracts]),
                new MenuCommand(SlashCommand.Name(Wish.Warnings), _words[Sentence.MenuWarnings]),
                new MenuCommand(SlashCommand.Name(Wish.Unlink), _words[Sentence.MenuUnlink]),
                new MenuCommand(SlashCommand.Name(Wish.Devices), _words[Sentence.MenuDevices]),
                new MenuCommand(SlashCommand.Name(Wish.Privacy), _words[Sentence.MenuPrivacy]),
                new MenuCommand(SlashCommand.Name(Wish.Help), _words[Sentence.MenuHelp]),
                new MenuCommand(SlashCommand.Name(Wish.Cancel), _words[Sentence.MenuCancel]),
                new MenuCommand(SlashCommand.Name(Wish.Start), _words[Sentence.MenuStart]),
            }.Where(command => !Unable(ways, abilities).Any(wish => SlashCommand.Name(wish) == command.Name)),
        ];

    /// <summary>What would only lead to a polite no.</summary>
    private static IEnumerable<Wish> Unable(IReadOnlyCollection<LinkWay> ways, BillingAbilities abilities) =>
        [
            .. ways.Count == 0 ? [Wish.Link] : Array.Empty<Wish>(),
            .. (abilities & (BillingAbilities.Payments | BillingAbilities.Charges)) == BillingAbilities.None
                ? [Wish.History]
                : Array.Empty<Wish>(),
            .. abilities.HasFlag(BillingAbilities.SnapshotBySignIn) ? [Wish.Warnings] : Array.Empty<Wish>(),
            .. abilities.HasFlag(BillingAbilities.Promise) ? Array.Empty<Wish>() : [Wish.Promise],
        ];

    private static Sentence LinkDescription(IReadOnlyCollection<LinkWay> ways) =>
        (ways.Contains(LinkWay.ContractAndDocument), ways.Contains(LinkWay.LoginAndPassword)) switch
        {
            (true, true) => Sentence.MenuLinkBoth,
            (true, false) => Sentence.MenuLinkDocument,
            (false, true) => Sentence.MenuLinkLogin,
            _ => Sentence.MenuLink,
        };

    private IReadOnlyList<IReadOnlyList<string>> Keys =>
        [
            [_words[Sentence.KeyBalance]],
            [_words[Sentence.KeyContracts], _words[Sentence.KeyHelp]],
        ];

    private Button LinkButton => Press(Sentence.ButtonLink, Presses.Link);
    private Button CancelButton => Press(Sentence.ButtonCancel, Presses.Cancel);
    private Button BalanceButton => Press(Sentence.ButtonBalance, Presses.Balance);
    private Button ContractsButton => Press(Sentence.ButtonContracts, Presses.Contracts);
    private Button HelpButton => Press(Sentence.ButtonHelp, Presses.Help);

    private Button.Callback Press(Sentence label, string data) => new(_words[label], data);

    /// <summary>A sentence without values, with rows of buttons.</summary>
    private Body.Text Say(Sentence sentence, params IReadOnlyList<Button>[] rows) => Html(_words[sentence], rows);

    private static Body.Text Html(string html, params IReadOnlyList<Button>[] rows) => new(html) { Buttons = rows };
}
