using System.Diagnostics;
using System.Globalization;
using BalanceBot.Benchmarks.Faults.Ground;

namespace BalanceBot.Benchmarks.Turns.Bots;

/// <summary>BalanceBot as it is published, by webhook, in so many processes on a PostgreSQL of its own that flushes each commit.</summary>
internal sealed class PostgresBot(int count, PublishedBot bot) : BotUnderTest
{
    private const string Database = "balancebot";
    private static readonly TimeSpan ReadyAtMost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyList<Uri> healths = [.. Ports.Free(count).Select(Address)];

    public override string Name { get; } =
        $"BalanceBot, PostgreSQL, webhook, {count} {(count == 1 ? "instance" : "instances")}{bot.Mark}";

    public override IReadOnlyList<Uri> Instances { get; } = [.. Ports.Free(count).Select(Address)];

    public override async Task<RunningBot> Start(Ground ground, CancellationToken stop)
    {
        PrivatePostgres database = await PrivatePostgres.Start(stop, durable: true);
        List<Process> processes = [];
        RunningBot running = new(processes, database.Processes, database.DisposeAsync);
        try
        {
            await database.Make(Database, stop);
            string secret = await Secret(ground, database.To(Database), stop);
            for (int number = 0; number < count; number++)
            {
                DirectoryInfo own = ground.Folder.CreateSubdirectory($"instance-{number}");
                processes.Add(await bot.Begin(ground, own, Settings(ground, secret, number), stop));
            }

            await Ready(running.Died, stop);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    private Dictionary<string, string> Settings(Ground ground, string secret, int number)
    {
        Dictionary<string, string> settings = PublishedBot.Settings(ground);
        settings["BALANCEBOT__STORAGE__ENGINE"] = "PostgreSql";
        settings["BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRINGFILE"] = secret;
        settings["BALANCEBOT__TELEGRAM__MODE"] = "Webhook";
        // One address for all, as Telegram knows one; the load is spread by who plays the balancer.
        settings["BALANCEBOT__TELEGRAM__WEBHOOK__URL"] = "http://127.0.0.1:8443/telegram";
        settings["BALANCEBOT__TELEGRAM__WEBHOOK__LISTEN"] = Instances[number].ToString();
        settings["BALANCEBOT__HEALTH__LISTEN"] = healths[number].ToString();
        return settings;
    }

    /// <summary>All of them: the first one's webhook is not the others'.</summary>
    private async Task Ready(Task died, CancellationToken stop)
    {
        using HttpClient http = new();
        long begun = TimeProvider.System.GetTimestamp();
        foreach (Uri health in healths)
        {
            while (!await IsReady(http, new Uri(health, "/health/ready"), stop))
            {
                if (died.IsCompleted || TimeProvider.System.GetElapsedTime(begun) > ReadyAtMost)
                {
                    throw new InvalidOperationException($"{Name} did not become ready.");
                }

                await Task.Delay(Look, TimeProvider.System, stop);
            }
        }
    }

    private static async Task<bool> IsReady(HttpClient http, Uri health, CancellationToken stop)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(health, stop);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> Secret(Ground ground, string connection, CancellationToken stop)
    {
        string file = Path.Combine(ground.Folder.FullName, "database");
        await File.WriteAllTextAsync(file, connection, stop);
        return file;
    }

    private static Uri Address(int port) =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
}
