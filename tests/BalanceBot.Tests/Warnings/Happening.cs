using BalanceBot.Billing;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Warnings;

/// <summary>One thing in the life of a contract; the bot looks after each.</summary>
internal abstract record Happening
{
    private static readonly Level[] AllLevels = [.. DayLevels.All];

    private static readonly ContractState[] States =
    [
        ContractState.Active,
        ContractState.Frozen,
        ContractState.BlockedForDebt,
    ];

    private Happening() { }

    public sealed record Wait(int Minutes) : Happening;

    public sealed record Pay(decimal Sum) : Happening;

    public sealed record Spend(decimal Sum) : Happening;

    public sealed record Become(ContractState State) : Happening;

    public sealed record AutoPay(bool On) : Happening;

    public sealed record Credit(decimal Sum, int? Days) : Happening;

    /// <summary>Null: charged with the tariff.</summary>
    public sealed record AddService(decimal Price, bool Daily) : Happening;

    public sealed record ChangeTariff(decimal Price, int InDays) : Happening;

    /// <summary>The billing does not tell its charges any more, or does again.</summary>
    public sealed record Forget(bool On) : Happening;

    /// <summary>The billing is away: the bot has old data.</summary>
    public sealed record Away(int Minutes) : Happening;

    /// <summary>Nobody knows whether the last message arrived.</summary>
    public sealed record Lose : Happening;

    public sealed record Wish(Wishes For) : Happening
    {
        public override string ToString() =>
            $"Wish {{ On {For.On}, [{string.Join(' ', For.Levels)}], at {For.Threshold}, quiet {For.Quiet.From}-"
            + $"{For.Quiet.To}, payments {For.Payments}, all right {For.AllRight} }}";
    }

    public sealed record Snooze(int Hours) : Happening;

    public static readonly Gen<Wishes> Wishes =
        from off in Gen.Int[0, 9]
        from levels in Gen.Int[0, 7]
        from threshold in Gen.Int[-50, 400]
        from hasThreshold in Gen.Bool
        from night in Gen.Bool
        from quiet in Gen.Int[0, 47].Array[2]
        from tells in Gen.Bool.Array[2]
        select new Wishes
        {
            On = off > 0,
            Levels = [.. AllLevels.Where((_, bit) => (levels & (1 << bit)) == 0)],
            Threshold = hasThreshold ? threshold : null,
            Quiet = night ? QuietHours.Night : new QuietHours(Half(quiet[0]), Half(quiet[1])),
            Payments = tells[0],
            AllRight = tells[1],
            Zone = Ledger.Oslo,
        };

    public static readonly Gen<Happening> Any = Gen.Frequency(
        (8, Gen.Int[1, 180].Select(Happening (minutes) => new Wait(minutes))),
        (16, Gen.Int[180, 4320].Select(Happening (minutes) => new Wait(minutes))),
        (4, Gen.Int[1, 600].Select(Happening (sum) => new Pay(sum))),
        (4, Gen.Int[1, 150].Select(Happening (sum) => new Spend(sum))),
        (1, Gen.Int[0, 2].Select(which => To(States[which]))),
        (1, Gen.Bool.Select(Happening (on) => new AutoPay(on))),
        (1, Gen.Int[0, 200].Select(Gen.Int[-1, 20], Happening (sum, days) => new Credit(sum, days < 0 ? null : days))),
        (1, Gen.Int[0, 40].Select(Gen.Bool, Happening (price, daily) => new AddService(price, daily))),
        (1, Gen.Int[0, 300].Select(Gen.Int[0, 30], Happening (price, days) => new ChangeTariff(price, days))),
        (1, Gen.Bool.Select(Happening (on) => new Forget(on))),
        (1, Gen.Int[1, 1500].Select(Happening (minutes) => new Away(minutes))),
        (2, Gen.Const<Happening>(new Lose())),
        (2, Wishes.Select(Happening (wishes) => new Wish(wishes))),
        (1, Gen.Int[1, 72].Select(Happening (hours) => new Snooze(hours)))
    );

    private static Happening To(ContractState state) => new Become(state);

    private static TimeOnly Half(int hours) => TimeOnly.MinValue.AddMinutes(30 * hours);
}
