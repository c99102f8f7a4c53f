using System.Globalization;

namespace BalanceBot.Replies;

/// <summary>Buttons of the history: "h:" and what is to be shown.</summary>
internal static partial class Presses
{
    public const string History = "history";
    private const string HistoryPrefix = "h:";

    /// <summary>The newest month.</summary>
    public static string HistoryOf(string contractKey) => $"h:{Tag(contractKey)}";

    /// <param name="sheet">Of the month's entries, from 0, which is the newest.</param>
    public static string HistoryOf(string contractKey, Month month, int sheet = 0) =>
        string.Create(CultureInfo.InvariantCulture, $"h:{Tag(contractKey)}:{month}:{sheet}");

    /// <summary>The newest month as a message of its own: the words below a picture cannot become a page.</summary>
    public static string HistoryAnew(string contractKey) => $"h:new:{Tag(contractKey)}";

    public static string PictureOf(string contractKey) => $"h:pic:{Tag(contractKey)}";

    private static Press? ReadHistory(string data) =>
        data.Split(':') switch
        {
            ["h", "new", var tag] when IsTag(tag) => new Press.HistoryAnew(tag),
            ["h", "pic", var tag] when IsTag(tag) => new Press.PictureOf(tag),
            ["h", var tag] when IsTag(tag) => new Press.HistoryOf(tag, null, 0),
            ["h", var tag, var month, var sheet]
                when IsTag(tag)
                    && Month.Read(month) is { } read
                    && int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out int number) =>
                new Press.HistoryOf(tag, read, number),
            _ => null,
        };
}
