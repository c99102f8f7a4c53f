namespace BalanceBot.Replies;

/// <summary>A text read as a command of Telegram (https://core.telegram.org/bots/features#commands): a closed family.</summary>
internal abstract record SlashCommand
{
    private SlashCommand() { }

    /// <param name="Payload">What follows the command, or null: in "/start abc" the link token.</param>
    public sealed record Known(Wish Wish, string? Payload) : SlashCommand;

    /// <summary>Looks like a command, but we have none of that name.</summary>
    public sealed record Unknown : SlashCommand;

    /// <summary>"/balance@AnotherBot": silence.</summary>
    public sealed record ForAnotherBot : SlashCommand;

    /// <summary>No command. A password may begin with a slash, but hardly looks like "/word" or "/word@bot".</summary>
    public sealed record None : SlashCommand;

    public static SlashCommand Read(string text, string botUserName)
    {
        if (!text.StartsWith('/'))
        {
            return new None();
        }

        string[] parts = text[1..].Split((char[]?)null, 2, StringSplitOptions.TrimEntries);
        string[] head = parts[0].Split('@', 2);
        if (!IsName(head[0]) || (head.Length == 2 && !IsName(head[1])))
        {
            return new None();
        }

        if (head.Length == 2 && !head[1].Equals(botUserName, StringComparison.OrdinalIgnoreCase))
        {
            return new ForAnotherBot();
        }

        return WishOf(head[0]) is { } wish
            ? new Known(wish, parts.Length == 2 && parts[1].Length > 0 ? parts[1] : null)
            : new Unknown();
    }

    /// <summary>Name and payload of whatever looks like a command for us, known or not; null for anything else.</summary>
    public static (string Name, string? Payload)? Split(string text, string botUserName)
    {
        if (!text.StartsWith('/'))
        {
            return null;
        }

        string[] parts = text[1..].Split((char[]?)null, 2, StringSplitOptions.TrimEntries);
        string[] head = parts[0].Split('@', 2);
        bool isOurs = head.Length == 1 || head[1].Equals(botUserName, StringComparison.OrdinalIgnoreCase);
        return isOurs && IsName(head[0]) ? (head[0], parts is [_, { Length: > 0 } payload] ? payload : null) : null;
    }

    /// <summary>The command's name in Telegram's menu.</summary>
    public static string Name(Wish wish) =>
        wish switch
        {
            Wish.Start => "start",
            Wish.Balance => "balance",
            Wish.Link => "link",
            Wish.Contracts => "contracts",
            Wish.Warnings => "warnings",
            Wish.Unlink => "unlink",
            Wish.Devices => "devices",
            Wish.History => "history",
            Wish.Promise => "promise",
            Wish.Help => "help",
            Wish.Privacy => "privacy",
            Wish.Export => "export",
            Wish.Forget => "forget",
            Wish.Cancel => "cancel",
            _ => throw new ArgumentOutOfRangeException(nameof(wish)),
        };

    public static string Name(OperatorCommand command) =>
        command switch
        {
            OperatorCommand.Why => "why",
            OperatorCommand.DryRun => "dryrun",
            OperatorCommand.Invite => "invite",
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    private static Wish? WishOf(string name)
    {
        foreach (Wish wish in Enum.GetValues<Wish>())
        {
            if (Name(wish).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return wish;
            }
        }

        return null;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 64 && text.All(IsNameCharacter);

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
