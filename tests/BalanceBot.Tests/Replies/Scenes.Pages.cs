using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Replies.Samples;

namespace BalanceBot.Tests.Replies;

/// <summary>/warnings.</summary>
internal static partial class Scenes
{
    private static Wishes Usual => new() { Zone = Oslo };
    private static Preview OnFirst => new Preview.On(First.AddDays(-7), Level.Week);

    private static Dictionary<string, Func<Voice, Body.Text>> Pages(string number) =>
        new(StringComparer.Ordinal)
        {
            ["Warnings"] = Page(Usual, View(number, OnFirst)),
            ["Warnings.AllOff"] = Page(
                Usual with
                {
                    Levels = [],
                    Payments = false,
                    AllRight = false,
                    Quiet = QuietHours.None,
                },
                View(number, new Preview.Never(SilenceReason.SwitchedOff), LinkChoices.None with { On = false })
            ),
            ["Warnings.OneDay"] = Page(Usual with { Levels = [Level.Day] }, View(number, OnFirst)),
            ["Warnings.TwoDays"] = Page(Usual with { Levels = [Level.ThreeDays, Level.Week] }, View(number, OnFirst)),
            ["Warnings.OwnQuiet"] = Page(
                Usual with
                {
                    Quiet = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 30)),
                },
                View(number, OnFirst)
            ),
            ["Warnings.Threshold"] = Page(
                Usual,
                View(
                    number,
                    new Preview.On(new DateOnly(2027, 1, 1), Level.Threshold),
                    LinkChoices.None with
                    {
                        Threshold = 1000m,
                    }
                )
            ),
            ["Warnings.EveryPreview"] = Page(
                Usual,
                [
                    View(number, OnFirst),
                    View("700124", new Preview.NothingMore()),
                    View("700125", new Preview.Never(SilenceReason.SwitchedOff), LinkChoices.None with { On = false }),
                    View("700126", new Preview.Never(SilenceReason.Enough)),
                    View("700127", new Preview.Never(SilenceReason.Frozen)),
                    View("700128", new Preview.Never(SilenceReason.Closed)),
                    View("700129", new Preview.Never(SilenceReason.Disabled)),
                    View("700130", new Preview.Never(SilenceReason.AutoPay)),
                    View("700131", new Preview.Never(SilenceReason.Free)),
                    View("700132", new Preview.Never(SilenceReason.NoDueDate)),
                    View("700133", new Preview.Never(SilenceReason.NotInBilling)) with
                    {
                        Currency = null,
                    },
                    View("700134", null) with
                    {
                        Currency = null,
                    },
                ]
            ),
            ["Warnings.BillingAway"] = Page(
                Usual,
                View(number, null, LinkChoices.None with { Threshold = 100m }) with
                {
                    Currency = null,
                }
            ),
            ["Warnings.Zones"] = voice =>
                voice.Warnings(new WarningPage(Usual, [View(number, OnFirst)], ["Europe/Oslo", "Europe/Kyiv"], Now)),
            ["Warnings.Fifty"] = Page(
                Usual,
                [.. Enumerable.Range(1, 50).Select(i => View(number == Number ? $"{700_000 + i}" : number, OnFirst))]
            ),
            ["ChooseQuiet"] = voice => voice.ChooseQuiet(),
            ["ChooseZone"] = voice => voice.ChooseZone(["Europe/Oslo", "Europe/Kyiv", "UTC"]),
            ["AskQuiet"] = voice => voice.AskQuiet(),
            ["QuietUnclear"] = voice => voice.QuietUnclear(),
            ["AskThreshold"] = voice => voice.AskThreshold(LinkTo(number)),
            ["AskThreshold.Set"] = voice =>
                voice.AskThreshold(LinkTo(number) with { Choices = LinkChoices.None with { Threshold = 100m } }),
            ["ThresholdBounds"] = voice => voice.ThresholdBounds(10_000m),
        };

    private static Func<Voice, Body.Text> Page(Wishes wishes, params WarningView[] contracts) =>
        voice => voice.Warnings(new WarningPage(wishes, contracts, ["Europe/Oslo"], Now));

    private static WarningView View(string number, Preview? preview, LinkChoices? choices = null) =>
        new(LinkTo(number) with { Choices = choices ?? LinkChoices.None }, "NOK", preview);
}
