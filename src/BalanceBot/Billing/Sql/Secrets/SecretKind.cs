namespace BalanceBot.Billing.Sql.Secrets;

/// <summary>How the billing keeps passwords.</summary>
internal enum SecretKind
{
    /// <summary>Each tells by its beginning: bcrypt, crypt $1$ $5$ $6$, PBKDF2, argon2id. Nothing else is taken.</summary>
    Detect,

    /// <summary>As it is typed, whatever it looks like.</summary>
    Plain,
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

/// <summary>Where the salt stands in what is hashed by MD5 or SHA.</summary>
internal enum SaltPlace
{
    /// <summary>Salt, then password.</summary>
    Before,

    /// <summary>Password, then salt.</summary>
    After,
}
