using BalanceBot.Billing;
using BalanceBot.Warnings;

namespace BalanceBot.Tests.Warnings;

/// <summary>A year of a thousand contracts with random payments and charges, in virtual time and with a fixed seed.</summary>
public sealed class JudgeSimulationTests
{
    private const int People = 1000;
    private const int Days = 365;
    private static readonly DateOnly Start = new(2026, 1, 1);
    private static readonly WarningLimits Limits = new();
    private static readonly Wishes Wishes = new();

    [Fact]
    public void In_a_year_nobody_is_nagged_stopped_unwarned_or_warned_after_the_end()
    {
        Judge judge = new(Limits);
        Random chance = new(20261124);
        Tally tally = new();
        for (int person = 0; person < People; person++)
        {
            Live(judge, new Life(chance), chance, tally);
        }

        // Each kind of thing has happened often enough for its rule to have been tried.
        Assert.InRange(tally.Warnings, People, People * 60);
        Assert.InRange(tally.Payments, People, People * 60);
        Assert.InRange(tally.AllRights + tally.EndedByPayment, People / 10, People * 60);
        Assert.InRange(tally.Stops, People / 10, People * 60);
    }

    private static void Live(Judge judge, Life life, Random chance, Tally tally)
    {
        Episode episode = Episode.Fresh;
        DateTimeOffset? lastWarning = null;
        DateOnly? lastTold = null;
        for (int day = 0; day < Days; day++)
        {
            DateOnly today = Start.AddDays(day);
            if (life.Charge(today))
            {
                tally.Stops++;
                Assert.True(lastTold >= today.AddDays(-8), $"stopped on {today} without a word in the week before");
            }

            foreach (int hour in new[] { 3, 9, 15, 22 })
            {
                DateTimeOffset now = new(today.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
                life.MayPay(chance, today);
                if (hour is 9 or 15)
                {
                    // By day only: what is spent at night before a charge nobody can be warned of in time.
                    life.MaySpend(chance);
                }

                Judgement judgement = judge.Decide(life.Seen(now), episode, Wishes, now);
                Hold(judgement, episode, now, lastWarning, tally);
                lastWarning = judgement.Decision is Decision.Warn ? now : lastWarning;
                lastTold = judgement.Decision is Decision.Warn or Decision.Received ? today : lastTold;
                episode = judgement.Episode;
            }
        }
    }

    private static void Hold(
        Judgement judgement,
        Episode before,
        DateTimeOffset now,
        DateTimeOffset? lastWarning,
        Tally tally
    )
    {
        bool speaks = judgement.Decision is Decision.Warn or Decision.Received or Decision.AllRight;
        Assert.False(speaks && now.Hour is < 8 or >= 21, $"spoke at {now:HH:mm}");
        switch (judgement.Decision)
        {
            case Decision.Warn warn:
                tally.Warnings++;
                Assert.False(lastWarning > now - Limits.CoolDown, "two warnings in the cool-down");
                Assert.True(warn.Level > before.Told, "a level that was told, or a farther one");
                Assert.True(
                    warn.Forecast is Forecast.Stopped
                        || warn.Forecast is Forecast.LastsUntil(var on, _, _)
                            && on.DayNumber - DateOnly.FromDateTime(now.DateTime).DayNumber <= 7,
                    "a warning while the money lasts"
                );
                break;
            case Decision.Received:
                tally.Payments++;
                tally.EndedByPayment += before.IsOpen && !judgement.Episode.IsOpen ? 1 : 0;
                break;
            case Decision.AllRight:
                tally.AllRights++;
                Assert.True(before.IsOpen && !judgement.Episode.IsOpen, "all right after nothing");
                break;
        }
    }

    /// <summary>One contract as its billing would keep it.</summary>
    private sealed class Life
    {
        private readonly decimal price;
        private readonly int diligence;
        private decimal balance;
        private DateOnly next;
        private ContractState state = ContractState.Active;

        public Life(Random chance)
        {
            price = chance.Next(50, 500);
            diligence = chance.Next(20, 240);
            balance = price * chance.Next(1, 3);
            next = Start.AddDays(chance.Next(9, 31));
        }

        /// <summary>True when the contract was stopped today.</summary>
        public bool Charge(DateOnly today)
        {
            if (today < next || state == ContractState.BlockedForDebt)
            {
                return false;
            }

            if (balance < price)
            {
                state = ContractState.BlockedForDebt;
                return true;
            }

            Take(next.AddMonths(1));
            return false;
        }

        /// <summary>Who was stopped and pays begins a new month that day.</summary>
        public void MayPay(Random chance, DateOnly today)
        {
            if (chance.Next(diligence) != 0)
            {
                return;
            }

            balance += chance.Next(3) == 0 ? chance.Next(1, 60) : price * chance.Next(1, 3);
            if (state == ContractState.BlockedForDebt && balance >= price)
            {
                state = ContractState.Active;
                Take(today.AddMonths(1));
            }
        }

        /// <summary>Something extra, as far as the money goes: the end jumps nearer at once.</summary>
        public void MaySpend(Random chance)
        {
            if (state == ContractState.Active && chance.Next(15) == 0)
            {
                balance -= Math.Min(balance, chance.Next(1, 200));
            }
        }

        public ContractSnapshot Seen(DateTimeOffset now) =>
            new(new ContractKey("k"), "1", new Money(balance, "NOK"), now)
            {
                Price = price,
                Period = new ChargePeriod.Monthly(),
                NextCharge = next,
                State = state,
            };

        private void Take(DateOnly following)
        {
            balance -= price;
            next = following;
        }
    }

    private sealed class Tally
    {
        public int Warnings { get; set; }
        public int Payments { get; set; }
        public int EndedByPayment { get; set; }
        public int AllRights { get; set; }
        public int Stops { get; set; }
    }
}
