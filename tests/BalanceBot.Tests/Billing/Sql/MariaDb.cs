using System.Globalization;
using BalanceBot.Benchmarks.Bulk;

namespace BalanceBot.Tests.Billing.Sql;

/// <summary>One private MariaDB for the whole run; each test gets a database of its own.</summary>
internal static class MariaDb
{
    private static readonly Lazy<PrivateMariaDb> Shared = new(PrivateMariaDb.Start);
    private static int databases;

    /// <summary>The one of this run. Where none can be had the test is skipped, but never in CI.</summary>
    public static PrivateMariaDb Of()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("CI") == "true" || PrivateMariaDb.IsInstalled,
            PrivateMariaDb.Missing
        );
        return Shared.Value;
    }

    /// <summary>One more, for a test that stops it.</summary>
    public static PrivateMariaDb Another()
    {
        Of();
        return PrivateMariaDb.Start();
    }

    /// <summary>An empty database; its connection string. The collation is the server's default: it minds no case.</summary>
    public static string Database(this PrivateMariaDb server)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref databases)}");
        PrivateMariaDb.Run(server.To(""), $"create database {name}");
        return server.To(name);
    }
}
