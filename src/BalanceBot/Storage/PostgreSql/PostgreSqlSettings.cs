using System.Text.RegularExpressions;
using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>The database of the PostgreSQL engine. The connection string is a secret: it is never printed.</summary>
internal sealed partial class PostgreSqlSettings
{
    /// <summary>As Npgsql reads it, with its password.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A file that holds it instead (a mounted secret).</summary>
    public string ConnectionStringFile { get; set; } = "";

    /// <summary>All tables lie in this schema of the database. Small letters, digits and underscores, at most 40.</summary>
    public string Schema { get; set; } = "balancebot";

    /// <summary>One process keeps at most so many connections. Range 6-100.</summary>
    public int MostConnections { get; set; } = 10;

    /// <summary>One sentence for each thing that is wrong; none holds a value that may be secret.</summary>
    public IReadOnlyList<string> Mistakes()
    {
        List<string> mistakes = [];
        if (ConnectionString.Length == 0 == (ConnectionStringFile.Length == 0))
        {
            mistakes.Add(
                "Storage:PostgreSql needs either ConnectionString or ConnectionStringFile, and not both: where the database is."
            );
        }
        else if (ConnectionStringFile.Length > 0 && !File.Exists(ConnectionStringFile))
        {
            mistakes.Add(
                $"The file {ConnectionStringFile} that Storage:PostgreSql:ConnectionStringFile names does not exist."
            );
        }
        else if (Parsed() is not { Host: not null })
        {
            mistakes.Add(
                "Storage:PostgreSql:ConnectionString cannot be read: write it like Host=db;Database=balancebot;Username=balancebot;Password=..."
            );
        }

        if (!SchemaName().IsMatch(Schema))
        {
            mistakes.Add(
                "Storage:PostgreSql:Schema must begin with a small letter and hold only small letters, digits and underscores, at most 40."
            );
        }

        if (MostConnections is < 6 or > 100)
        {
            mistakes.Add("Storage:PostgreSql:MostConnections must be from 6 to 100.");
        }

        return mistakes;
    }

    /// <summary>Null: it is none. What Npgsql says about it may quote it.</summary>
    public NpgsqlConnectionStringBuilder? Parsed()
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(
                ConnectionString.Length > 0 ? ConnectionString : File.ReadAllText(ConnectionStringFile).Trim()
            );
        }
        catch (Exception unreadable)
            when (unreadable
                    is ArgumentException
                        or FormatException
                        or KeyNotFoundException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidOperationException
            )
        {
            return null;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex SchemaName();
}
