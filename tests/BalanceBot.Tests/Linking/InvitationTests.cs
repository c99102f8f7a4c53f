using BalanceBot.Linking;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Linking;

/// <summary>One-time links over a billing in memory and the real store.</summary>
public sealed class InvitationTests : IDisposable
{
    private static readonly ChatId Anna = new(1001);
    private static readonly AttemptPolicy Policy = new(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7));
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-invitations-").FullName;
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly PlainBilling billing = new([new("700 123", 1m), new("555", 1m), new("555", 2m)]);
    private readonly List<AuditEntry> audit = [];
    private readonly LiteDbStore store;
    private readonly Counting counted;
    private long update;

    public InvitationTests()
    {
        store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));
        counted = new Counting(store.Invitations, store.Attempts);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_invitation_is_bound_to_the_key_and_number_that_the_billing_gives()
    {
        InviteOutcome.Invited made = Assert.IsType<InviteOutcome.Invited>(await Invite("№ 700-123"));

        string token = made.Url.Split("?start=")[1];
        Assert.Equal("700 123", made.ContractNumber);
        Assert.Equal(
            new Invitation(Hash(token), "k000000", "700 123", time.GetUtcNow().AddMinutes(15)),
            await store.Invitations.Find(Hash(token))
        );
        Assert.Null(await store.Invitations.Find(token));
    }

    [Fact]
    public async Task What_the_billing_does_not_have_once_is_not_invited_to_and_not_audited()
    {
        Assert.IsType<InviteOutcome.NotFound>(await Invite("999"));
        Assert.IsType<InviteOutcome.NotFound>(await Invite(""));
        Assert.IsType<InviteOutcome.Ambiguous>(await Invite("555"));
        Assert.IsType<InviteOutcome.NotReady>(await Invite("700 123", bot: ""));
        Assert.Empty(audit);
        Assert.Equal(0, counted.Added);
    }

    [Fact]
    public async Task An_invitation_is_audited_by_who_made_it_and_names_no_token()
    {
        InviteOutcome.Invited made = Assert.IsType<InviteOutcome.Invited>(await Invite("700 123"));

        AuditEntry entry = Assert.Single(audit);
        Assert.Equal((AuditKind.Invited, "k000000", "by a test"), (entry.Kind, entry.ContractKey, entry.Detail));
        Assert.DoesNotContain(made.Url.Split("?start=")[1], entry.ToString());
    }

    [Fact]
    public async Task Every_token_that_comes_to_nothing_costs_the_same_questions_as_one_that_is_good()
    {
        string good = await Token();
        string late = await Token();
        Redeemer redeemer = Redeemer();
        Dictionary<string, (int Finds, int Reserves)> work = [];
        foreach (string token in new[] { good, "", "x", new string('å', 4000), "unknown-but-well-formed-token-000" })
        {
            work[token] = await Work(() => redeemer.Try(++update, new ChatId(2000 + update), token));
        }

        time.Advance(TimeSpan.FromMinutes(15));
        work[late] = await Work(() => redeemer.Try(++update, new ChatId(2000 + update), late));
        for (int guess = 1; guess <= 6; guess++)
        {
            work[$"guess{guess}"] = await Work(() => redeemer.Try(++update, Anna, $"guess{guess}"));
        }

        Assert.All(work.Values, done => Assert.Equal((1, 1), done));
    }

    [Fact]
    public async Task A_token_is_good_until_its_last_moment_and_not_in_it()
    {
        string token = await Token();
        time.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        RedeemOutcome.Good good = Assert.IsType<RedeemOutcome.Good>(await Redeemer().Try(1, Anna, token));
        Assert.IsType<RedeemOutcome.Good>(await Redeemer().Again(Anna, good.Invitation.TokenHash));
        time.Advance(TimeSpan.FromTicks(1));

        Assert.IsType<RedeemOutcome.NotGood>(await Redeemer().Try(2, Anna, token));
        Assert.IsType<RedeemOutcome.NotGood>(await Redeemer().Again(Anna, good.Invitation.TokenHash));
    }

    [Fact]
    public async Task A_redelivered_update_is_one_guess()
    {
        for (int delivery = 1; delivery <= 9; delivery++)
        {
            await Redeemer().Try(7, Anna, "x");
        }

        Assert.IsType<RedeemOutcome.Good>(await Redeemer().Try(8, Anna, await Token()));
    }

    [Fact]
    public async Task The_hash_that_lies_in_the_store_redeems_nothing()
    {
        string token = await Token();

        Assert.IsType<RedeemOutcome.NotGood>(await Redeemer().Try(1, Anna, Hash(token)));
    }

    private static string Hash(string token) => $"hash of {token}";

    private async Task<string> Token() =>
        Assert.IsType<InviteOutcome.Invited>(await Invite("700 123")).Url.Split("?start=")[1];

    private async Task<(int Finds, int Reserves)> Work(Func<Task> act)
    {
        (int finds, int reserves) = (counted.Finds, counted.Reserves);
        await act();
        return (counted.Finds - finds, counted.Reserves - reserves);
    }

    private Task<InviteOutcome> Invite(string contract, string bot = "OurBalanceBot") =>
        new Inviter(
            billing,
            counted,
            Hash,
            TimeSpan.FromMinutes(15),
            entry =>
            {
                audit.Add(entry);
                return Task.CompletedTask;
            },
            () => bot,
            time
        ).Invite(contract, "by a test", Stop);

    private Redeemer Redeemer() => new(counted, counted, Policy, key => $"hashed {key}", Hash, time);

    /// <summary>The real store, and how often it was asked.</summary>
    private sealed class Counting(IInvitationStore invitations, IAttemptStore attempts)
        : IInvitationStore,
            IAttemptStore
    {
        public int Added { get; private set; }
        public int Finds { get; private set; }
        public int Reserves { get; private set; }

        public Task Add(Invitation invitation)
        {
            Added++;
            return invitations.Add(invitation);
        }

        public Task<Invitation?> Find(string tokenHash)
        {
            Finds++;
            return invitations.Find(tokenHash);
        }

        public Task<int> ForgetInvitations(DateTimeOffset now) => invitations.ForgetInvitations(now);

        public Task<Reservation> Reserve(
            long updateId,
            IReadOnlyList<string> keys,
            AttemptPolicy policy,
            DateTimeOffset now
        )
        {
            Reserves++;
            return attempts.Reserve(updateId, keys, policy, now);
        }

        public Task<IReadOnlyList<AttemptRecord>> Attempts(IReadOnlyList<string> keys) => attempts.Attempts(keys);

        public Task<int> ForgetAttempts(DateTimeOffset before, DateTimeOffset now) =>
            attempts.ForgetAttempts(before, now);
    }
}
