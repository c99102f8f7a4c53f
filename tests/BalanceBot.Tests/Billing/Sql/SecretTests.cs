using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using BalanceBot.Billing;
using BalanceBot.Billing.Sql.Secrets;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>Passwords in the ways in which billings keep them, each proved by what other programs made.</summary>
[SuppressMessage("Security", "CA5350", Justification = "What billings keep.")]
[SuppressMessage("Security", "CA5351", Justification = "What billings keep.")]
public sealed class SecretTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The vectors of https://www.akkadia.org/drepper/SHA-crypt.txt, and of FreeBSD's and libxcrypt's MD5.</summary>
    [Theory]
    [InlineData("$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5", "Hello world!")]
    [InlineData("$5$rounds=10000$saltstringsaltst$3xv.VbSHBb41AL9AvLeujZkZRBAwqFMz2.opqey6IcA", "Hello world!")]
    [InlineData("$5$rounds=5000$toolongsaltstrin$Un/5jzAHMgOGZ5.mWJpuVolil07guHPvOW8mGRcvxa5", "This is just a test")]
    [InlineData(
        "$5$rounds=1400$anotherlongsalts$Rx.j8H.h8HjEDGomFU8bDkXm3XIUnzyxf12oP84Bnq1",
        "a very much longer text to encrypt.  This one even stretches over morethan one line."
    )]
    [InlineData(
        "$5$rounds=77777$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/",
        "we have a short salt string but not a short password"
    )]
    [InlineData(
        "$5$rounds=1000$roundstoolow$yfvwcWrQ8l/K0DAWyuPMDNHpIVlTQebY9l/gL972bIC",
        "the minimum number is still observed"
    )]
    [InlineData(
        "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1",
        "Hello world!"
    )]
    [InlineData(
        "$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
        "Hello world!"
    )]
    [InlineData(
        "$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
        "we have a short salt string but not a short password"
    )]
    [InlineData("$1$saltstri$YMyguxXMBpd2TEZ.vS/3q1", "Hello world!")]
    [InlineData("$1$oKnN0HHt$KtM1JhHfFNyQOq5OgbGo.1", "this is a password longer than 16 characters")]
    [InlineData("$1$rasmusle$rISCgZzpwk3UhDidwXvin0", "rasmuslerdorf")]
    [InlineData("$1$NaH5na7J$MvnEHcxaKZzgBk8QdjdAQ0", "P\u00E4ssword")]
    [InlineData("$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", "myPassword")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "password")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=4$c2FsdHNhbHQ$mxUf7CB5gEwtDSiHfZCvxj17E8XeTFh2fpti1ioD3SA", "password")]
    public void Each_way_takes_the_password_of_another_programs_hash_and_no_other(string stored, string password)
    {
        StoredSecret secret = SecretReader.Read(SecretKind.Detect, SaltPlace.Before, stored, "")!;

        Assert.True(secret.Matches(password));
        Assert.False(secret.Matches(password + " "));
        Assert.False(secret.Matches("x" + password[1..]));
        Assert.False(secret.Stranger().Matches(password));
        Assert.Equal(secret.GetType(), secret.Stranger().GetType());
    }

    /// <summary>Hashes of "correct horse", with the salt "NaCl" where there is one, as the tools md5sum and shaXsum make them.</summary>
    [Theory]
    [InlineData("Md5", "", "Before", "correct horse")]
    [InlineData("Md5", "NaCl", "Before", "NaClcorrect horse")]
    [InlineData("Sha1", "NaCl", "After", "correct horseNaCl")]
    [InlineData("Sha256", "NaCl", "Before", "NaClcorrect horse")]
    [InlineData("Sha512", "NaCl", "After", "correct horseNaCl")]
    public void A_digest_counts_its_salt_where_it_stands(string kind, string salt, string place, string hashed)
    {
        byte[] digest = CryptographicOperations.HashData(
            new HashAlgorithmName(kind.ToUpperInvariant()),
            Encoding.UTF8.GetBytes(hashed)
        );
        foreach (
            string written in new[]
            {
                Convert.ToHexString(digest),
                Convert.ToHexStringLower(digest),
                Convert.ToBase64String(digest),
            }
        )
        {
            StoredSecret secret = SecretReader.Read(
                Enum.Parse<SecretKind>(kind),
                Enum.Parse<SaltPlace>(place),
                written,
                salt
            )!;
            Assert.True(secret.Matches("correct horse"));
            Assert.False(secret.Matches("correct horsf"));
        }
    }

    /// <summary>From Python's hashlib: rounds 1000, salt "NaCl" and b"NaClNaCl".</summary>
    [Theory]
    [InlineData("pbkdf2_sha256$1000$NaCl$y6UK+57OG2yJnZIbS3E5E599IliwIIbBdkxEFXXGYlM=")]
    [InlineData("pbkdf2_sha1$1000$NaCl$wTijAypcehTb83ax3kkR/eHCLg0=")]
    [InlineData(
        "$pbkdf2-sha512$1000$TmFDbE5hQ2w$VHxchAxAXSgQneBx5TSuHBIsUfKGaZ7UuMVTGJLSbVXwzuReJ4EwAEvEWN1PulOV7mv.taDqxdKDIs7KF5uAFQ"
    )]
    public void Pbkdf2_is_read_as_Django_and_passlib_write_it(string stored)
    {
        StoredSecret secret = SecretReader.Read(SecretKind.Detect, SaltPlace.Before, stored, "")!;

        Assert.True(secret.Matches("correct horse"));
        Assert.False(secret.Matches("Correct horse"));
    }

    [Theory]
    [InlineData("correct horse")]
    [InlineData("")]
    [InlineData("$2y$31$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC")]
    [InlineData("$2y$05$short")]
    [InlineData("$5$rounds=999999999$short$JiO1O3ZpDAxGJeaDIuqCoEFysAe1mZNJRs3pw0KQRd/")]
    [InlineData("$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("$argon2id$v=19$m=65536,t=2,p=1$c2!$CTFh")]
    [InlineData("pbkdf2_sha256$900000000$NaCl$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc=")]
    [InlineData("0123456789abcdef0123456789abcdef")]
    public void What_is_of_no_known_kind_or_would_take_for_ever_is_not_taken(string stored) =>
        Assert.Null(SecretReader.Read(SecretKind.Detect, SaltPlace.Before, stored, ""));

    [Fact]
    public void A_hash_that_leaks_is_no_password_unless_passwords_are_kept_plain()
    {
        string hash = Convert.ToHexStringLower(MD5.HashData("x"u8.ToArray()));

        Assert.False(SecretReader.Read(SecretKind.Md5, SaltPlace.Before, hash, "")!.Matches(hash));
        Assert.True(SecretReader.Read(SecretKind.Plain, SaltPlace.Before, hash, "")!.Matches(hash));
    }

    [Fact]
    public void Plain_passwords_count_case_and_blanks()
    {
        StoredSecret secret = SecretReader.Read(SecretKind.Plain, SaltPlace.Before, " Two spaces ", "")!;

        Assert.True(secret.Matches(" Two spaces "));
        Assert.False(secret.Matches("Two spaces"));
        Assert.False(secret.Matches(" two spaces "));
    }

    /// <summary>By the work and not by a clock: who is not there is compared with somebody of the kind that others have.</summary>
    [Fact]
    public async Task Who_is_not_there_costs_as_much_as_who_is()
    {
        Counted stored = new(3);
        using SecretCheck check = new(SecretKind.Detect, 2, Hashing.Plain);
        Assert.True(await check.Proves("right", stored, Stop));
        Counted stranger = stored.Strangers.Single();

        Assert.False(await check.Proves("right", null, Stop));

        Assert.Equal(1, stranger.Compared);
        Assert.Equal(stored.Cost, stranger.Cost);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_empty_or_an_endless_password_proves_nothing(string? typed)
    {
        using SecretCheck check = new(SecretKind.Plain, 2, Hashing.Plain);
        string endless = typed ?? new string('9', 1_000_000);

        Assert.False(
            await check.Proves(endless, SecretReader.Read(SecretKind.Plain, SaltPlace.Before, endless, ""), Stop)
        );
    }

    private sealed record Counted(int Cost) : StoredSecret
    {
        public int Compared { get; private set; }
        public List<Counted> Strangers { get; } = [];

        public override string Work => "counted";

        public override bool Matches(string typed)
        {
            Compared++;
            return typed == "right";
        }

        public override StoredSecret Stranger()
        {
            Strangers.Add(new Counted(Cost));
            return Strangers[^1];
        }
    }
}
