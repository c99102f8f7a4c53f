using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Billing.Web;
using BalanceBot.Tests.Billing.Web;

namespace BalanceBot.Tests.Billing.Ubilling;

internal sealed record Resident(string Login, string Password, string Ip = "*")
{
    public decimal Cash { get; init; }
    public string? Contract { get; init; }
    public string Tariff { get; init; } = "Unlim-100";
    public int State { get; init; } = 5;
    public decimal Credit { get; init; }
    public string CreditExpire { get; init; } = "No";
    public string? NextTariff { get; init; }
    public IReadOnlyList<int> Services { get; init; } = [];
}

/// <summary>
/// A cabinet and a billing on a socket, which do as Ubilling 1.6.4 does: its agent finds a subscriber by login without case and
/// without odd signs, then whoever is the first with that IP address.
/// </summary>
internal sealed partial class UbillingWorld : IAsyncDisposable
{
    public const string Serial = "UBserial0123456789abcdef";

    private readonly List<UbillingBilling> billings = [];

    public UbillingWorld(params Resident[] residents)
    {
        Residents.AddRange(residents);
        Server = new StandIn(Answer);
        Settings.AgentUrl = $"{Server.Address}userstats/";
        Settings.ApiUrl = $"{Server.Address}billing";
        Settings.Key = Serial;
    }

    public List<Resident> Residents { get; } = [];
    public StandIn Server { get; }
    public UbillingSettings Settings { get; } = new() { TimeZone = "Europe/Kyiv" };
    public List<string> Log { get; } = [];

    /// <summary>In place of what the agent says to a credential that is right.</summary>
    public Reply? AgentSays { get; set; }

    /// <summary>In place of what the agent says of prices.</summary>
    public Reply? PricesSay { get; set; }

    public Reply? ApiSays { get; set; }

    /// <summary>Real answers of the remote API.</summary>
    public bool ApiIsRecorded { get; set; }

    /// <summary>What the creditor says; null: it grants, and takes when it is not only asked.</summary>
    public Func<bool, Reply>? CreditorSays { get; set; }

    public List<string> CreditsTaken { get; } = [];

    public bool AsksForSerial { get; set; }

    public UbillingBilling Billing(TimeProvider? time = null, WebLimits? limits = null) =>
        UbillingGround.Make(Settings, Log, billings, time, limits);

