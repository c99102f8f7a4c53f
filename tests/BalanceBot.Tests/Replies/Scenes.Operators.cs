using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Replies.Samples;

namespace BalanceBot.Tests.Replies;

/// <summary>To the operators.</summary>
internal static partial class Scenes
{
    private static DateTimeOffset Since => Now.AddHours(-2);

    private static Dictionary<string, Func<Voice, Body.Text>> Operators(string number, string tariff)
    {
        BillingAnswer<ContractSnapshot> found = new BillingAnswer<ContractSnapshot>.Found(
            Monthly(number, 149.99m) with
            {
                Tariff = tariff,
            }
        );
        WhyChat told = new(new ChatId(42), EveryKind[^1], Unsure: false, null, EveryKind);
        WhyChat waiting = new(new ChatId(43), EveryKind[1], Unsure: true, Now.AddHours(18), []);
        WhyChat unjudged = new(new ChatId(44), null, Unsure: false, null, []);
        return new(StringComparer.Ordinal)
        {
            ["Why.NotFound"] = voice => voice.Why(new WhyPage(number, null, [], Since), Now),
            ["Why.NotLinked"] = voice => voice.Why(new WhyPage(number, found, [], null), Now),
            ["Why"] = voice => voice.Why(new WhyPage(number, found, [told], Since), Now),
            ["Why.Several"] = voice => voice.Why(new WhyPage(number, found, [told, waiting, unjudged], Since), Now),
            ["Why.NotInBilling"] = voice => voice.Why(new WhyPage(number, null, [unjudged], Since), Now),
            ["Why.BillingAway"] = voice =>
                voice.Why(
                    new WhyPage(number, new BillingAnswer<ContractSnapshot>.Unavailable("down"), [waiting], Since),
                    Now
                ),
            ["Why.Hundred"] = voice =>
                voice.Why(new WhyPage(number, found, [.. Enumerable.Repeat(told, 100)], Since), Now),
            ["WhyAsk"] = voice => voice.WhyAsk(),
            ["DryRun"] = voice => voice.DryRun(DryRunOf(number, named: 3, counted: 3, failed: 0)),
            ["DryRun.None"] = voice => voice.DryRun(new DryRunPage(20_000, 0, new Dictionary<Level, int>(), [])),
            ["DryRun.Many"] = voice => voice.DryRun(DryRunOf(number, named: 20, counted: 1234, failed: 1)),
            ["DryRun.Failed"] = voice => voice.DryRun(DryRunOf(number, named: 1, counted: 1, failed: 17)),
            ["Invitation"] = voice =>
                voice.Invitation(number, "https://t.me/OurBalanceBot?start=a-token", Now.AddMinutes(15), Now),
            ["InviteAsk"] = voice => voice.InviteAsk(),
            ["InviteNotFound"] = voice => voice.InviteNotFound(number),
            ["InviteAmbiguous"] = voice => voice.InviteAmbiguous(number),
            ["InviteAway"] = voice => voice.InviteAway(),
            ["DryRunSlow"] = voice => voice.DryRunSlow(),
            ["OnlyBySignIn"] = voice => voice.OnlyBySignIn(),
            ["DryRunAway"] = voice => voice.DryRunAway(),
            ["BillingAwayAlarm"] = voice => voice.BillingAwayAlarm(raised: true, Since),
            ["BillingAwayAlarm.Over"] = voice => voice.BillingAwayAlarm(raised: false, Since),
            ["StaleDataAlarm"] = voice => voice.StaleDataAlarm(raised: true, Since, 1234),
            ["StaleDataAlarm.One"] = voice => voice.StaleDataAlarm(raised: true, Since, 1),
            ["StaleDataAlarm.Over"] = voice => voice.StaleDataAlarm(raised: false, Since, 0),
            ["ManyChangedAlarm"] = voice => voice.ManyChangedAlarm(raised: true, Since, 1234),
            ["ManyChangedAlarm.One"] = voice => voice.ManyChangedAlarm(raised: true, Since, 1),
            ["ManyChangedAlarm.Over"] = voice => voice.ManyChangedAlarm(raised: false, Since, 0),
            ["NoRunAlarm"] = voice => voice.NoRunAlarm(raised: true, Since),
            ["NoRunAlarm.Over"] = voice => voice.NoRunAlarm(raised: false, Since),
            ["Short"] = voice => new Body.Text(voice.Short(Now)),
            ["Tell"] = voice => new Body.Text(
                string.Join(
                    '\n',
                    EveryReason
                        .Select(decision => voice.Tell(decision, "NOK"))
                        .Concat(Enum.GetValues<Level>().Skip(1).Select(voice.Tell))
                )
            ),
        };
    }

    private static Recorded[] EveryKind =>
        [
            new(Now.AddDays(-9), RecordedKind.Silent, (int)SilenceReason.Enough),
            new(Now.AddDays(-1), RecordedKind.Later, (int)WaitReason.QuietHours) { Until = Now.AddHours(-6) },
            new(Now.AddHours(-6), RecordedKind.Warned, 0)
            {
                Level = Level.Week,
                Ends = First,
                Missing = 0.01m,
            },
            new(Now.AddHours(-5), RecordedKind.Warned, 0) { Level = Level.Stopped },
            new(Now.AddHours(-4), RecordedKind.Received, 0),
            new(Now.AddHours(-3), RecordedKind.AllRight, 0),
            new(Now.AddHours(-2), RecordedKind.Silent, (int)SilenceReason.ToldAlready),
        ];

    private static IEnumerable<Recorded> EveryReason =>
        Enum.GetValues<SilenceReason>()
            .Select(reason => new Recorded(Now, RecordedKind.Silent, (int)reason))
            .Concat(
                Enum.GetValues<WaitReason>()
                    .Select(reason => new Recorded(Now, RecordedKind.Later, (int)reason) { Until = Now.AddDays(1) })
            );

    private static DryRunPage DryRunOf(string number, int named, int counted, int failed) =>
        new(
            20_000,
            failed,
            new Dictionary<Level, int> { [Level.Week] = counted - 1, [Level.Stopped] = 1 },
            [
                .. Enumerable
                    .Range(0, named)
                    .Select(i => new DryRunLine(
                        Now.AddHours(i),
                        number,
                        new ChatId(42 + i),
                        i == 0 ? Level.Stopped : Level.Week,
                        First,
                        0.01m,
                        "NOK"
                    )),
            ]
        );
}
