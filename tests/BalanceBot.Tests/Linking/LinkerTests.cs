using BalanceBot.Billing;
using BalanceBot.Linking;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using BalanceBot.Tests.Billing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalanceBot.Tests.Linking;

/// <summary>Proofs over a billing in memory and the real store of attempts.</summary>
public sealed partial class LinkerTests : IDisposable
{
    private static readonly Sample[] Contracts =
    [
        new("700 123", 1m)
        {
            Login = "anna",
            Password = "Correct-Horse",
            Document = "4510 123456",
        },
        new("700 124", 1m) { Login = "bo", Password = "Battery-Staple" },
        new("555", 1m)
        {
            Login = "twin",
            Password = "one",
            Document = "4512 111111",
        },
        new("555", 2m)
        {
            Login = "twin",
            Password = "one",
            Document = "4512 111111",
        },
    ];

    private static readonly ChatId Anna = new(1001);
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-linker-").FullName;
    private readonly LiteDbStore store;
    private readonly PlainBilling billing = new(Contracts);
    private readonly List<string> log = [];
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private long update;
    private int hashed;

    public LinkerTests() => store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_link_is_bound_to_the_key_and_number_that_the_billing_gives_and_not_to_what_was_typed()
    {
        ProofOutcome.Proved proved = Assert.IsType<ProofOutcome.Proved>(await Document("№ 700-123", "4510123456"));

        Assert.Equal("700 123", proved.Contract.Number);
        Assert.Equal(new ContractKey("k000000"), proved.Contract.Key);
        Assert.Equal(LinkWay.ContractAndDocument, proved.Way);
    }

    [Theory]
    [InlineData("700 123", "0000 000000")]
    [InlineData("700 123", "")]
    [InlineData("999 999", "4510 123456")]
    [InlineData("700 124", "4510 123456")]
    [InlineData("555", "4512 111111")]
    [InlineData("\uD800", "\0")]
    public async Task Every_refusal_is_the_same_outcome_after_the_same_work(string number, string document)
    {
        ProofOutcome outcome = await Document(number, document);

        Assert.IsType<ProofOutcome.NotProved>(outcome);
        Assert.Equal((2, 4), (billing.Questions, hashed));
        Assert.Equal(1, await CountOf($"chat:{Anna}"));
    }

    [Fact]
    public async Task A_locked_guess_does_the_same_work_as_any_other_and_its_result_is_thrown_away()
    {
        for (int guess = 1; guess <= 5; guess++)
        {
            await Document("700 123", $"000{guess} 000000");
        }

        int before = billing.Questions;
        hashed = 0;
        ProofOutcome locked = await Document("700 123", "4510 123456");

        Assert.IsType<ProofOutcome.NotProved>(locked);
        Assert.Equal((before + 2, 4), (billing.Questions, hashed));
    }

    /// <summary>A billing over a network takes longer over the right one, and whoever is locked could go on guessing by its time.</summary>
    [Fact]
    public async Task What_is_locked_is_not_tried_with_the_password_that_was_typed_but_with_another_as_long()
    {
        Listening listening = new();
        for (int guess = 1; guess <= 5; guess++)
        {
            await Over(listening).ByPassword(++update, Anna, "anna", $"wrong {guess}", Stop);
        }

        await Over(listening).ByPassword(++update, Anna, "anna", "Correct-Horse", Stop);

        Assert.Equal(["wrong 1", "wrong 2", "wrong 3", "wrong 4", "wrong 5"], listening.Passwords[..5]);
        string tried = Assert.Single(listening.Passwords[5..]);
        Assert.Equal((13, false), (tried.Length, tried == "Correct-Horse"));
    }

    [Fact]
    public async Task Guesses_by_number_and_by_login_of_one_contract_share_its_count()
    {
        for (int guess = 1; guess <= 3; guess++)
        {
            await Document("700 123", "0000 000000", chat: 2000 + guess);
        }

        for (int guess = 1; guess <= 2; guess++)
        {
            await Password("anna", "wrong", chat: 3000 + guess);
        }

        Assert.IsType<ProofOutcome.NotProved>(await Document("700 123", "4510 123456", chat: 4000));
        time.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<ProofOutcome.Proved>(await Password("anna", "Correct-Horse", chat: 4001));
    }

    [Fact]
    public async Task A_contract_that_does_not_exist_locks_like_one_that_does()
    {
        for (int guess = 1; guess <= 5; guess++)
        {
            await Document("999 999", "0000 000000", chat: 2000 + guess);
        }

        Assert.NotNull((await RecordOf("typed:ContractAndDocument:999999"))!.LockedUntil);
    }

