using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Billing;
using BalanceBot.Tests.Storage;
using BalanceBot.Tests.Storage.PostgreSql;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Linking;

public sealed class LiteDbDoorModel() : DoorModel(new LiteDbEngine());

public sealed class PostgreSqlDoorModel() : DoorModel(new PostgreSqlEngine());

/// <summary>
/// Two chats at the door of one contract, with documents and with one-time links: whatever they do in whatever order, who is linked and what is counted is what a
/// small model says, after each step.
/// </summary>
public abstract class DoorModel : IDisposable
{
    private const string Number = "700 123";
    private const string Document = "4510 123456";

    /// <summary>Minutes around the ends of locks.</summary>
    private static readonly int[] Spans = [1, 14, 15, 16, 60, 61];

    private static readonly AttemptPolicy Policy = new(
        3,
        [TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)],
        TimeSpan.FromDays(1)
    );

    private readonly IEngine engine;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private long update;
    private int histories;

    private protected DoorModel(IEngine engine) => this.engine = engine;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A step of a history: a new thing that can happen at the door is a line here.</summary>
    private (int Weight, Func<Door, int, int, Task> Do)[] Steps =>
        [
            (4, (door, who, _) => door.Guess(who, right: false)),
            (2, (door, who, _) => door.Guess(who, right: true)),
            (2, (door, _, _) => door.BothGuessAtOnce()),
            (1, (door, who, _) => door.AgainAfterALostAnswer(who)),
            (1, (door, who, _) => door.Unlink(who)),
            (2, (door, _, _) => door.Mint()),
            (3, (door, who, _) => door.Bring(who)),
            (1, (door, who, _) => door.BringNonsense(who)),
            (1, (door, _, _) => door.BothBringTheSame()),
            (3, (door, _, minutes) => door.Pass(TimeSpan.FromMinutes(minutes))),
            (1, (door, _, _) => door.Pass(TimeSpan.FromHours(25))),
            (1, (door, _, _) => door.Restart()),
        ];

    [Fact]
    public async Task Two_chats_at_one_contract_are_linked_and_counted_as_the_model_says()
    {
        Func<Door, int, int, Task>[] drawn = [.. Steps.SelectMany(step => Enumerable.Repeat(step.Do, step.Weight))];
        Gen<(int Step, int Who, int Minutes)[]> any = Gen.Select(
            Gen.Int[0, drawn.Length - 1],
            Gen.Int[0, 1],
            Gen.Int[0, Spans.Length - 1].Select(at => Spans[at])
        ).Array[1, 40];
        await any.SampleAsync(
            async history =>
            {
                Door door = new(this, ++histories);
                foreach ((int step, int who, int minutes) in history)
                {
                    await drawn[step](door, who, minutes);
                    await door.Agrees();
                }
            },
            iter: 40,
            threads: 1
        );
    }

    /// <summary>Attempts of one key, written down anew and not with the code that is shown to be right.</summary>
    private sealed class Counted
    {
        public int Wrong { get; private set; }
        public int Locks { get; private set; }
        public DateTimeOffset? Until { get; private set; }
        private DateTimeOffset? last;
        private (int Wrong, int Locks) before;

        public bool IsKnown => last is not null;

        public bool Try(DateTimeOffset now)
        {
            Touch(now);
            if (Until > now)
            {
                return false;
            }

            (Until, before) = (null, (Wrong, Locks));
            if (++Wrong == Policy.MostWrong)
            {
                Until = now + (Locks == 0 ? Policy.Locks[0] : Policy.Locks[1]);
                (Wrong, Locks) = (0, Locks + 1);
            }

            return true;
        }

        /// <summary>Somebody came who is not heard: that is written, and counts for nothing.</summary>
        public void Touch(DateTimeOffset now)
        {
            if (now - last > Policy.ForgetAfter && !(Until > now))
            {
                (Wrong, Locks, Until) = (0, 0, null);
            }

            last = now;
        }

        /// <summary>The last try was right: as if it had not been made.</summary>
        public void TakeBack()
        {
            ((Wrong, Locks), Until) = (before, null);
            last = before == default ? null : last;
        }
    }

    private sealed class Door(DoorModel world, int history)
    {
        private readonly PlainBilling billing = new([new Sample(Number, 1m) { Document = Document }]);
        private readonly Counted[] chats = [new(), new()];
        private readonly bool[] linked = [false, false];
        private Counted contract = new();
        private (long Update, bool Right, bool Open)[] last = [default, default];
        private readonly Counted[] tokens = [new(), new()];
        private int minted;

        /// <summary>The invitation that was made last; null: it was used.</summary>
        private (string Token, DateTimeOffset Expires)? open;

        private DateTimeOffset Now => world.time.GetUtcNow();

        public async Task Guess(int who, bool right)
        {
            bool open = Try(who);
            last[who] = (++world.update, right, open);
            await Judge(who, await Ask(who, world.update, right), open && right);
        }

        /// <summary>A chat that is locked counts against no contract.</summary>
        private bool Try(int who)
        {
            if (chats[who].Try(Now))
            {
                return contract.Try(Now);
            }

            contract.Touch(Now);
            return false;
        }

        /// <summary>Which of them is before the other nobody can say; how many of them are checked is the same.</summary>
        public async Task BothGuessAtOnce()
        {
            Try(0);
            Try(1);

            long[] updates = [++world.update, ++world.update];
            ProofOutcome[] outcomes = await Task.WhenAll(Ask(0, updates[0], false), Ask(1, updates[1], false));

            Assert.All(outcomes, outcome => Assert.IsType<ProofOutcome.NotProved>(outcome));
            last = [default, default];
        }

        /// <summary>A process died before it could say what came of it: the same update is no second guess.</summary>
        public async Task AgainAfterALostAnswer(int who)
        {
            (long same, bool right, bool open) = last[who];
            // After a success the counts are gone, and the update is done: it never comes to the linker again.
            if (same == 0 || (right && open) || same != world.update)
            {
                return;
            }

            Assert.IsType<ProofOutcome.NotProved>(await Ask(who, same, right));
        }

        public async Task Unlink(int who)
        {
            linked[who] = false;
            Subscriber before = (await world.engine.Turns.Load(Chat(who))).Subscriber;
            await Commit(new TurnChanges(++world.update, Now) { Subscriber = before.Without(Key) });
        }

        public async Task Mint()
        {
            open = ($"{history}-{++minted}", Now.AddMinutes(15));
            await world.engine.Invitations.Add(
                new Invitation(Hashed(open.Value.Token), Key, Number, open.Value.Expires)
            );
        }

        /// <summary>Brings the newest token and says yes at once; one that was used before when there is no other.</summary>
        public async Task Bring(int who)
        {
            bool good = tokens[who].Try(Now) && open?.Expires > Now;
            RedeemOutcome outcome = await Bring(who, open?.Token ?? $"{history}-{minted}");
            Assert.Equal(good, outcome is RedeemOutcome.Good);
            if (outcome is RedeemOutcome.Good redeemed)
            {
                Assert.IsType<CommitOutcome.Committed>(await Accept(who, redeemed));
                Accepted(who);
            }
        }

        public async Task BringNonsense(int who)
        {
            tokens[who].Try(Now);
            Assert.IsType<RedeemOutcome.NotGood>(await Bring(who, "nonsense"));
        }

        /// <summary>Both are asked, both say yes: one is linked.</summary>
        public async Task BothBringTheSame()
        {
            bool[] good = [tokens[0].Try(Now) && open?.Expires > Now, tokens[1].Try(Now) && open?.Expires > Now];
            string token = open?.Token ?? "nonsense";
            RedeemOutcome[] outcomes = [await Bring(0, token), await Bring(1, token)];
            Assert.Equal(good, outcomes.Select(outcome => outcome is RedeemOutcome.Good));
            (int Who, Task<CommitOutcome> Commit)[] yes =
            [
                .. outcomes
                    .Index()
                    .Where(one => one.Item is RedeemOutcome.Good)
                    .Select(one => (one.Index, Accept(one.Index, (RedeemOutcome.Good)one.Item))),
            ];
            await Task.WhenAll(yes.Select(one => one.Commit));
            int[] linkedNow =
            [
                .. yes.Where(one => one.Commit.Result is CommitOutcome.Committed).Select(one => one.Who),
            ];
            Assert.Equal(Math.Min(yes.Length, 1), linkedNow.Length);
            foreach (int who in linkedNow)
            {
                Accepted(who);
            }
        }

        private Task<RedeemOutcome> Bring(int who, string token) =>
            new Redeemer(world.engine.Invitations, world.engine.Attempts, Policy, Hashed, Hashed, world.time).Try(
                ++world.update,
                Chat(who),
                token
            );

        private async Task<CommitOutcome> Accept(int who, RedeemOutcome.Good redeemed)
        {
            Link link = new(redeemed.Invitation.ContractKey, redeemed.Invitation.ContractNumber, LinkWay.Token, Now);
            Subscriber before = (await world.engine.Turns.Load(Chat(who))).Subscriber;
            return await world.engine.Turns.Commit(
                new TurnChanges(Interlocked.Increment(ref world.update), Now)
                {
                    Subscriber = before.With(link),
                    Redeemed = redeemed.Invitation.TokenHash,
                    ClearAttempts = redeemed.Attempts,
                }
            );
        }

        private void Accepted(int who)
        {
            (linked[who], tokens[who], open) = (true, new Counted(), null);
        }

        public Task Pass(TimeSpan span)
        {
            world.time.Advance(span);
            return Task.CompletedTask;
        }

        public Task Restart()
        {
            world.engine.Reopen();
            return Task.CompletedTask;
        }

        public async Task Agrees()
        {
            foreach (int who in new[] { 0, 1 })
            {
                Subscriber subscriber = (await world.engine.Turns.Load(Chat(who))).Subscriber;
                Assert.Equal(linked[who] ? [Key] : [], subscriber.Links.Select(link => link.ContractKey));
                await Agrees(chats[who], $"chat:{Chat(who)}");
                await Agrees(tokens[who], $"token:{Chat(who)}");
            }

            await Agrees(contract, $"contract:{Key}");
        }

        private static string Key => "k000000";

        private ChatId Chat(int who) => new((history * 10) + who + 1);

        private string Hashed(string key) => $"{history} {key}";

        private Task<ProofOutcome> Ask(int who, long updateId, bool right)
        {
            Linker linker = new(
                billing,
                world.engine.Attempts,
                Policy,
                AttemptPolicy.OverAll(int.MaxValue),
                Hashed,
                world.time,
                NullLogger<Linker>.Instance
            );
            string document = right ? Document : "0000 000000";
            return linker.ByDocument(updateId, Chat(who), Number, document, TestContext.Current.CancellationToken);
        }

        private async Task Judge(int who, ProofOutcome outcome, bool proved)
        {
            Assert.Equal(proved, outcome is ProofOutcome.Proved);
            if (outcome is not ProofOutcome.Proved proof)
            {
                return;
            }

            linked[who] = true;
            chats[who].TakeBack();
            contract = new Counted();
            Link link = new(proof.Contract.Key.Value, proof.Contract.Number, proof.Way, Now);
            Subscriber before = (await world.engine.Turns.Load(Chat(who))).Subscriber;
            await Commit(
                new TurnChanges(++world.update, Now)
                {
                    Subscriber = before.With(link),
                    ClearAttempts = proof.Attempts,
                    TakenBack = proof.TakenBack is { } left ? [left] : [],
                }
            );
        }

        private async Task Commit(TurnChanges changes) =>
            Assert.IsType<CommitOutcome.Committed>(await world.engine.Turns.Commit(changes));

        private async Task Agrees(Counted counted, string key)
        {
            AttemptRecord? record = (await world.engine.Attempts.Attempts([Hashed(key)])).SingleOrDefault();
            Assert.Equal(counted.IsKnown, record is not null);
            Assert.Equal(
                (counted.Wrong, counted.Locks, counted.Until),
                (record?.Wrong ?? 0, record?.Locks ?? 0, record?.LockedUntil)
            );
        }
    }
}
