using System.Reflection;
using System.Text;
using BalanceBot.Hosting;
using Microsoft.Extensions.Logging;

namespace BalanceBot.Tests.House;

/// <summary>Every event of the log has a number and a name of its own, by which a machine can tell it from all others.</summary>
public sealed class EventTests
{
    /// <summary>A new folder takes a hundred of its own; one that lies in another, some of that one's thousand.</summary>
    private static readonly Dictionary<string, (int First, int Last)> Ranges = new(StringComparer.Ordinal)
    {
        ["Inbox"] = (1000, 1999),
        ["Conversations"] = (2000, 2899),
        ["Pictures"] = (2900, 2999),
        ["Billing"] = (3000, 3099),
        ["Billing.Csv"] = (3100, 3199),
        ["Billing.Sql"] = (3200, 3299),
        ["Billing.Web"] = (3300, 3399),
        ["Linking"] = (4000, 4999),
        ["Outbox"] = (5000, 5999),
        ["Scanning"] = (6000, 6999),
        ["TelegramApi"] = (7000, 7999),
        ["Storage"] = (8000, 8099),
        ["Storage.LiteDb"] = (8100, 8199),
        ["Storage.PostgreSql"] = (8200, 8299),
        ["Hosting"] = (9000, 9999),
    };

    private static readonly IReadOnlyList<LogEvent> Events = LogEvent.Of(typeof(BotHost).Assembly);

    [Fact]
    public void No_number_and_no_name_is_taken_twice()
    {
        Assert.True(Events.Count > 20, "the events are not found");
        Assert.Empty(Twice(Events.Select(one => $"{one.Number}")));
        Assert.Empty(Twice(Events.Select(one => one.Name)));
    }

    [Fact]
    public void A_number_lies_in_the_range_of_its_folder() =>
        Assert.All(
            Events,
            one =>
            {
                (int first, int last) = Ranges[one.Range(Ranges.Keys)];
                Assert.True(one.Number >= first && one.Number <= last, $"{one.Number} {one.Name} in {one.Folder}");
            }
        );

    [Fact]
    public void Ranges_do_not_overlap()
    {
        (int First, int Last)[] ordered = [.. Ranges.Values.OrderBy(range => range.First)];
        Assert.All(ordered.Zip(ordered.Skip(1)), pair => Assert.True(pair.First.Last < pair.Second.First));
    }

    [Fact]
    public void Every_event_has_a_name_that_is_given() =>
        Assert.All(Events, one => Assert.Matches("^[A-Z][A-Za-z]+$", one.Name));

    [Fact]
    public void The_page_of_events_is_in_step()
    {
        StringBuilder page = new(
            "# Events of the log\n\n"
                + "Written from the source by a test (`EventTests`); after a change run it with `BALANCEBOT_UPDATE_GOLDEN=1`.\n"
                + "With `Log:Format` = `json` the number is `EventId`, and what stands in braces are fields of `State`.\n"
                + "Logged beside these: lines of ASP.NET and .NET, of which there are next to none.\n\n"
                + "| number | event | level | text | from |\n|---:|---|---|---|---|\n"
        );
        foreach (LogEvent one in Events.OrderBy(one => one.Number))
        {
            page.Append($"| {one.Number} | {one.Name} | {one.Level} | {one.Text} | {one.Folder}, {one.Class} |\n");
        }

        Golden.Check("docs/operations/events.md", page.ToString());
    }

    private static IEnumerable<string> Twice(IEnumerable<string> all) =>
        all.GroupBy(one => one, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key);

    private sealed record LogEvent(int Number, string Name, LogLevel Level, string Text, string Folder, string Class)
    {
        public static IReadOnlyList<LogEvent> Of(Assembly product) =>
            [
                .. product
                    .GetTypes()
                    .SelectMany(type =>
                        type.GetMethods(
                                BindingFlags.Static
                                    | BindingFlags.Instance
                                    | BindingFlags.Public
                                    | BindingFlags.NonPublic
                                    | BindingFlags.DeclaredOnly
                            )
                            .Select(method => (type, method.GetCustomAttribute<LoggerMessageAttribute>()))
                    )
                    .Where(found => found.Item2 is not null)
                    .Select(found => Of(found.type, found.Item2!)),
            ];

        /// <summary>The nearest folder above that has a range.</summary>
        public string Range(IEnumerable<string> folders) =>
            folders
                .Where(folder => Folder == folder || Folder.StartsWith(folder + ".", StringComparison.Ordinal))
                .MaxBy(folder => folder.Length)
            ?? throw new InvalidOperationException($"{Folder} has no range of event numbers");

        private static LogEvent Of(Type type, LoggerMessageAttribute attribute) =>
            new(
                attribute.EventId,
                attribute.EventName ?? "",
                attribute.Level,
                attribute.Message,
                type.Namespace!["BalanceBot.".Length..],
                type.DeclaringType?.Name ?? type.Name
            );
    }
}
