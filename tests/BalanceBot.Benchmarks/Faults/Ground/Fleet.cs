using BalanceBot.Benchmarks.Faults.BotApi;
using BalanceBot.Benchmarks.Faults.People;

namespace BalanceBot.Benchmarks.Faults.Ground;

/// <summary>The processes of one bot over one database.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    /// <summary>Debian's libfaketime; where it is not installed every clock is right.</summary>
    private static readonly string? FakeTime = Directory.Exists("/usr/lib")
        ? Directory
            .GetDirectories("/usr/lib", "*-linux-gnu")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1"))
            .FirstOrDefault(File.Exists)
        : null;

    private const double LyingLives = 1 / 3.0;
    private readonly IReadOnlyList<int> doors;

    private Fleet(IReadOnlyList<Instance> instances, IReadOnlyList<int> doors) =>
        (Instances, this.doors) = (instances, doors);

    public IReadOnlyList<Instance> Instances { get; }

    /// <summary>Where each takes webhooks.</summary>
    public IReadOnlyList<Uri> Doors => [.. doors.Select(port => new Uri(ApiEnd.Address(port), "/telegram"))];

    public IEnumerable<string> Died => Instances.SelectMany(instance => instance.Died);

    public static bool CanLie => FakeTime is not null;

    /// <param name="apis">The port at which each finds the Bot API.</param>
    public static Fleet Prepare(
        FaultPlan plan,
        string folder,
        string database,
        Func<bool> mayFail,
        IReadOnlyList<int> apis,
        bool polls,
        Chance chance,
        TimeProvider time
    )
    {
        IReadOnlyList<int> doors = Ports.Free(apis.Count);
        Instance[] instances =
        [
            .. apis.Select(
                (api, number) =>
                    new Instance(
                        number,
                        folder,
                        Output(plan.Logs ?? folder, number, polls),
                        Settings(folder, database, api, polls ? null : doors[number]),
                        time
                    )
                    {
                        Door = polls ? null : doors[number],
                        MayFail = mayFail,
                        Extra =
                            number == 0 ? () => Lie(plan.WrongClock, chance) : () => new Dictionary<string, string>(),
                    }
            ),
        ];
        return new Fleet(instances, doors);
    }

    public static Task WriteContracts(string folder, IEnumerable<Person> people, CancellationToken stop) =>
        File.WriteAllLinesAsync(
            Path.Combine(folder, "contracts.csv"),
            ["contract,document,balance", .. people.Select(p => $"{p.Contract},{p.Document},{p.Balance}")],
            stop
        );

    public void Start()
    {
        foreach (Instance instance in Instances)
        {
            instance.Start();
        }
    }

    public async ValueTask DisposeAsync() =>
        await Task.WhenAll(Instances.Select(instance => instance.DisposeAsync().AsTask()));

    private static string Output(string logs, int number, bool polls) =>
        Path.Combine(
            Directory.CreateDirectory(logs).FullName,
            Text.Of($"{(polls ? "poller" : "webhook")}-{number}.txt")
        );

    private static Dictionary<string, string> Settings(string folder, string database, int api, int? door)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["BALANCEBOT__TELEGRAM__TOKEN"] = ApiEnd.Token,
            ["BALANCEBOT__TELEGRAM__BASEURL"] = ApiEnd.Address(api).ToString(),
            ["BALANCEBOT__BILLING__KIND"] = "Csv",
            ["BALANCEBOT__BILLING__CSV__FILE"] = Path.Combine(folder, "contracts.csv"),
            ["BALANCEBOT__LINKING__LOGINANDPASSWORD"] = "false",
            // A dialogue that ends by itself would move the session by a version that nobody counted.
            ["BALANCEBOT__CONVERSATIONS__DIALOGUEENDSAFTER"] = "1.00:00:00",
            ["BALANCEBOT__STORAGE__ENGINE"] = "PostgreSql",
            ["BALANCEBOT__STORAGE__POSTGRESQL__CONNECTIONSTRING"] = database,
            ["BALANCEBOT__HEALTH__LISTEN"] = "",
        };
        if (door is { } port)
        {
            settings["BALANCEBOT__TELEGRAM__MODE"] = "Webhook";
            // One address for all, as Telegram knows one; what passes it on is in this program.
            settings["BALANCEBOT__TELEGRAM__WEBHOOK__URL"] = "http://127.0.0.1:8443/telegram";
            settings["BALANCEBOT__TELEGRAM__WEBHOOK__LISTEN"] = ApiEnd.Address(port).ToString();
        }

        return settings;
    }

    private static Dictionary<string, string> Lie(TimeSpan wrong, Chance chance)
    {
        if (FakeTime is null || wrong == TimeSpan.Zero)
        {
            return [];
        }

        // In some of its lives: such a clock takes most of a processor.
        double share = chance.Share();
        if (share > LyingLives)
        {
            return [];
        }

        string sign = share < LyingLives / 2 ? "-" : "+";
        return new(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = FakeTime,
            ["FAKETIME"] = Text.Of($"{sign}{wrong.TotalSeconds}"),
            // Clocks for waiting never lie.
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["DONT_FAKE_MONOTONIC"] = "1",
        };
    }
}
