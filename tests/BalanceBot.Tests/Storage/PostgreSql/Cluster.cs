using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace BalanceBot.Tests.Storage.PostgreSql;

/// <summary>
/// One private PostgreSQL for the whole run: in a folder of its own, on a free port of the loopback, with a password, and
/// stopped by its own process id. Each engine gets a database of its own.
/// </summary>
internal sealed class Cluster : IDisposable
{
    private const string Missing =
        "PostgreSQL is not installed (no /usr/lib/postgresql/*/bin/initdb): apt-get install postgresql";

    private static readonly Lazy<Cluster> Shared = new(Start);
    private static int databases;

    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-pg-").FullName;
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly string? programs = Programs();
    private readonly string? user = Environment.IsPrivilegedProcess ? "postgres" : null;

    private readonly Lazy<string> prepared;

    private Cluster(int port)
    {
        Port = port;
        prepared = new Lazy<string>(Prepare);
    }

    public int Port { get; }

    /// <summary>The one of this run. Where none can be had the test is skipped, but never in CI.</summary>
    public static Cluster Of()
    {
        bool must = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipUnless(must || Programs() is not null, Missing);
        return Shared.Value;
    }

    /// <summary>One more of its own, for a test that stops it.</summary>
    public static Cluster Start()
    {
        Cluster cluster = new(FreePort());
        cluster.Init();
        cluster.Up();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    }

    /// <summary>An empty database of UTF-8; its connection string.</summary>
    public string Database(string options = "encoding 'UTF8' template template0")
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref databases)}");
        Run("postgres", $"create database {name} {options}");
        return To(name);
    }

    public string To(string database, string? secret = null) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = "tester",
            Password = secret ?? password,
        }.ConnectionString;

    /// <summary>Its copies are there sooner than tables that are made.</summary>
    public string Copy() => Database($"template {prepared.Value}");

    public void Drop(string connectionString) =>
        Run("postgres", $"drop database {new NpgsqlConnectionStringBuilder(connectionString).Database} with (force)");

    /// <summary>As the superuser of the cluster.</summary>
    public void Run(string database, string sql)
    {
        using NpgsqlConnection connection = new(To(database) + ";Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    public T Ask<T>(string connectionString, string sql)
    {
        using NpgsqlConnection connection = new(connectionString + ";Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    public void Up() => Do("pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(folder, "log"));

    public void Down() => Do("pg_ctl", "stop", "-w", "-m", "immediate", "-D", Data);

    public void Dispose()
    {
        if (Directory.Exists(folder))
        {
            if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            {
                Down();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private string Data => Path.Combine(folder, "data");

    private void Init()
    {
        Assert.True(programs is not null, Missing);
        string secret = Path.Combine(folder, "password");
        File.WriteAllText(secret, password);
        if (user is not null)
        {
            Execute("chown", ["-R", user, folder]);
        }

        Do(
            "initdb",
            "-D",
            Data,
            "-U",
            "tester",
            "--pwfile",
            secret,
            "-A",
            "scram-sha-256",
            "-E",
            "UTF8",
            "--no-locale",
            "-N"
        );
        // Nobody cuts the power of a test; a kill of the server loses nothing without it.
        File.AppendAllLines(
            Path.Combine(Data, "postgresql.conf"),
            [
                $"port = {Port}",
                "listen_addresses = '127.0.0.1'",
                $"unix_socket_directories = '{folder}'",
                "fsync = off",
                "full_page_writes = off",
                "max_connections = 400",
                "shared_buffers = 64MB",
                "autovacuum_naptime = 5s",
            ]
        );
    }

    private string Prepare()
    {
        string connectionString = Database();
        PostgreSqlEngine.Wait(PostgreSqlEngine.Open(connectionString, "preparing")).DisposeAsync().AsTask().Wait();
        return new NpgsqlConnectionStringBuilder(connectionString).Database!;
    }

    private void Do(string program, params string[] arguments)
    {
        string path = Path.Combine(programs!, program);
        if (user is null)
        {
            Execute(path, arguments);
        }
        else
        {
            Execute("setpriv", ["--reuid", user, "--regid", user, "--clear-groups", path, .. arguments]);
        }
    }

    private void Execute(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            // The server would keep a pipe open for ever.
            RedirectStandardOutput = program.EndsWith("initdb", StringComparison.Ordinal),
        };
        using Process process = Process.Start(start)!;
        string said = arguments.Contains("start") ? "" : process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {said}");
    }

    private static string? Programs() =>
        !Directory.Exists("/usr/lib/postgresql")
            ? null
            : Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out int number) ? number : 0);

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
