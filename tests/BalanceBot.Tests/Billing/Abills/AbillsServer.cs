using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Abills;

/// <summary>
/// An ABillS of our own: it answers what the bot asks, in the form of the recorded answers, with subscribers, services and
/// money behind it, and reads a choice as ABillS does: signs in it are patterns, lists and comparisons.
/// </summary>
internal sealed partial class AbillsServer : IAsyncDisposable
{
    public const string Key = "operators-key-7";

    private static readonly (int, string) Denied = (401, """{"errno":10,"errstr":"Access denied"}""");
    private static readonly (int, string) NoRoute = (404, """{"errno":2,"errstr":"No such route"}""");
    private static readonly (int, string) WrongPassword = (400, """{"errno":1001014,"errstr":"ERR_WRONG_PASSWD"}""");

    private readonly ConcurrentDictionary<string, Subscriber> sessions = [];
    private int opened;

    public AbillsServer(TimeProvider? time = null) => StandIn = new StandIn(Answer, time);

    public StandIn StandIn { get; }
    public string Url => $"{StandIn.Address}api.cgi";
    public List<Subscriber> Subscribers { get; } = [];

    /// <summary>Paths that this operator may not see, and what stands in others instead of an answer.</summary>
    public Dictionary<string, Reply> Instead { get; } = [];

    public int Opened => opened;
    public int Open => sessions.Count;

    /// <summary>A failed query is an empty list, with status 200.</summary>
    public bool IsDatabaseBroken { get; set; }

    public IReadOnlyList<string> Asked => [.. StandIn.Questions.Select(one => $"{one.Method} {one.Path}")];

    public Reply Answer(Asked asked)
    {
        string path = asked.Path["/api.cgi".Length..];
        if (Instead.TryGetValue(path, out Reply? instead))
        {
            return instead;
        }

        (int status, string json) = Routed(asked, path);
        return Reply.Json(json, status);
    }

    public ValueTask DisposeAsync() => StandIn.DisposeAsync();

    private (int, string) Routed(Asked asked, string path)
    {
        if (path.StartsWith("/user/", StringComparison.Ordinal))
        {
            return (asked.Method, path) switch
            {
                ("POST", "/user/login/") => LogIn(JsonNode.Parse(asked.Body)!),
                ("DELETE", "/user/logout") => asked.Headers.TryGetValue("USERSID", out string? sid)
                && sessions.TryRemove(sid, out _)
                    ? (200, """{"result":"Success logout"}""")
                    : Denied,
                _ => Session(asked) is { } who ? OfSubscriber(asked.Method, path, who) : Denied,
            };
        }

        if (asked.Method != "GET")
        {
            throw new InvalidOperationException($"The operator only reads, and this was {asked.Method} {path}");
        }

        return !asked.Headers.TryGetValue("KEY", out string? key) || key != Key ? Denied : Read(path, Choice.Of(asked));
    }

    private Subscriber? Session(Asked asked) =>
        asked.Headers.TryGetValue("USERSID", out string? sid) && sessions.TryGetValue(sid, out Subscriber? who)
            ? Subscribers.First(one => one.Uid == who.Uid)
            : null;

    /// <summary>Its database takes "ANNA " for "anna"; the password is compared as it is, and the disabled log in too.</summary>
    private (int, string) LogIn(JsonNode body)
    {
        string login = $"{body["login"]}".TrimEnd();
        string password = $"{body["password"]}";
        Subscriber? who = Subscribers.FirstOrDefault(one =>
            string.Equals(one.Login, login, StringComparison.OrdinalIgnoreCase) && one.Password == password
        );
        if (login.Length == 0 || password.Length == 0)
        {
            return (400, """{"errno":10001,"errstr":"Wrong login or password or auth token"}""");
        }

        if (who is null)
        {
            return WrongPassword;
        }

        string sid = $"sid{Interlocked.Increment(ref opened)}";
        sessions[sid] = who;
        return (200, GuessedJson.Of(("login", who.Login), ("sid", sid), ("uid", who.Uid)));
    }

    private (int, string) Read(string path, Choice choice) =>
        path switch
        {
            "/version/" => (200, """{"apiVersion":1.4307,"billing":"ABillS","version":"1.50.01"}"""),
            "/users/all/" => (200, IsDatabaseBroken ? "[]" : Users(choice)),
            "/users/internet/all/" => (200, IsDatabaseBroken ? "[]" : Services(choice)),
            _ => Of(path.Trim('/').Split('/'), choice),
        };

    /// <summary>users/7, users/7/pi, payments/users/7, fees/users/7.</summary>
    private (int, string) Of(string[] path, Choice choice)
    {
        (string? what, string? uid) = path switch
        {
            ["users", var of] => ("user", of),
            ["users", var of, "pi"] => ("pi", of),
            ["payments" or "fees", "users", var of] => (path[0], of),
            _ => (null, null),
        };
        return what is null ? NoRoute
            : Subscribers.FirstOrDefault(one => $"{one.Uid}" == uid) is { } who ? (200, One(what, who, choice))
            : (400, $$"""{"errno":15,"errstr":"User not found with uid","uid":{{uid}}}""");
    }

