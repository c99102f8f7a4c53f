using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;
using static BalanceBot.Tests.Replies.Samples;

namespace BalanceBot.Tests.Replies;

/// <summary>What the bot says first.</summary>
internal static partial class Scenes
{
    private static DateOnly First => new(2026, 12, 1);

    private static Dictionary<string, Func<Voice, Body.Text>> Told(string number, string tariff)
    {
        ContractSnapshot home = Monthly(number, 149.99m) with { Tariff = tariff };
        ContractSnapshot blocked = Owing(home, 28m) with { State = ContractState.BlockedForDebt };
        ContractSnapshot credit = Owing(home, 20m) with { Credit = 100m, CreditUntil = Today.AddDays(3), Price = 50m };
        ContractSnapshot unknown = new(new("k"), number, new Money(5m, "EUR"), Now);
        Forecast.LastsUntil far = new(new DateOnly(2027, 2, 1), 0.01m, 150m);
        Forecast.LastsUntil about = new(new DateOnly(2026, 11, 30), 3.5m, 25m) { IsEstimate = true };
        return new(StringComparer.Ordinal)
        {
            ["Announce.Week"] = Tell(Warned(home, Level.Week)),
            ["Announce.ThreeDays"] = Tell(Warned(home with { NextCharge = Today.AddDays(3) }, Level.ThreeDays)),
            ["Announce.Day"] = Tell(Warned(home with { NextCharge = Today.AddDays(1) }, Level.Day)),
            ["Announce.Today"] = Tell(Warned(home with { NextCharge = Today }, Level.Day)),
            ["Announce.Debt"] = Tell(Warned(Owing(home, 20m) with { Credit = 100m }, Level.Week)),
            ["Announce.CreditEnds"] = Tell(Warned(credit, Level.ThreeDays)),
            ["Announce.Stopped"] = Tell(Warned(blocked, Level.Stopped)),
            ["Announce.StoppedSumUnknown"] = Tell(Warned(blocked, Level.Stopped, new Forecast.Stopped(null))),
            ["Announce.RunOut"] = Tell(Warned(Owing(home, 28m), Level.Stopped)),
            ["Announce.Threshold"] = Tell(
                Warned(home, Level.Threshold) with
                {
                    Link = LinkTo(number) with { Choices = LinkChoices.None with { Threshold = 200m } },
                }
            ),
            ["Announce.OperatorsThreshold"] = Tell(Warned(unknown, Level.Threshold)),
            ["Announce.Estimate"] = Tell(Warned(home, Level.Week, about)),
            ["Announce.BankHoliday"] = Tell(Warned(home, Level.Week, null, new DateOnly(2026, 11, 27))),
            ["Announce.WithoutTariff"] = Tell(Warned(home with { Tariff = null }, Level.Week)),
            ["Announce.Two"] = Tell(Warned(home, Level.Week), Warned(blocked, Level.Stopped)),
            ["Announce.Fifty"] = Tell([.. Digest(50, home, blocked)]),
            ["Announce.Received"] = Tell(Received(home with { Balance = new(449.99m, "NOK") }, 300m, far)),
            ["Announce.ReceivedSumUnknown"] = Tell(Received(home with { Balance = new(449.99m, "NOK") }, null, far)),
            ["Announce.ReceivedTooLittle"] = Tell(Received(home, 10m, null)),
            ["Announce.ReceivedStillOwing"] = Tell(Received(blocked, 10m, null)),
            ["Announce.ReceivedForYears"] = Tell(Received(home, 10m, new Forecast.NoEnd(NoEndReason.FarAway))),
            ["Announce.AllRight"] = Tell(AllRight(home, far)),
            ["Announce.AllRightForYears"] = Tell(AllRight(home, new Forecast.NoEnd(NoEndReason.FarAway))),
            ["Announce.Pay"] = Paying(Tell(Warned(home, Level.Week))),
            ["Announce.PayTwo"] = Paying(Tell(Warned(home, Level.Week), Warned(blocked, Level.Stopped))),
            ["Announce.PayFifty"] = Paying(Tell([.. Digest(50, home, blocked)])),
            ["Announce.PayNothing"] = Paying(Tell(Received(home, 300m, far))),
            ["Snoozed"] = voice => voice.Snoozed(number, Now.AddDays(1), Now),
            ["Balances.Pay"] = Paying(Show(home)),
            ["Balances.PayTwo"] = Paying(voice => voice.Balances([Found(home), Found(blocked)], Now)),
        };
    }

    private static IEnumerable<Told> Digest(int count, ContractSnapshot home, ContractSnapshot blocked) =>
        Enumerable
            .Range(1, count)
            .Select(i => i % 10 == 0 ? Warned(blocked, Level.Stopped) : Warned(home, Level.Week))
            .Select(
                (one, i) =>
                    one with
                    {
                        Link = LinkTo(one.Contract.Number == Number ? $"{700_001 + i}" : one.Contract.Number),
                    }
            );

    private static Func<Voice, Body.Text> Tell(params Told[] told) => voice => voice.Announce(told, Now);

    private static Func<Voice, Body.Text> Paying(Func<Voice, Body.Text> say) => voice => say(PayVoice(voice));

    private static Told Warned(
        ContractSnapshot contract,
        Level level,
        Forecast? forecast = null,
        DateOnly? deadline = null
    ) => Of(contract, new Decision.Warn(level, forecast ?? Forecast.Of(contract, Today), deadline));

    private static Told Received(ContractSnapshot contract, decimal? sum, Forecast? forecast) =>
        Of(contract, new Decision.Received(sum, forecast ?? Forecast.Of(contract, Today)));

    private static Told AllRight(ContractSnapshot contract, Forecast forecast) =>
        Of(contract, new Decision.AllRight(forecast));

    private static Told Of(ContractSnapshot contract, Decision decision) =>
        new(LinkTo(contract.Number), contract, decision);
}
