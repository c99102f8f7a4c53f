using System.Globalization;
using BalanceBot.Subscribers;

namespace BalanceBot.Replies;

/// <summary>Buttons of the warnings: "w:" and what it is about.</summary>
internal static partial class Presses
{
    public const string Back = "w:back";
    public const string AskQuiet = "w:quiet";
    public const string TypeQuiet = "w:quiet:type";
    public const string AskZone = "w:zone";
    private const string WarningPrefix = "w:";
    private const string On = "on";
    private const string Off = "off";
    private const string ClockFormat = "HHmm";

    public static string Snooze(string contractKey) => $"w:snooze:{Tag(contractKey)}";

    public static string TypeThreshold(string contractKey) => $"w:sum:{Tag(contractKey)}";

    public static string NoThreshold(string contractKey) => $"w:sum:off:{Tag(contractKey)}";

    public static string Days(int days, bool on) =>
        string.Create(CultureInfo.InvariantCulture, $"w:days:{days}:{(on ? On : Off)}");

    public static string Payments(bool on) => $"w:paid:{(on ? On : Off)}";

    public static string AllRight(bool on) => $"w:right:{(on ? On : Off)}";

    public static string Contract(string contractKey, bool on) => $"w:contract:{(on ? On : Off)}:{Tag(contractKey)}";

    public static string Quiet(QuietChoice hours) => $"w:quiet:{Clock(hours.From)}-{Clock(hours.To)}";

    public static string Zone(string name) => $"w:zone:{name}";

    private static Press? ReadWarning(string data) =>
        data.Split(':', 4) switch
        {
            ["w", "back"] => new Press.Back(),
            ["w", "quiet"] => new Press.AskQuiet(),
            ["w", "quiet", "type"] => new Press.TypeQuiet(),
            ["w", "quiet", var times] => Chosen(Hours(times) is { } hours ? new WarningChoice.Quiet(hours) : null),
            ["w", "zone"] => new Press.AskZone(),
            ["w", "zone", { Length: > 0 } name] => Chosen(new WarningChoice.Zone(name)),
            ["w", "days", "7" or "3" or "1", On or Off] parts => Chosen(
                new WarningChoice.Days(parts[2][0] - '0', parts[3] == On)
            ),
            ["w", "paid", On or Off] parts => Chosen(new WarningChoice.Payments(parts[2] == On)),
            ["w", "right", On or Off] parts => Chosen(new WarningChoice.AllRight(parts[2] == On)),
            ["w", "contract", On or Off, var tag] parts when IsTag(tag) => Chosen(
                new WarningChoice.Contract(tag, parts[2] == On)
            ),
            ["w", "sum", Off, var tag] when IsTag(tag) => Chosen(new WarningChoice.Threshold(tag, null)),
            ["w", "sum", var tag] when IsTag(tag) => new Press.TypeThreshold(tag),
            ["w", "snooze", var tag] when IsTag(tag) => new Press.Snooze(tag),
            _ => null,
        };

    private static Press.Choose? Chosen(WarningChoice? choice) => choice is null ? null : new Press.Choose(choice);

    private static QuietChoice? Hours(string times) =>
        times.Split('-') is [var from, var to] && ClockOf(from) is { } begin && ClockOf(to) is { } end
            ? new QuietChoice(begin, end)
            : null;

    private static TimeOnly? ClockOf(string text) =>
        TimeOnly.TryParseExact(text, ClockFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly clock)
            ? clock
            : null;

    private static string Clock(TimeOnly clock) => clock.ToString(ClockFormat, CultureInfo.InvariantCulture);
}
