using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Sql.Secrets;
using BalanceBot.Linking;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.Subscribers;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>Over a database too, nobody can tell from the hashes that are made why a guess was refused.</summary>
public sealed class SqlEqualWorkTests : IAsyncLifetime
{
    private readonly Ground ground = Ground.Of(SqlEngineKind.Sqlite);
    private readonly CountingHashing hashing = new();
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-sqlwork-").FullName;
    private readonly LiteDbStore store;
    private long update;

    public SqlEqualWorkTests() =>
        store = LiteDbStore.Open(Path.Combine(folder, "bot.db"), Seal.From("7:token", "store"));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
        await ground.DisposeAsync();
    }

    [Theory]
    [InlineData("$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", "myPassword", "bcrypt 05 x 1")]
    [InlineData(
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "password",
        "argon2id 65536 2 1 32 x 1"
    )]
    [InlineData(
        "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        "Hello world!",
        "crypt 6 10000 x 1"
    )]
    public async Task An_unknown_login_costs_the_same_hash_of_the_same_cost_as_a_known_one(
        string kept,
        string password,
        string expected
    )
    {
        ground.Settings.SecretKind = SecretKind.Detect;
        ground.Add(1, "700 123", 1m, "anna", kept);
        ground.Add(2, "700 124", 1m, "none");
        ground.Add(3, "700 125", 1m, "twin", kept);
        ground.Add(4, "700 126", 1m, "twin", kept);
        ground.Add(5, "700 127", 1m, "cid", kept);
        Linker linker = await Linker();
        Assert.IsType<ProofOutcome.Proved>(
            await linker.ByPassword(++update, new ChatId(++update), "anna", password, Stop)
        );
        Assert.Equal(expected, hashing.Taken());
        for (int guess = 1; guess <= 5; guess++)
        {
            await linker.ByPassword(++update, new ChatId(++update), "cid", "wrong", Stop);
        }

        hashing.Taken();
        foreach (string login in new[] { "anna", "nobody", "none", "twin", "cid", "\0" })
        {
            ProofOutcome wrong = await linker.ByPassword(++update, new ChatId(++update), login, "wrong", Stop);
            Assert.IsType<ProofOutcome.NotProved>(wrong);
            Assert.Equal((login, expected), (login, hashing.Taken()));
        }

        Assert.IsType<ProofOutcome.NotProved>(
            await linker.ByPassword(++update, new ChatId(++update), "cid", password, Stop)
        );
        Assert.Equal(expected, hashing.Taken());
    }

    [Fact]
    public async Task A_document_is_compared_as_often_whatever_is_on_file()
    {
        ground.Add(1, new Sample("700 123", 1m) { Document = "4510 123456" });
        ground.Add(2, new Sample("700 124", 1m));
        ground.Add(
            3,
            new Sample("700 125", 1m)
            {
                Document = "series 4510 No 123457, before 4511 223457, 4512 323457, 4513 423457, 4514 523457",
            }
        );
        ground.Add(4, new Sample("700 126", 1m) { Document = "4510 123456" });
        ground.Add(5, new Sample("700 126", 1m) { Document = "4510 123456" });
        ground.Add(6, new Sample("700 127", 1m) { Document = "4510 123456" });
        Linker linker = await Linker();
        for (int guess = 1; guess <= 5; guess++)
        {
            await linker.ByDocument(++update, new ChatId(++update), "700 127", "9999 000000", Stop);
        }

        hashing.Taken();
        foreach (string number in new[] { "700 123", "999 999", "700 124", "700 125", "700 126", "700 127" })
        {
            foreach (string document in new[] { "9999 000000", "1", "\uD800" })
            {
                ProofOutcome wrong = await linker.ByDocument(++update, new ChatId(++update), number, document, Stop);
                Assert.IsType<ProofOutcome.NotProved>(wrong);
                Assert.Equal((number, "comparison x 8, digest x 9"), (number, hashing.Taken()));
            }
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<Linker> Linker()
    {
        SqlBilling billing = ground.Billing(hashing: hashing);
        Assert.Empty(await billing.Begin(Stop));
        return new Linker(
            billing,
            store.Attempts,
            new AttemptPolicy(5, [TimeSpan.FromMinutes(15)], TimeSpan.FromDays(7)),
            AttemptPolicy.OverAll(1000),
            key => $"hashed {key}",
            TimeProvider.System,
            NullLogger<Linker>.Instance
        );
    }
}