    /// <summary>Real answers, of which only the head is shortened.</summary>
    public static Reply Recorded(string name)
    {
        string text = File.ReadAllText(
            Path.Combine(
                Repository.Root,
                "tests",
                "BalanceBot.Tests",
                "Billing",
                "Ubilling",
                "Recorded",
                $"{name}.http"
            )
        );
        string[] parts = text.ReplaceLineEndings("\n").Split("\n\n", 2);
        int status = int.Parse(parts[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        string type = parts[0]
            .Split('\n')
            .First(line => line.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))[14..];
        return Reply.Json(parts[1].TrimEnd('\n'), status, type);
    }

    public static string Md5(string text) =>
        Convert.ToHexStringLower(CryptographicOperations.HashData(HashAlgorithmName.MD5, Encoding.UTF8.GetBytes(text)));

    public async ValueTask DisposeAsync()
    {
        foreach (UbillingBilling billing in billings)
        {
            await billing.DisposeAsync();
        }

        await Server.DisposeAsync();
    }

    private Reply Answer(Asked asked)
    {
        NameValueCollection query = HttpUtility.ParseQueryString(
            asked.Target.Contains('?') ? asked.Target.Split('?', 2)[1] : ""
        );
        return asked.Path == "/userstats/" ? Agent(query)
            : asked.Path == "/billing/" ? ApiSays ?? Api(query)
            : Reply.Json("<html>no</html>", 404);
    }

    private Reply Agent(NameValueCollection query)
    {
        string login = OddSigns().Replace(query["uberlogin"] ?? "", "");
        Resident? known = Residents.Find(one =>
            string.Equals(one.Login, login, StringComparison.OrdinalIgnoreCase)
            && Md5(one.Password) == query["uberpassword"]
        );
        if (known is null)
        {
            return Recorded("wrongpw");
        }

        if (AsksForSerial && query["uberkey"] != Md5(Serial))
        {
            return Reply.Json("""{"reason":"wrong_uberauth"}""");
        }

        Resident first = Residents.First(one => one.Ip == known.Ip);
        if (query["module"] == "creditor")
        {
            return Creditor(first, query["justcheck"] == "true");
        }

        if (query["tariffvservices"] == "true" || query["activetariffsvservices"] == "true")
        {
            return PricesSay ?? AgentSays ?? Prices(query["tariffvservices"] == "true" ? first : null);
        }

        return AgentSays ?? (query["justauth"] == "true" ? Identity(first) : Profile(first));
    }

    private static Reply Identity(Resident who) =>
        Reply.Json(
            JsonSerializer.Serialize(
                new
                {
                    auth = true,
                    login = who.Login,
                    message = "Authentication successful",
                }
            )
        );

    /// <summary>Its types are guessed by PHP: a sum is a number, or a text.</summary>
    private static Reply Profile(Resident who) =>
        Reply.Json(
            JsonSerializer.Serialize(
                new
                {
                    address = (string?)null,
                    realname = "O'Brien & Sons <LLC>",
                    login = who.Login,
                    cash = decimal.Round(who.Cash, 2),
                    ip = who.Ip,
                    credit = who.Credit.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    creditexpire = who.CreditExpire,
                    contract = who.Contract,
                    tariff = who.Tariff,
                    tariffnm = who.NextTariff ?? "No",
                    accountstate = who.State switch
                    {
                        2 => "frozen",
                        3 => "active + disabled",
                        _ => "active",
                    },
                    accountexpire = who.Cash < 0 ? (object)"debt" : 8,
                    payedtilldate = who.Cash < 0 ? "none" : "01.12.2026",
                    vservicescost = who.Services.Count * 30,
                    currency = "UAH",
                    version = "2",
                }
            )
        );

    /// <param name="who">Null: all.</param>
    private static Reply Prices(Resident? who)
    {
        (string Name, string Price, string Period)[] tariffs =
        [
            ("Unlim-100", "250", "month"),
            ("Day-3", "3", "day"),
            ("Unlim-5", "150.5", "month"),
        ];
        IEnumerable<object> rows = tariffs
            .Where(one => who is null || one.Name == who.Tariff)
            .Select(one => new
            {
                tariffname = one.Name,
                tariffprice = one.Price,
                tariffdaysperiod = one.Period,
            });
        IEnumerable<object> services = (who?.Services ?? []).Select(id => new
        {
            vsrvname = id == 7 ? "Static IP" : $"Service {id}",
            vsrvprice = "30",
            vsrvdaysperiod = id == 7 ? "0" : $"{id}",
        });
        return Reply.Json(JsonSerializer.Serialize(rows.Concat(services)));
    }

    private Reply Creditor(Resident who, bool isOnlyAsked)
    {
        if (CreditorSays is { } says)
        {
            return says(isOnlyAsked);
        }

        if (!isOnlyAsked)
        {
            CreditsTaken.Add(who.Login);
            Residents[Residents.IndexOf(who)] = who with { Credit = 260 };
        }

        return Granted;
    }

    public static Reply Granted { get; } =
        Reply.Json(
            """{"status":0,"message":"success","fullmessage":"","minday":"1","maxday":"31","creditterm":"31","creditprice":"10","currency":"UAH","creditintro":"Credit < & >"}"""
        );

    private Reply Api(NameValueCollection query) =>
        query["module"] != "remoteapi" ? Reply.Json("<html>login</html>", 200, "text/html")
        : query["key"] != Serial ? Recorded("ra_wrongkey")
        : query["action"] != "userside" ? Reply.Json("", 200, "text/html")
        : ApiIsRecorded
            ? Recorded(
                query["request"] switch
                {
                    "get_tariff_list" => "ra_userside_tariffs",
                    "get_services_list" => "ra_userside_services",
                    _ => query["customer_id"] switch
                    {
                        null => "ra_userside_all",
                        "sub1001" => "ra_userside_one",
                        _ => "ra_userside_nobody",
                    },
                }
            )
        : query["request"] switch
        {
            "get_tariff_list" => Reply.Json(
                """{"Unlim-100":{"id":"Unlim-100","name":"Unlim-100","payment":"250","payment_interval":30,"speed":{"up":0,"down":0}},"Day-3":{"id":"Day-3","name":"Day-3","payment":"3","payment_interval":1},"Unlim-5":{"id":"Unlim-5","name":"Unlim-5","payment":"150.5","payment_interval":30}}"""
            ),
            "get_services_list" => Reply.Json("""{"7":{"id":7,"name":"Static IP","cost":"30"}}"""),
            "get_user_list" => Listed(query["customer_id"]),
            _ => Reply.Json("Undefined request", 400),
        };

    private Reply Listed(string? login)
    {
        Resident[] asked = [.. Residents.Where(one => login is null or "" || one.Login == login)];
        return asked.Length == 0
            ? Reply.Json("undefined")
            : Reply.Json($"{{{string.Join(',', asked.Select(one => $"\"{one.Login}\":{Listed(one)}"))}}}");
    }

    private static string Listed(Resident one) =>
        JsonSerializer.Serialize(
            new
            {
                id = one.Login,
                login = one.Login,
                full_name = "O'Brien & Sons <LLC>",
                tariff = one.NextTariff is null
                    ? (object)new { current = new[] { new { id = one.Tariff } } }
                    : new { current = new[] { new { id = one.Tariff } }, @new = new[] { new { id = one.NextTariff } } },
                agreement = one.Contract is null ? [] : new[] { new { number = one.Contract } },
                balance = one.Cash.ToString(System.Globalization.CultureInfo.InvariantCulture),
                credit = one.Credit.ToString(System.Globalization.CultureInfo.InvariantCulture),
                state_id = one.State,
                service = one.Services.ToDictionary(id => $"{id}", _ => new[] { new { cost = "30", comment = "" } }),
                password = one.Password,
            }
        );

    [GeneratedRegex("[^a-zA-Z0-9_.-]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OddSigns();
}
