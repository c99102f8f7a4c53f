using BalanceBot.Billing;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows.Warnings;

/// <summary>The last scenario: a thousand people live for ninety days, through the real host, store and server.</summary>
public sealed class NinetyDaysTests
{
    private const int People = 1000;
    private const int Days = 90;
    private static readonly TimeSpan Step = TimeSpan.FromHours(4);
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");
    private readonly Random chance = new(20261125);

    [Fact]
    public async Task S14_ninety_days_of_1000_contracts_never_two_warnings_in_20_hours_no_stop_unwarned_none_after_the_end()
    {
        // From January on, so that a daylight-saving change lies within.
        await using WarningStory story = await WarningStory.Begin(
            new DateTime(2026, 1, 12, 12, 0, 0),
            settings: new Dictionary<string, string?>
            {
                ["Scanning:Every"] = "04:00:00",
                ["Outbox:BulkPerSecond"] = "1000",
                ["Outbox:PaidBroadcast"] = "true",
                ["Outbox:PerChatBurst"] = "20",
            }
        );
        Life[] lives = [.. Enumerable.Range(0, People).Select(n => new Life($"{1000 + n}", chance))];
        foreach (Life life in lives)
        {
            life.Chat = story.World.AddPerson(life.Number, "en").Id;
            story.Billing.Put(life.Seen(story.Now));
        }

        await Task.WhenAll(lives.Select(life => story.Link(life.Chat, life.Number)));
        for (int step = 0; step < Days * 6; step++)
        {
            DateTimeOffset local = TimeZoneInfo.ConvertTime(story.Now, Oslo);
            foreach (Life life in lives)
            {
                life.Live(chance, DateOnly.FromDateTime(local.DateTime), local.Hour);
                story.Billing.Put(life.Seen(story.Now));
            }

            await story.Pass(Step, Step);
        }

        int warnings = lives.Sum(life => Hold(life, story.World.BotMessages(life.Chat)));
        TestContext.Current.SendDiagnosticMessage($"{warnings} warnings, {lives.Sum(l => l.Stops.Count)} stops");
        Assert.InRange(warnings, People, People * 40);
        Assert.InRange(lives.Sum(life => life.Stops.Count), People / 10, People * 10);
    }

    private static int Hold(Life life, IReadOnlyList<ChatMessage> heard)
    {
        ChatMessage[] warnings = [.. heard.Where(IsWarning)];
        foreach ((ChatMessage first, ChatMessage second) in warnings.Zip(warnings.Skip(1)))
        {
            Assert.True(second.At - first.At >= TimeSpan.FromHours(20), $"{life.Number}: {first.At} and {second.At}");
        }

        foreach (ChatMessage message in heard)
        {
            DateTimeOffset local = TimeZoneInfo.ConvertTime(message.At, Oslo);
            Assert.InRange(local.Hour, 8, 20);
        }

        foreach (ChatMessage warning in warnings)
        {
            Assert.True(
                life.IsNearTheEnd(warning.At),
                $"{life.Number} was warned at {warning.At} while the money lasted: {warning.Text} {life.Diary(warning.At)}"
            );
        }

        foreach (DateOnly stop in life.Stops)
        {
            Assert.Contains(
                heard,
                message => !message.Text.Contains("All right") && IsInTheWeekBefore(message.At, stop)
            );
        }

        return warnings.Length;
    }

    private static bool IsWarning(ChatMessage message) =>
        !message.Text.Contains("received") && !message.Text.Contains("All right");

    private static bool IsInTheWeekBefore(DateTimeOffset at, DateOnly stop)
    {
        int days = stop.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Oslo).DateTime).DayNumber;
        return days is >= 0 and <= 8;
    }

    /// <summary>One contract as its billing keeps it: charged at midnight, stopped when that is not covered.</summary>
    private sealed class Life
    {
        private readonly decimal price;
        private readonly int diligence;
        private readonly List<(DateTimeOffset At, bool Near)> nearness = [];
        private readonly List<(DateTimeOffset At, string Said)> diary = [];
        private decimal balance;
        private DateOnly next;
        private DateOnly charged;
        private bool stopped;

        public Life(string number, Random chance)
        {
            Number = number;
            price = chance.Next(50, 500);
            diligence = chance.Next(50, 450);
            balance = price * chance.Next(1, 3);
            next = new DateOnly(2026, 1, 12).AddDays(chance.Next(9, 31));
            charged = new DateOnly(2026, 1, 12);
        }

        public string Number { get; }
        public long Chat { get; set; }
        public List<DateOnly> Stops { get; } = [];

        public void Live(Random chance, DateOnly today, int hour)
        {
            if (today > charged)
            {
                charged = today;
                Charge(today);
            }

            if (chance.Next(diligence) == 0)
            {
                Pay(chance.Next(3) == 0 ? chance.Next(1, 60) : price * chance.Next(1, 3), today);
            }

            // By day only: what is spent at night before a charge nobody can be warned of in time.
            if (hour is >= 9 and <= 16 && !stopped && chance.Next(100) == 0)
            {
                balance -= Math.Min(balance, chance.Next(1, 200));
            }
        }

        public ContractSnapshot Seen(DateTimeOffset now)
        {
            bool near =
                stopped || (balance < price && next.DayNumber - DateOnly.FromDateTime(now.UtcDateTime).DayNumber <= 8);
            nearness.Add((now, near));
            diary.Add((now, $"{balance} of {price} on {next:MM-dd}{(stopped ? " stopped" : "")}"));
            return new ContractSnapshot(new ContractKey(Number), Number, new Money(balance, "NOK"), now)
            {
                Tariff = "Home",
                Price = price,
                Period = new ChargePeriod.Monthly(),
                NextCharge = next,
                State = stopped ? ContractState.BlockedForDebt : ContractState.Active,
            };
        }

        /// <summary>As the billing has said it before this moment; what changed in the very moment came after it.</summary>
        public bool IsNearTheEnd(DateTimeOffset at) => nearness.Last(seen => seen.At < at).Near;

        /// <summary>What the billing said around a moment.</summary>
        public string Diary(DateTimeOffset at) =>
            string.Join(
                "; ",
                diary
                    .Where(line => (line.At - at).Duration() < TimeSpan.FromHours(30))
                    .Select(line => $"{line.At:dd HH:mm} {line.Said}")
            );

        private void Charge(DateOnly today)
        {
            if (today < next || stopped)
            {
                return;
            }

            if (balance < price)
            {
                stopped = true;
                Stops.Add(today);
                return;
            }

            balance -= price;
            next = next.AddMonths(1);
        }

        private void Pay(decimal sum, DateOnly today)
        {
            balance += sum;
            if (stopped && balance >= price)
            {
                stopped = false;
                balance -= price;
                next = today.AddMonths(1);
            }
        }
    }
}
