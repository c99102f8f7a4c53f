using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using static BalanceBot.Tests.Replies.Samples;

namespace BalanceBot.Tests.Replies;

/// <summary>Everything a voice can say, by the name of its golden file: the method's name, then the case.</summary>
internal static partial class Scenes
{
    private const BillingAbilities Able =
        BillingAbilities.Payments | BillingAbilities.Charges | BillingAbilities.Promise;

    private static readonly LinkWay[] BothWays = [LinkWay.ContractAndDocument, LinkWay.LoginAndPassword];

    private static readonly Retention ShortRetention = new(
        TimeSpan.FromMinutes(90),
        TimeSpan.FromDays(1),
        TimeSpan.FromDays(1.5)
    );
    private static readonly Retention LongRetention = new(
        TimeSpan.FromDays(7),
        TimeSpan.FromDays(90),
        TimeSpan.FromDays(3650)
    );

    public static IReadOnlyDictionary<string, Func<Voice, Body.Text>> All { get; } =
        With(Number, "Home 100", "Antivirus");

    /// <param name="number">A contract number and</param>
    /// <param name="tariff">a tariff and</param>
    /// <param name="service">an extra service, as a billing might return them.</param>
    public static IReadOnlyDictionary<string, Func<Voice, Body.Text>> With(
        string number,
        string tariff,
        string service
    ) =>
        new SortedDictionary<string, Func<Voice, Body.Text>>(
            Dialogue(number)
                .Concat(Contracts(number))
                .Concat(Balances(number, tariff))
                .Concat(Prices(number, tariff, service))
                .Concat(Told(number, tariff))
                .Concat(Pages(number))
                .Concat(Operators(number, tariff))
                .Concat(Promises(number))
                .Concat(Histories(number, service))
                .ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    private static ContractDevices OfDevices(string number, int chats) =>
        new(
            number,
            [
                .. Enumerable
                    .Range(1, chats)
                    .Select(n => new Device(
                        new ChatId(n),
                        new Link("key", number, (LinkWay)n, Now.AddDays(-40 * (n - 1)))
                    )),
            ]
        );

    private static Dictionary<string, Func<Voice, Body.Text>> Dialogue(string number) =>
        new(StringComparer.Ordinal)
        {
            ["Greeting"] = voice => voice.Greeting(),
            ["Help"] = voice => voice.Help(BothWays, Able),
            ["Help.DocumentOnly"] = voice => voice.Help([LinkWay.ContractAndDocument], BillingAbilities.None),
            ["Help.LoginOnly"] = voice => voice.Help([LinkWay.LoginAndPassword], BillingAbilities.None),
            ["Help.Operator"] = voice => voice.Help(BothWays, BillingAbilities.None, Enum.GetValues<OperatorCommand>()),
            ["Help.Support"] = voice =>
                voice.Help(BothWays, BillingAbilities.None, OperatorCommand.Why, OperatorCommand.Invite),
            ["Help.BySignIn"] = voice => voice.Help([LinkWay.LoginAndPassword], BillingAbilities.SnapshotBySignIn),
            ["Help.NoWay"] = voice => voice.Help([], BillingAbilities.None),
            ["Privacy"] = voice => voice.Privacy(ShortRetention),
            ["Privacy.Longest"] = voice => voice.Privacy(LongRetention),
            ["ExportTooSoon"] = voice => voice.ExportTooSoon(TimeSpan.FromMinutes(61)),
            ["ExportCaption"] = voice => new Body.Text(voice.ExportCaption()),
            ["ConfirmForget"] = voice => voice.ConfirmForget(),
            ["Forgotten"] = voice => voice.Forgotten(LongRetention),
            ["NothingErased"] = voice => voice.NothingErased(),
            ["ChooseWay"] = voice => voice.ChooseWay(BothWays),
            ["AskContract"] = voice => voice.AskContract(),
            ["AskDocument"] = voice => voice.AskDocument(),
            ["AskLogin"] = voice => voice.AskLogin(),
            ["AskPassword"] = voice => voice.AskPassword(),
            ["NotProved"] = voice => voice.NotProved(),
            ["Linked"] = voice => voice.Linked(number),
            ["AlreadyLinked"] = voice => voice.AlreadyLinked(number),
            ["TooManyContracts.One"] = voice => voice.TooManyContracts(1),
            ["TooManyContracts.Five"] = voice => voice.TooManyContracts(5),
            ["TooManyChats.One"] = voice => voice.TooManyChats(1),
            ["TooManyChats.Five"] = voice => voice.TooManyChats(5),
            ["Devices"] = voice => voice.Devices([OfDevices(number, 3), OfDevices(number, 1)], removed: false, Now),
            ["Devices.Removed"] = voice => voice.Devices([OfDevices(number, 2)], removed: true, Now),
            ["NewDevice"] = voice => voice.NewDevice(number, OfDevices(number, 1).Devices[0]),
            ["UnlinkedByOther"] = voice => voice.UnlinkedByOther(number),
            ["GuessesLocked"] = voice => voice.GuessesLocked(number),
            ["LinksWillEnd"] = voice => voice.LinksWillEnd([number, "700 124"], Today.AddDays(14), Now),
            ["LinksEnded"] = voice => voice.LinksEnded([number]),
            ["Balances.Suspended"] = voice => voice.Balances([ContractBalance.Suspended(number)], Now),
            ["Suspended"] = voice => voice.Suspended(number),
            ["BillingAway"] = voice => voice.BillingAway(),
            ["PleaseDelete"] = voice => voice.PleaseDelete(),
            ["DialogueEnded"] = voice => voice.DialogueEnded(),
            ["ChoosingEnded"] = voice => voice.ChoosingEnded(),
            ["Cancelled"] = voice => voice.Cancelled(),
            ["NothingToCancel"] = voice => voice.NothingToCancel(),
            ["UnknownText"] = voice => voice.UnknownText(),
            ["OnlyText"] = voice => voice.OnlyText(),
            ["ContactIsNoProof"] = voice => voice.ContactIsNoProof(),
            ["ForwardedIsNoProof"] = voice => voice.ForwardedIsNoProof(),
            ["EditedIsNoProof"] = voice => voice.EditedIsNoProof(),
            ["GroupRefusal"] = voice => voice.GroupRefusal("OurBalanceBot"),
            ["CredentialsInGroup"] = voice => voice.CredentialsInGroup("OurBalanceBot"),
            ["ConfirmInvitation"] = voice => voice.ConfirmInvitation(number, "a-hash"),
            ["InvitationNotGood"] = voice => voice.InvitationNotGood(),
            ["InvitationDeclined"] = voice => voice.InvitationDeclined(),
            ["PressYesOrNo"] = voice => voice.PressYesOrNo(),
            ["Sorry"] = voice => voice.Sorry(),
            ["StaleButton"] = voice => voice.StaleButton(),
            ["WaitABit"] = voice => voice.WaitABit(),
            ["WaitABitToast"] = voice => new Body.Text(voice.WaitABitToast()),
            ["MenuCommands"] = voice => new Body.Text(
                string.Join(
                    '\n',
                    voice.MenuCommands(BothWays, Able).Select(line => $"{line.Name} - {line.Description}")
                )
            ),
        };

    private static Dictionary<string, Func<Voice, Body.Text>> Contracts(string number) =>
        new(StringComparer.Ordinal)
        {
            ["NothingLinked"] = voice => voice.NothingLinked(),
            ["Contracts"] = voice =>
                voice.Contracts([LinkTo(number), LinkTo("P-17") with { LinkedAt = LastYear }], Now),
            ["Contracts.None"] = voice => voice.Contracts([], Now),
            ["Contracts.Thousand"] = voice => voice.Contracts(Links(1000), Now),
            ["ChooseUnlink"] = voice => voice.ChooseUnlink([LinkTo(number), LinkTo("P-17")]),
            ["ConfirmUnlink"] = voice => voice.ConfirmUnlink(LinkTo(number)),
            ["Unlinked"] = voice => voice.Unlinked(number),
            ["Kept"] = voice => voice.Kept(),
            ["UnlinkTargetGone"] = voice => voice.UnlinkTargetGone(),
        };

    private static Dictionary<string, Func<Voice, Body.Text>> Balances(string number, string tariff)
    {
        ContractSnapshot home = Monthly(number, 149.99m) with { Tariff = tariff };
        ContractSnapshot spread = home with { Period = new ChargePeriod.SpreadOverMonth(), NextCharge = null };
        ContractSnapshot daily = home with { Period = new ChargePeriod.Daily(), Price = 4.84m, NextCharge = null };
        return new(StringComparer.Ordinal)
        {
            ["Balances.None"] = voice => voice.Balances([], Now),
            ["Balances.LacksAnOere"] = Show(home),
            ["Balances.LacksToday"] = Show(home with { NextCharge = Today }),
            ["Balances.LastsIntoNextYear"] = Show(home with { Balance = new Money(1234.5m, "NOK") }),
            ["Balances.LastsForYears"] = Show(home with { Balance = new Money(1_000_000m, "NOK") }),
            ["Balances.DebtWithinCredit"] = Show(Owing(home, 20m) with { Credit = 100m, Price = 50m }),
            ["Balances.DebtBeyondCredit"] = Show(Owing(home, 128m) with { Credit = 100m }),
            ["Balances.CreditEnds"] = Show(
                Owing(home, 20m) with
                {
                    Credit = 100m,
                    CreditUntil = Today.AddDays(3),
                    Price = 50m,
                }
            ),
            ["Balances.Blocked"] = Show(Owing(home, 28m) with { State = ContractState.BlockedForDebt }),
            ["Balances.BlockedWithMoneyLeft"] = Show(home with { State = ContractState.BlockedForDebt }),
            ["Balances.Daily"] = Show(daily),
            ["Balances.DailyEndsToday"] = Show(daily with { Balance = new Money(1m, "NOK"), NextCharge = Today }),
            ["Balances.Spread"] = Show(spread),
            ["Balances.Rolling"] = Show(home with { Period = new ChargePeriod.Rolling(30) }),
            ["Balances.DayUnknown"] = Show(home with { NextCharge = null }),
            ["Balances.Frozen"] = Show(home with { State = ContractState.Frozen }),
            ["Balances.Disabled"] = Show(home with { State = ContractState.Disabled }),
            ["Balances.ClosedWithDebt"] = Show(Owing(home, 28m) with { State = ContractState.Closed }),
            ["Balances.AutoPay"] = Show(home with { AutoPay = true }),
            ["Balances.Free"] = Show(home with { Price = 0m }),
            ["Balances.OnlyABalance"] = Show(new ContractSnapshot(new("k"), number, new Money(10m, "EUR"), Now)),
            ["Balances.AsOfThisMorning"] = Show(home with { AsOf = Now.AddHours(-6) }),
            ["Balances.AsOfYesterday"] = Show(home with { AsOf = Now.AddDays(-1) }),
            ["Balances.RememberedFromJustNow"] = Show(home with { IsRemembered = true }),
            ["Balances.RememberedFromYesterday"] = Show(home with { IsRemembered = true, AsOf = Now.AddDays(-1) }),
            ["Balances.RememberedForty"] = voice => voice.Balances([.. Many(40, tariff).Select(Remembered)], Now),
            ["Balances.Unavailable"] = Show(number, new BillingAnswer<ContractSnapshot>.Unavailable("down")),
            ["Balances.Gone"] = Show(number, new BillingAnswer<ContractSnapshot>.NotFound()),
            ["Balances.TwoContracts"] = voice => voice.Balances([Found(home), Found(Owing(daily, 3m))], Now),
            ["Balances.Forty"] = voice => voice.Balances(Many(40, tariff), Now),
            ["Balances.Thousand"] = voice => voice.Balances(Many(1000, tariff), Now),
        };
    }

    private static Dictionary<string, Func<Voice, Body.Text>> Prices(string number, string tariff, string service)
    {
        ContractSnapshot home = Monthly(number, 149.99m) with { Tariff = tariff };
        ExtraService antivirus = new(service, 2m);
        ExtraService ip = new("Static IP", 30m) { Period = new ChargePeriod.Monthly(), NextCharge = Today.AddDays(3) };
        ExtraService tv = new("TV", 5m) { Period = new ChargePeriod.Daily() };
        TariffChange change = new(new DateOnly(2026, 12, 1), 250m) { Tariff = tariff + " Plus" };
        return new(StringComparer.Ordinal)
        {
            ["Balances.ServiceWithTheTariff"] = Show(home with { Services = [antivirus] }),
            ["Balances.ServicesOfTheirOwn"] = Show(home with { Services = [ip, tv, antivirus] }),
            ["Balances.ServiceNotCovered"] = Show(home with { Balance = new Money(10m, "NOK"), Services = [ip] }),
            ["Balances.ServiceOfAFreeTariff"] = Show(home with { Price = 0m, Services = [antivirus] }),
            ["Balances.ServiceForNothing"] = Show(home with { Services = [antivirus with { Price = 0m }] }),
            ["Balances.SixServices"] = Show(home with { Services = [ip, ip, ip, ip, ip, tv] }),
            ["Balances.ManyServices"] = Show(
                home with
                {
                    Services = [.. Enumerable.Repeat(antivirus, 9), ip, ip, tv, tv],
                }
            ),
            ["Balances.ServicesOfAFrozenContract"] = Show(
                home with
                {
                    State = ContractState.Frozen,
                    Services = [ip, antivirus],
                }
            ),
            ["Balances.TariffChanges"] = Show(home with { Change = change }),
            ["Balances.PriceChangesNextYear"] = Show(
                home with
                {
                    Change = new TariffChange(new DateOnly(2027, 2, 1), 175m),
                }
            ),
            ["Balances.TariffBecomesFree"] = Show(home with { Change = change with { Price = 0m } }),
            ["Balances.FreeTariffChanges"] = Show(home with { Price = 0m, NextCharge = null, Change = change }),
            ["Balances.ChangeAndServices"] = Show(home with { Services = [tv, antivirus], Change = change }),
        };
    }

    private static Func<Voice, Body.Text> Show(ContractSnapshot snapshot) =>
        voice => voice.Balances([Found(snapshot)], Now);

    private static Func<Voice, Body.Text> Show(string number, BillingAnswer<ContractSnapshot> answer) =>
        voice => voice.Balances([new ContractBalance(number, answer)], Now);
}