    private static string One(string what, Subscriber who, Choice choice) =>
        what switch
        {
            "pi" => Papers(who),
            "user" => GuessedJson.Of(
                ("companyCredit", "0"),
                ("credit", who.Credit),
                ("creditDate", who.CreditDate),
                ("deposit", who.Deposit),
                ("disable", who.Disable),
                ("login", who.Login),
                ("uid", who.Uid)
            ),
            "payments" => Entries(who, who.Payments, choice),
            _ => Entries(who, who.Fees, choice),
        };

    private static string Papers(Subscriber who) =>
        GuessedJson.Of(
            ("contractId", who.Contract),
            ("fio", who.Name),
            ("pasportNum", who.Passport),
            ("phone", who.Phone),
            ("uid", who.Uid)
        );

    private string Users(Choice choice)
    {
        IEnumerable<Subscriber> those = Subscribers
            .Where(one => choice.Fits("UID", $"{one.Uid}", isNumber: true))
            .Where(one => choice.Fits("CONTRACT_ID", one.Contract, isNumber: false))
            .Where(one => choice.Fits("LOGIN", one.Login, isNumber: false))
            .Where(one => choice.Fits("DELETED", $"{one.Deleted}", isNumber: true));
        // By login, as ABillS does, unless it is told otherwise.
        those =
            choice.Text("SORT") == "uid"
                ? those.OrderBy(one => one.Uid)
                : those.OrderBy(one => one.Login, StringComparer.Ordinal);
        return GuessedJson.List(those.Take(choice.Rows).Select(one => GuessedJson.Of([.. Shown(one, choice)])));
    }

    private static IEnumerable<(string, object?)> Shown(Subscriber one, Choice choice) =>
        new (string Field, string Name, object? Value)[]
        {
            ("CONTRACT_ID", "contractId", one.Contract),
            ("CREDIT", "credit", one.Credit),
            ("CREDIT_DATE", "creditDate", one.CreditDate),
            ("DELETED", "deleted", one.Deleted),
            ("DEPOSIT", "deposit", one.Deposit),
            ("ACTIVATE", "activate", one.Activate),
            ("EXPIRE", "expire", one.Expire),
            ("FIO", "fio", one.Name),
            ("LOGIN_STATUS", "loginStatus", one.Disable),
            ("REDUCTION", "reduction", one.Reduction),
            ("REDUCTION_DATE", "reductionDate", one.ReductionDate),
        }
            .Where(field => choice.Text(field.Field) is not null)
            .Select(field => (field.Name, field.Value))
            .Append(("login", one.Login))
            .Append(("uid", one.Uid));

    private string Services(Choice choice)
    {
        // Told nothing else, it gives one service of each subscriber.
        bool isEach = choice.Text("GROUP_BY") == "internet.id";
        IEnumerable<string> rows = Subscribers
            .Where(one => choice.Fits("UID", $"{one.Uid}", isNumber: true))
            .OrderBy(one => one.Login, StringComparer.Ordinal)
            .SelectMany(one => (isEach ? one.Plans : one.Plans.Take(1)).Select((plan, at) => Row(one, plan, at)));
        return GuessedJson.List(rows.Take(choice.Rows));
    }

    private static string Row(Subscriber who, Plan plan, int at) =>
        GuessedJson.Of(
            ("abonDistribution", plan.IsSpread),
            ("dayFee", plan.DayFee),
            ("id", (who.Uid * 10) + at),
            ("internetActivate", plan.Activate),
            ("internetExpire", plan.Expire),
            ("internetStatus", plan.Status),
            ("loginStatus", who.Disable),
            ("monthFee", plan.MonthFee),
            ("personalTp", plan.Agreed),
            ("tpAge", plan.Age),
            ("tpCredit", plan.Credit),
            ("tpFixedFeesDay", plan.IsOnFixedDay),
            ("tpName", plan.Name),
            ("tpReductionFee", plan.IsReducible),
            ("uid", who.Uid)
        );

    private static string Entries(Subscriber who, IReadOnlyList<Entry> entries, Choice choice) =>
        GuessedJson.List(
            entries
                .Select((entry, at) => (entry, Id: at + 1))
                .Where(one =>
                    string.CompareOrdinal(one.entry.At, choice.Text("FROM_DATE") ?? "0") >= 0
                    && string.CompareOrdinal(one.entry.At[..10], choice.Text("TO_DATE") ?? "9") <= 0
                )
                .Reverse()
                .Skip(int.Parse(choice.Text("PG") ?? "0", CultureInfo.InvariantCulture))
                .Take(choice.Rows)
                .Select(one =>
                    GuessedJson.Of(
                        ("datetime", one.entry.At),
                        ("dsc", one.entry.Note),
                        ("id", one.Id),
                        ("innerDescribe", "among the staff"),
                        ("sum", one.entry.Sum),
                        ("uid", who.Uid)
                    )
                )
        );
}
