using System.Security.Cryptography;
using System.Text;

namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>A password as a billing keeps it: a closed family, one child for each way.</summary>
internal abstract record StoredSecret
{
    /// <summary>The whole work of the way, and a comparison in fixed time.</summary>
    public abstract bool Matches(string typed);

    /// <summary>
    /// Of the same kind and cost, and nobody's: compared with when nothing is found, so that the time tells nothing.
    /// </summary>
    public abstract StoredSecret Stranger();

    /// <summary>The way, and all that its work depends on.</summary>
    public abstract string Work { get; }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static bool AreSame(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        CryptographicOperations.FixedTimeEquals(one, other);

    protected static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);
}

/// <summary>Kept as it is typed.</summary>
internal sealed record PlainSecret(string Password) : StoredSecret
{
    private static readonly byte[] Key = Random(32);

    public override string Work => "plain";

    public override bool Matches(string typed) => AreSame(Typed.Digest(Key, typed), Typed.Digest(Key, Password));

    public override StoredSecret Stranger() => new PlainSecret(Convert.ToHexString(Random(16)));
}

/// <summary>One digest of the password, and of a salt before or after it.</summary>
internal sealed record DigestSecret(HashAlgorithmName Hash, byte[] Expected, string Salt, SaltPlace Place)
    : StoredSecret
{
    public override string Work => $"{Hash.Name}";

    public override bool Matches(string typed) =>
        AreSame(
            CryptographicOperations.HashData(Hash, Bytes(Place == SaltPlace.Before ? Salt + typed : typed + Salt)),
            Expected
        );

    public override StoredSecret Stranger() =>
        this with
        {
            Expected = Random(Expected.Length),
            Salt = Convert.ToHexString(Random(16))[..Math.Min(32, Salt.Length)],
        };
}

/// <summary>pbkdf2_sha256$iterations$salt$base64 (Django), or $pbkdf2-sha256$iterations$salt$base64 (passlib).</summary>
internal sealed record Pbkdf2Secret(HashAlgorithmName Hash, byte[] Expected, byte[] Salt, int Iterations) : StoredSecret
{
    public override string Work => $"pbkdf2 {Hash.Name} {Iterations}";

    public override bool Matches(string typed) =>
        AreSame(Rfc2898DeriveBytes.Pbkdf2(Bytes(typed), Salt, Iterations, Hash, Expected.Length), Expected);

    public override StoredSecret Stranger() =>
        this with
        {
            Expected = Random(Expected.Length),
            Salt = Random(Salt.Length),
        };
}

/// <summary>$2a$, $2b$ or $2y$, a cost, and 53 characters of salt and hash.</summary>
internal sealed record BcryptSecret(string Setting, string Expected) : StoredSecret
{
    private const int HashLength = 31;

    // "$2b$12$" and a salt.
    private const int CostAt = 4;

    public override string Work => $"bcrypt {Setting.AsSpan(CostAt, 2)}";

    public override bool Matches(string typed)
    {
        // Of the library's answer only the hash counts: it may write another letter behind the 2.
        string hash = BCrypt.Net.BCrypt.HashPassword(typed, Setting)[^HashLength..];
        return AreSame(Bytes(hash), Bytes(Expected));
    }

    public override StoredSecret Stranger() => this with { Expected = new string('.', HashLength) };
}

/// <summary>$1$, $5$ or $6$ of crypt(3).</summary>
internal sealed record CryptSecret(char Kind, string Salt, int Rounds, string Expected) : StoredSecret
{
    public override string Work => $"crypt {Kind} {Rounds}";

    public override bool Matches(string typed) =>
        AreSame(
            Bytes(
                Kind == '1'
                    ? Md5Crypt.Hash(Bytes(typed), Bytes(Salt))
                    : ShaCrypt.Hash(
                        Kind == '5' ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA512,
                        Bytes(typed),
                        Bytes(Salt),
                        Rounds
                    )
            ),
            Bytes(Expected)
        );

    public override StoredSecret Stranger() => this with { Expected = new string('.', Expected.Length) };
}

/// <summary>$argon2id$v=19$m=65536,t=3,p=4$salt$hash.</summary>
internal sealed record Argon2Secret(Argon2Cost Cost, byte[] Salt, byte[] Expected) : StoredSecret
{
    public override string Work => $"argon2id {Cost.Kilobytes} {Cost.Passes} {Cost.Lanes} {Expected.Length}";

    public override bool Matches(string typed)
    {
        // The library refuses an empty password; none is ever stored.
        using Konscious.Security.Cryptography.Argon2id argon = new(Bytes(typed.Length == 0 ? "\0" : typed))
        {
            Salt = Salt,
            MemorySize = Cost.Kilobytes,
            Iterations = Cost.Passes,
            DegreeOfParallelism = Cost.Lanes,
        };
        return AreSame(argon.GetBytes(Expected.Length), Expected);
    }

    public override StoredSecret Stranger() =>
        this with
        {
            Expected = Random(Expected.Length),
            Salt = Random(Salt.Length),
        };
}

internal sealed record Argon2Cost(int Kilobytes, int Passes, int Lanes);
