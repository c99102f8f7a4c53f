using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>
/// From the text of a column to a secret to compare with. What asks for more work than any billing does (a mistake, or
/// somebody's wish that we stand still) is not taken.
/// </summary>
internal static partial class SecretReader
{
    private const int MostMilliseconds = 1000;
    private const int MostBcryptCost = 15;
    private const int MostCryptRounds = 1_000_000;
    private const int MostIterations = 5_000_000;
    private const int MostKilobytes = 256 * 1024;
    private const int MostPasses = 20;
    private const int MostLanes = 16;

    /// <summary>Null: of no kind that is known.</summary>
    public static StoredSecret? Read(SecretKind kind, SaltPlace place, string stored, string salt)
    {
        if (kind == SecretKind.Plain)
        {
            return new PlainSecret(stored);
        }

        string text = stored.Trim();
        return ByItsBeginning(text) ?? (kind == SecretKind.Detect ? null : Digest(HashOf(kind), text, salt, place));
    }

    /// <summary>For who is compared with nobody before anybody was: the cost that is usual.</summary>
    public static StoredSecret FirstStranger(SecretKind kind) =>
        kind switch
        {
            SecretKind.Plain => new PlainSecret("").Stranger(),
            SecretKind.Detect => new BcryptSecret("$2a$10$......................", new string('.', 31)),
            _ => new DigestSecret(HashOf(kind), new byte[SizeOf(HashOf(kind))], "", SaltPlace.Before).Stranger(),
        };

    private static StoredSecret? ByItsBeginning(string text) =>
        Bcrypt().Match(text) is { Success: true } bcrypt ? Bcrypt(bcrypt)
        : Crypt().Match(text) is { Success: true } crypt ? Crypt(crypt)
        : Argon2().Match(text) is { Success: true } argon ? Argon2(argon)
        : Django().Match(text) is { Success: true } django
            ? Pbkdf2(django, Convert.FromBase64String, System.Text.Encoding.UTF8.GetBytes)
        : Passlib().Match(text) is { Success: true } passlib ? Pbkdf2(passlib, Adapted, Adapted)
        : null;

    private static BcryptSecret? Bcrypt(Match match) =>
        Number(match, "cost") is >= 4 and <= MostBcryptCost
            // The three letters mean the same hash; the library knows a and b.
            ? new BcryptSecret($"$2a${match.Groups["cost"].Value}${match.Groups["salt"].Value}", Text(match, "hash"))
            : null;

    private static CryptSecret? Crypt(Match match)
    {
        char kind = match.Groups["kind"].Value[0];
        int rounds = match.Groups["rounds"].Success
            ? Math.Max(ShaCrypt.LeastRounds, Number(match, "rounds"))
            : ShaCrypt.DefaultRounds;
        string salt = Text(match, "salt");
        int longest = kind == '1' ? 8 : ShaCrypt.LongestSalt;
        int length =
            kind == '1' ? 22
            : kind == '5' ? 43
            : 86;
        return rounds <= MostCryptRounds && Text(match, "hash").Length == length
            ? new CryptSecret(kind, salt[..Math.Min(longest, salt.Length)], rounds, Text(match, "hash"))
            : null;
    }

    private static Argon2Secret? Argon2(Match match)
    {
        Argon2Cost cost = new(Number(match, "m"), Number(match, "t"), Number(match, "p"));
        return
            cost
                is {
                    Kilobytes: >= 8 and <= MostKilobytes,
                    Passes: >= 1 and <= MostPasses,
                    Lanes: >= 1 and <= MostLanes
                }
            && Base64(Text(match, "salt")) is { Length: >= 8 } salt
            && Base64(Text(match, "hash")) is { Length: >= 4 } hash
            ? new Argon2Secret(cost, salt, hash)
            : null;
    }

    private static Pbkdf2Secret? Pbkdf2(Match match, Func<string, byte[]> hash, Func<string, byte[]> salt)
    {
        try
        {
            byte[] expected = hash(Text(match, "hash"));
            return Number(match, "rounds") is >= 1 and <= MostIterations && expected.Length >= 16
                ? new Pbkdf2Secret(
                    new HashAlgorithmName(match.Groups["name"].Value.ToUpperInvariant()),
                    expected,
                    salt(Text(match, "salt")),
                    Number(match, "rounds")
                )
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static DigestSecret? Digest(HashAlgorithmName hash, string text, string salt, SaltPlace place)
    {
        int size = SizeOf(hash);
        try
        {
            byte[] expected =
                text.Length == size * 2 ? Convert.FromHexString(text) : Convert.FromBase64String(Padded(text));
            return expected.Length == size ? new DigestSecret(hash, expected, salt, place) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static HashAlgorithmName HashOf(SecretKind kind) =>
        kind switch
        {
            SecretKind.Md5 => HashAlgorithmName.MD5,
            SecretKind.Sha1 => HashAlgorithmName.SHA1,
            SecretKind.Sha256 => HashAlgorithmName.SHA256,
            _ => HashAlgorithmName.SHA512,
        };

    private static int SizeOf(HashAlgorithmName hash) =>
        hash == HashAlgorithmName.MD5 ? 16
        : hash == HashAlgorithmName.SHA1 ? 20
        : hash == HashAlgorithmName.SHA256 ? 32
        : 64;

    /// <summary>Passlib writes base64 with a point for the plus, and no padding.</summary>
    private static byte[] Adapted(string text) => Convert.FromBase64String(Padded(text.Replace('.', '+')));

    private static byte[]? Base64(string text)
    {
        byte[] room = new byte[text.Length];
        return Convert.TryFromBase64String(Padded(text), room, out int length) ? room[..length] : null;
    }

    private static string Padded(string text) => text.PadRight((text.Length + 3) / 4 * 4, '=');

    private static string Text(Match match, string group) => match.Groups[group].Value;

    private static int Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : int.MaxValue;

    private const RegexOptions Plainly = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        @"^\$2[aby]\$(?<cost>\d\d)\$(?<salt>[./A-Za-z0-9]{22})(?<hash>[./A-Za-z0-9]{31})$",
        Plainly,
        MostMilliseconds
    )]
    private static partial Regex Bcrypt();

    [GeneratedRegex(
        @"^\$(?<kind>[156])\$(rounds=(?<rounds>\d{1,9})\$)?(?<salt>[^$]{0,64})\$(?<hash>[./A-Za-z0-9]{22,86})$",
        Plainly,
        MostMilliseconds
    )]
    private static partial Regex Crypt();

    [GeneratedRegex(
        @"^\$argon2id\$v=19\$m=(?<m>\d{1,9}),t=(?<t>\d{1,9}),p=(?<p>\d{1,9})\$(?<salt>[+/A-Za-z0-9]{1,128})\$(?<hash>[+/A-Za-z0-9]{1,128})$",
        Plainly,
        MostMilliseconds
    )]
    private static partial Regex Argon2();

    [GeneratedRegex(
        @"^pbkdf2_(?<name>sha1|sha256|sha512)\$(?<rounds>\d{1,9})\$(?<salt>[^$]{1,128})\$(?<hash>[+/=A-Za-z0-9]{1,128})$",
        Plainly,
        MostMilliseconds
    )]
    private static partial Regex Django();

    [GeneratedRegex(
        @"^\$pbkdf2-(?<name>sha256|sha512)\$(?<rounds>\d{1,9})\$(?<salt>[./A-Za-z0-9]{1,128})\$(?<hash>[./A-Za-z0-9]{1,128})$",
        Plainly,
        MostMilliseconds
    )]
    private static partial Regex Passlib();
}
