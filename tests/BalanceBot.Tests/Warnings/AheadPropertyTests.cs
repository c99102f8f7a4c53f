using BalanceBot.Billing;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

/// <summary>What is said ahead of an end: that it is said at all, and that the preview promised it for that day.</summary>
public sealed class AheadPropertyTests
{
    private const int Days = 60;
    private static readonly BankingDays Weekdays = new([DayOfWeek.Saturday, DayOfWeek.Sunday], new HashSet<DateOnly>());

    private static readonly Gen<ContractSnapshot> Contracts =
        // After 30 November nobody knows any more that it was the 31st.
        from contract in Ledger.Contracts.Where(contract => !(contract.NextCharge?.Day > 28))
        from credit in Gen.Int[0, 200]
        from creditDays in Gen.Int[-1, 30]
        from service in Gen.Int[-20, 40]
        from change in Gen.Int[-300, 300]
        from changeDays in Gen.Int[0, 40]
        select contract with
        {
            // Whose charges are not known may stop unforeseen, when a credit ends.
            Credit = contract.Period is null ? 0 : credit,
            CreditUntil = creditDays < 0 ? null : Ledger.DayOf(contract.AsOf).AddDays(creditDays),
            Services = service < 0 ? [] : [new ExtraService("TV", service)],
            Change = change < 0 ? null : new TariffChange(Ledger.DayOf(contract.AsOf).AddDays(changeDays), change),
        };

    private static readonly Gen<WarningLimits> Limits = Gen.Bool.Select(
        Gen.Int[-1, 100],
        (weekdays, plain) =>
            new WarningLimits
            {
                Banking = weekdays ? Weekdays : BankingDays.Every,
                PlainThreshold = plain < 0 ? null : plain,
                Zone = Ledger.Oslo,
            }
    );

    /// <summary>After any life, the money is seen to last ten days more, and then the contract is looked at twice a day.</summary>
    [Fact]
    public void Who_is_stopped_was_warned_in_the_days_before() =>
        Gen.Select(Limits, Ledger.Contracts, Happening.Wishes, Happening.Any.Array[0, 30])
            .Sample(
                (limits, contract, wishes, happenings) =>
                {
                    HistoryRun run = new(limits, contract, wishes);
                    run.Live(happenings.Where(one => one is not (Happening.Snooze or Happening.Forget)));
                    string? unwarned = run.LiveCalmly(TimeSpan.FromHours(11));
                    Assert.True(unwarned is null, unwarned);
                },
                iter: 2500
            );

    [Fact]
    public void The_next_warning_comes_on_the_day_that_the_preview_says() =>
        Gen.Select(Limits, Contracts, Happening.Wishes, Gen.Int[-200, 300])
            .Sample(
                (limits, contract, wishes, snooze) =>
                {
                    Wishes awake = wishes with
                    {
                        Quiet = QuietHours.None,
                        SnoozedUntil = snooze < 0 ? null : contract.AsOf.AddHours(snooze),
                    };
                    Episode shown = Episode.Fresh.Shown(
                        new Judge(limits).Reach(contract, Episode.Fresh, awake, contract.AsOf)
                    );
                    Preview preview = new Previewer(limits).Of(contract, shown, awake, contract.AsOf);

                    Preview.On? first = FirstWarning(limits, contract, shown, awake);

                    bool isFar = preview is Preview.On(var day, _) && day >= Ledger.DayOf(contract.AsOf).AddDays(Days);
                    Assert.Equal(isFar ? null : preview as Preview.On, first);
                },
                iter: 2500,
                print: tried => Told(tried.Item1, tried.Item2, tried.Item3, tried.Item4)
            );

    private static string Told(WarningLimits limits, ContractSnapshot contract, Wishes wishes, int snooze) =>
        $"{contract.AsOf:d MMM HH:mm} {contract.Balance.Amount}, {contract.Price} {contract.Period} next {contract.NextCharge:d MMM}, "
        + $"credit {contract.Credit} until {contract.CreditUntil:d MMM}, services {string.Join(' ', contract.Services)}, "
        + $"{contract.Change}, plain {limits.PlainThreshold}, rests on [{string.Join(' ', limits.Banking.Rest)}], "
        + $"snoozed {snooze} h, {new Happening.Wish(wishes)}";

    /// <summary>Looked at twice a day, and when the judge asked to.</summary>
    private static Preview.On? FirstWarning(
        WarningLimits limits,
        ContractSnapshot contract,
        Episode episode,
        Wishes wishes
    )
    {
        Judge judge = new(limits);
        Ledger ledger = new(contract);
        DateTimeOffset now = contract.AsOf;
        while (Ledger.DayOf(now) < Ledger.DayOf(contract.AsOf).AddDays(Days))
        {
            ledger.MoveTo(now);
            Judgement judgement = judge.Decide(ledger.Now, episode, wishes, now);
            if (judgement.Decision is Decision.Warn warn)
            {
                return new Preview.On(Ledger.DayOf(now), warn.Level);
            }

            episode = judgement.Episode;
            DateTimeOffset next = now.AddHours(12);
            now = judgement.Decision is Decision.Later(var at, _) && at < next ? at : next;
        }

        return null;
    }
}
