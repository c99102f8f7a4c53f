using BalanceBot.Conversations;
using BalanceBot.Replies;

namespace BalanceBot.Benchmarks.Faults.People;

/// <summary>What a line asks for.</summary>
internal enum Ask
{
    Link,
    Contract,
    Document,
    Cancel,
    Balance,
    Threshold,
    Sum,
}

/// <summary>
/// What each person says, line by line: a contract is linked once, then it goes round. Each line but the question for the
/// balance moves the session by exactly one version, and none is answered like another one near it: whatever is lost,
/// doubled or out of order shows.
/// </summary>
internal static class Script
{
    private const int Prelude = 3;
    private const int Round = 5;
    private const int Sums = 400;

    public static Ask At(int line) =>
        line switch
        {
            0 => Ask.Link,
            1 => Ask.Contract,
            2 => Ask.Document,
            _ => ((line - Prelude) % Round) switch
            {
                0 => Ask.Link,
                1 => Ask.Cancel,
                2 => Ask.Balance,
                3 => Ask.Threshold,
                _ => Ask.Sum,
            },
        };

    /// <summary>Rises from round to round, and stays below every balance: nobody is to be warned.</summary>
    public static int SumAt(int line) => 1 + ((line - Prelude) / Round % Sums);

    public static bool ChangesSession(int line) => At(line) != Ask.Balance;

    public static bool ChangesSubscriber(int line) => At(line) is Ask.Document or Ask.Sum;

    public static State StateAfter(int line) =>
        At(line) switch
        {
            Ask.Link => State.AwaitingContract,
            Ask.Contract => State.AwaitingDocument,
            Ask.Threshold => State.AwaitingThreshold,
            _ => State.Idle,
        };

    /// <summary>What the person writes; of a press, the button's data.</summary>
    public static string Words(Person person, int line) =>
        At(line) switch
        {
            Ask.Link => "/link",
            Ask.Contract => person.Contract,
            Ask.Document => person.Document,
            Ask.Cancel => "/cancel",
            Ask.Balance => "/balance",
            Ask.Threshold => Presses.TypeThreshold(person.Contract),
            _ => Text.Of($"{SumAt(line)}"),
        };

    /// <summary>Whether this is what the bot says to the line, and says to this person.</summary>
    public static bool IsAnswer(Person person, int line, string text) =>
        At(line) switch
        {
            Ask.Link => text.Contains("Please send your contract number", StringComparison.Ordinal),
            Ask.Contract => text.Contains("Now please send the number of the document", StringComparison.Ordinal),
            Ask.Document => text.Contains("is linked to this chat", StringComparison.Ordinal),
            Ask.Cancel => text.Contains("Cancelled. Nothing was changed", StringComparison.Ordinal),
            Ask.Balance => text.Contains(person.Contract, StringComparison.Ordinal)
                && text.Contains(person.Balance, StringComparison.Ordinal),
            Ask.Threshold => text.Contains("shall I warn you? Please write a sum", StringComparison.Ordinal),
            _ => text.Contains(Text.Of($"I also warn you at {SumAt(line)}"), StringComparison.Ordinal)
                && !char.IsAsciiDigit(
                    text[text.IndexOf("I also warn you at", StringComparison.Ordinal) + 19 + Digits(line)]
                ),
        };

    private static int Digits(int line) => Text.Of($"{SumAt(line)}").Length;
}
