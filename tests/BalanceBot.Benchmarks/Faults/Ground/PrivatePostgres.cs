using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace BalanceBot.Benchmarks.Faults.Ground;

/// <summary>A PostgreSQL of its own: in a folder, on a free port of the loopback, with a password.</summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    public const string Missing =
        "PostgreSQL is not installed (no /usr/lib/postgresql/*/bin/initdb): apt-get install postgresql";

    private readonly string folder;
    private long? upSince;
    private readonly string programs;
    private readonly string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    // The server refuses to run as root.
    private readonly string? user = Environment.IsPrivilegedProcess ? "postgres" : null;

    private readonly bool durable;

    private PrivatePostgres(string folder, string programs, bool durable) =>
        (this.folder, this.programs, this.durable) = (folder, programs, durable);

    public int Port { get; } = Ports.Free(1)[0];

    /// <summary>False also for a moment after it came back.</summary>
    public bool IsUp => upSince is { } since && TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(5);

    private string Data => Path.Combine(folder, "data");

    /// <summary>Null: none is installed.</summary>
    public static string? Programs() =>
        !Directory.Exists("/usr/lib/postgresql")
            ? null
            : Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out int number) ? number : 0);

    /// <param name="durable">Whether a commit waits for the disk. Where only processes are killed, nothing is lost without.</param>
    public static async Task<PrivatePostgres> Start(CancellationToken stop, bool durable = false)
    {
        string programs = Programs() ?? throw new FileNotFoundException(Missing);
        // In the system's folder for such things: the server's user must be able to come there.
        PrivatePostgres made = new(Directory.CreateTempSubdirectory("balancebot-pg-").FullName, programs, durable);
        await made.Init(stop);
        await made.Up(stop);
        return made;
    }

    /// <summary>The server and whatever it has started.</summary>
    public IReadOnlyList<int> Processes()
    {
        int server = int.Parse(
            File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(),
            CultureInfo.InvariantCulture
        );
        string children = File.ReadAllText(Text.Of($"/proc/{server}/task/{server}/children"));
        return
        [
            server,
            .. children
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture)),
        ];
    }

    public string To(string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Database = database,
            Username = "runner",
            Password = password,
        }.ConnectionString;

    public async Task Make(string database, CancellationToken stop)
    {
        await using NpgsqlConnection connection = new(To("postgres") + ";Pooling=false");
        await connection.OpenAsync(stop);
        await using NpgsqlCommand command = new(
            $"create database {database} encoding 'UTF8' template template0",
            connection
        );
        await command.ExecuteNonQueryAsync(stop);
    }

    public async Task Up(CancellationToken stop)
    {
        await Do("pg_ctl", ["start", "-w", "-D", Data, "-l", Path.Combine(folder, "log")], stop);
        upSince = TimeProvider.System.GetTimestamp();
    }

    /// <summary>Immediate: as if it had died, with a recovery at the next start.</summary>
    public Task Down(bool immediate, CancellationToken stop)
    {
        upSince = null;
        return Do("pg_ctl", ["stop", "-w", "-m", immediate ? "immediate" : "fast", "-D", Data], stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
        {
            await Down(immediate: true, CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task Init(CancellationToken stop)
    {
        string secret = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(secret, password, stop);
        if (user is not null)
        {
            await Programme.Run("chown", ["-R", user, folder], stop);
        }

        await Do(
            "initdb",
            ["-D", Data, "-U", "runner", "--pwfile", secret, "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "-N"],
            stop
        );
        string[] careless = ["fsync = off", "full_page_writes = off"];
        await File.AppendAllLinesAsync(
            Path.Combine(Data, "postgresql.conf"),
            [
                Text.Of($"port = {Port}"),
                "listen_addresses = '127.0.0.1'",
                $"unix_socket_directories = '{folder}'",
                .. durable ? [] : careless,
                "max_wal_size = 2GB",
                "shared_buffers = 256MB",
                "client_connection_check_interval = 1s",
            ],
            stop
        );
    }

    private Task Do(string program, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        string path = Path.Combine(programs, program);
        return user is null
            ? Programme.Run(path, arguments, stop)
            : Programme.Run("setpriv", ["--reuid", user, "--regid", user, "--clear-groups", path, .. arguments], stop);
    }
}
