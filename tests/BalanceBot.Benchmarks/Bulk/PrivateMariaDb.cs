using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using MySqlConnector;

namespace BalanceBot.Benchmarks.Bulk;

/// <summary>
/// A MariaDB of its own: in a folder, on a free port of the loopback, with a password, and ended by its own process.
/// </summary>
internal sealed class PrivateMariaDb : IDisposable
{
    public const string Missing =
        "MariaDB is not installed (no mariadbd and mariadb-install-db): apt-get install mariadb-server-core mariadb-client-core";

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("balancebot-my-").FullName;
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private Process? server;

    private PrivateMariaDb(int port) => Port = port;

    public int Port { get; }

    public static bool IsInstalled =>
        Program("mariadbd") is not null
        && Program("mariadb-install-db") is not null
        && Program("my_print_defaults") is not null;

    public static PrivateMariaDb Start()
    {
        PrivateMariaDb one = new(Faults.Ground.Ports.Free(1)[0]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => one.Dispose();
        one.Init();
        one.Up();
        return one;
    }

    public string To(string database, string user = "tester", string? secret = null) =>
        new MySqlConnectionStringBuilder
        {
            Server = "127.0.0.1",
            Port = (uint)Port,
            Database = database,
            UserID = user,
            Password = secret ?? password,
        }.ConnectionString;

    public static void Run(string connectionString, string sql)
    {
        using MySqlConnection connection = new(connectionString + ";Pooling=false;AllowUserVariables=true");
        connection.Open();
        using MySqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Up()
    {
        server = Begin(
            Program("mariadbd")!,
            [
                "--no-defaults",
                $"--datadir={Data}",
                $"--port={Port}",
                "--bind-address=127.0.0.1",
                $"--socket={Path.Combine(folder, "s")}",
                $"--pid-file={Path.Combine(folder, "pid")}",
                $"--log-error={Path.Combine(folder, "log.err")}",
                $"--init-file={Path.Combine(folder, "init.sql")}",
                "--skip-log-bin",
                // As Debian sets it up.
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_general_ci",
                // Nobody cuts the power of a test; what was confirmed must outlive a kill.
                "--innodb-flush-log-at-trx-commit=2",
                "--innodb-buffer-pool-size=64M",
                "--max-connections=300",
                .. Account(),
            ]
        );
        long begun = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            if (server.HasExited || Stopwatch.GetElapsedTime(begun) > AtMost)
            {
                string log = Path.Combine(folder, "log.err");
                throw new InvalidOperationException(
                    $"mariadbd does not answer: {(File.Exists(log) ? File.ReadAllText(log) : "it wrote no log")}"
                );
            }

            server.WaitForExit(100);
        }
    }

    /// <summary>At once, as when its machine is lost.</summary>
    public void Down()
    {
        server?.Kill();
        server?.WaitForExit();
        server?.Dispose();
        server = null;
    }

    /// <summary>Not a byte more from it, while its port still takes connections; and on again.</summary>
    public void Freeze(bool frozen) => Begin("kill", [frozen ? "-STOP" : "-CONT", $"{server!.Id}"]).WaitForExit();

    public void Dispose()
    {
        Down();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private string Data => Path.Combine(folder, "data");

    private void Init()
    {
        // The server takes one statement a line.
        File.WriteAllLines(
            Path.Combine(folder, "init.sql"),
            new[] { "'%'", "localhost" }.SelectMany<string, string>(from =>
                [
                    $"create user if not exists tester@{from} identified by '{password}';",
                    $"grant all on *.* to tester@{from} with grant option;",
                ]
            )
        );
        using Process process = Begin(
            Program("mariadb-install-db")!,
            [
                "--no-defaults",
                $"--datadir={Data}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                .. Account(),
            ]
        );
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"mariadb-install-db ended with {process.ExitCode}.")
            );
        }
    }

    private bool Answers()
    {
        try
        {
            Run(To("") + ";ConnectionTimeout=2", "select 1");
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }

    private static string[] Account() => Environment.IsPrivilegedProcess ? ["--user=root"] : [];

    private Process Begin(string program, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", program, .. arguments])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
            }
        )!;

    private static string? Program(string name) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" }
            .Select(place => Path.Combine(place, name))
            .FirstOrDefault(File.Exists);
}