    [Fact]
    public async Task A_guess_that_the_billing_could_not_judge_is_unavailable()
    {
        Linker linker = Over(new Away());

        Assert.IsType<ProofOutcome.Unavailable>(await linker.ByDocument(1, Anna, "700 123", "4510 123456", Stop));
        Assert.Equal(0, await CountOf($"chat:{Anna}"));
    }

    /// <summary>The other's attempt was then the last that was counted, and the owners were never told.</summary>
    [Fact]
    public async Task A_guess_that_locks_a_contract_is_known_as_such_though_another_chat_guesses_meanwhile()
    {
        for (long guess = 1; guess <= 4; guess++)
        {
            await Over(new Confused()).ByDocument(guess, new ChatId(2000 + guess), "700 123", "1", Stop);
        }

        ProofOutcome? other = null;
        Interrupted interrupted = new(async () =>
            other = await Over(new Confused()).ByDocument(6, new ChatId(3000), "700 123", "2", Stop)
        );
        ProofOutcome fifth = await Over(interrupted).ByDocument(5, Anna, "700 123", "3", Stop);

        Assert.Equal(new ContractKey("k0"), Assert.IsType<ProofOutcome.NotProved>(fifth).Locked);
        Assert.Null(Assert.IsType<ProofOutcome.NotProved>(other).Locked);
    }

    [Fact]
    public async Task Every_refusal_leaves_one_entry_for_the_audit_that_says_why_and_nothing_that_was_typed()
    {
        AuditEntry wrong = await Trail("700 123", "0000 000000");
        AuditEntry none = await Trail("999 999", "4510 123456");
        AuditEntry twice = await Trail("555", "4512 111111");
        for (int guess = 1; guess <= 4; guess++)
        {
            await Document("700 123", $"000{guess} 000000", chat: 2000 + guess);
        }

        AuditEntry locked = await Trail("700 123", "4510 123456");

        AuditEntry expected = new(time.GetUtcNow(), AuditKind.Refused)
        {
            Chat = Anna,
            ContractKey = "k000000",
            Way = LinkWay.ContractAndDocument,
        };
        Assert.Equal(expected, wrong);
        Assert.Equal(expected with { ContractKey = null }, none);
        Assert.Equal(expected with { ContractKey = null, Kind = AuditKind.Ambiguous }, twice);
        Assert.Equal(expected with { Kind = AuditKind.Locked }, locked);
    }

    private async Task<AuditEntry> Trail(string number, string document) =>
        Assert.IsType<ProofOutcome.NotProved>(await Document(number, document)).Trail;

    [Fact]
    public async Task A_reply_for_another_than_asked_is_a_refusal()
    {
        Linker linker = Over(new Confused());

        Assert.IsType<ProofOutcome.NotProved>(await linker.ByDocument(1, Anna, "700 123", "4510 123456", Stop));
        Assert.IsType<ProofOutcome.NotProved>(await linker.ByPassword(2, Anna, "anna", "Correct-Horse", Stop));
    }

    [Fact]
    public async Task Nothing_typed_is_logged_and_more_than_one_match_is_told_to_the_operator()
    {
        await Document("555", "4512 111111");
        await Password("anna", "My-Secret");

        Assert.Contains(log, line => line.Contains("more than one match"));
        Assert.DoesNotContain(log, line => line.Contains("4512") || line.Contains("555") || line.Contains("anna"));
        Assert.DoesNotContain(log, line => line.Contains("My-Secret"));
    }

    private Task<ProofOutcome> Document(string number, string document, long? chat = null) =>
        Over(billing).ByDocument(++update, chat is { } id ? new ChatId(id) : Anna, number, document, Stop);

    private Task<ProofOutcome> Password(string login, string password, long? chat = null) =>
        Over(billing).ByPassword(++update, chat is { } id ? new ChatId(id) : Anna, login, password, Stop);

    private Linker Over(IBilling asked) =>
        new(
            asked,
            store.Attempts,
            new AttemptPolicy(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7)),
            AttemptPolicy.OverAll(1000),
            Hashed,
            time,
            LoggerFactory.Create(logging => logging.AddProvider(new Lines(log))).CreateLogger<Linker>()
        );

    private string Hashed(string key)
    {
        hashed++;
        return $"hashed {key}";
    }

    private async Task<AttemptRecord?> RecordOf(string key) =>
        (await store.Attempts.Attempts([$"hashed {key}"])).SingleOrDefault();

    private async Task<int> CountOf(string key) => (await RecordOf(key))?.Wrong ?? 0;
}
