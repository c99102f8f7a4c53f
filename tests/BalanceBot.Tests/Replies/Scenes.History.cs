using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Replies.Samples;

namespace BalanceBot.Tests.Replies;

/// <summary>Payments and charges.</summary>
internal static partial class Scenes
{
    private static Month November => new(2026, 11);

    private static Dictionary<string, Func<Voice, Body.Text>> Histories(string number, string note)
    {
        Movement paid = new(Now.AddDays(-3), 500m, note);
        Movement charged = new(Now.AddDays(-20), 150m, null);
        MonthTold usual = new(LinkTo(number), November, "NOK", [paid], [charged], 0);
        MonthTold many = usual with
        {
            Payments = [.. Enumerable.Range(1, 20).Select(n => paid with { At = Now.AddDays(-n), Amount = n })],
        };
        return new(StringComparer.Ordinal)
        {
            ["NoHistory"] = voice => voice.NoHistory(),
            ["ChooseHistory"] = voice => voice.ChooseHistory([LinkTo(number), LinkTo("P-17")]),
            ["HistoryAway"] = voice => voice.HistoryAway(LinkTo(number), November),
            ["History"] = voice => voice.History(usual, Now),
            ["History.Fell"] = voice => voice.History(usual with { Payments = [] }, Now),
            ["History.TakenBack"] = voice =>
                voice.History(
                    usual with
                    {
                        Payments = [paid, paid with { Amount = -600m }],
                        Charges = [charged with { Amount = -100m }],
                    },
                    Now
                ),
            ["History.Nothing"] = voice =>
                voice.History(usual with { Month = new(2026, 8), Payments = [], Charges = [] }, Now),
            ["History.Oldest"] = voice =>
                voice.History(
                    usual with
                    {
                        Month = November.Plus(-Voice.MonthsBack),
                        Payments = [],
                        Charges = [],
                    },
                    Now
                ),
            ["History.OnlyPayments"] = voice => voice.History(usual with { Charges = null }, Now),
            ["History.OnlyCharges"] = voice => voice.History(usual with { Payments = null }, Now),
            ["History.FirstOfMany"] = voice => voice.History(many, Now),
            ["History.MiddleOfMany"] = voice => voice.History(many with { Sheet = 1 }, Now),
            ["History.LastOfMany"] = voice => voice.History(many with { Sheet = 99 }, Now),
            ["NoPicture"] = voice => voice.NoPicture(number),
            ["CourseInWords"] = Drawn(number, Monthly(number, 149.99m)),
            ["CourseInWords.Lasts"] = Drawn(number, Monthly(number, 1234.5m)),
            ["CourseInWords.NothingAhead"] = Drawn(number, Monthly(number, -28m) with { Price = null }),
        };
    }

    private static Func<Voice, Body.Text> Drawn(string number, ContractSnapshot contract) =>
        voice => voice.CourseInWords(LinkTo(number), CourseOf(contract), Today);

    /// <summary>Three months that were charged and paid, the second one late.</summary>
    internal static Course CourseOf(ContractSnapshot contract) =>
        Course.Of(
            contract,
            [new(Now.AddDays(-70), 300m, null), new(Now.AddDays(-40), 150m, null), new(Now.AddDays(-15), 120m, null)],
            [new(Now.AddDays(-84), 150m, null), new(Now.AddDays(-54), 150m, null), new(Now.AddDays(-23), 150m, null)],
            Today,
            moment => DateOnly.FromDateTime(moment.UtcDateTime)
        )!;
}
