using System.Globalization;
using System.Text;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>A contract of the fuzz run: everything about it carries its number, so that it is recognised wherever it is shown.</summary>
internal sealed record MarkedContract(int Number)
{
    public const string SecretMark = "SECRETOF";

    public string Printed => Text($"Z{Number:0000}Z");
    public string Login => Text($"loginof{Number:0000}");
    public string Password => Text($"{SecretMark}PASS{Number:0000}");

    /// <summary>Letters and digits that no pattern of a document takes apart.</summary>
    public string Document => Text($"{SecretMark}DOC{Number:0000}");
    public decimal Balance => decimal.Parse(Text($"55{Number:0000}55.25"), CultureInfo.InvariantCulture);

    /// <summary>A billing's words are hostile too: whoever named the tariff thought of no HTML.</summary>
    public string Row =>
        Text(
            $"{Printed},{Login},{Password},{Document},{Balance},NOK,\"<b>T&{Number:0000}T\u202E</i>\",150.00,monthly,2026-12-01,active\n"
        );

    public static string File(int count) =>
        new StringBuilder("contract,login,password,document,balance,currency,tariff,price,period,next_charge,state\n")
            .AppendJoin("", Enumerable.Range(0, count).Select(n => new MarkedContract(n).Row))
            .ToString();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What people, and others, may write: each text carries a mark that must never be said back.</summary>
internal static class HostileWords
{
    public const string Mark = "TYPEDBYME";

    /// <summary>Stands for half of a surrogate pair, which a writer of JSON refuses and a hostile one does not.</summary>
    public const string Lone = "LONESURROGATE";

    private static readonly string Giant = new('x', 100_000);
    private static readonly string Stacked = "e" + string.Concat(Enumerable.Repeat("\u0301\u0316\u0489", 300));
    private static readonly string Opened = string.Concat(Enumerable.Repeat("<b>", 3000));

    private static readonly string[] Texts =
    [
        "",
        " ",
        "\0",
        $"\0{Mark}\0",
        $"<b>{Mark}",
        $"</b></i>{Mark}<a href=\"tg://user?id=1\">x</a>",
        $"<script>{Mark}</script>&lt;&#0;&#x110000;&nbsp;",
        $"\u202E{Mark}\u2066\u2069\u200F",
        $"{Lone}{Mark}",
        $"/link {Lone}",
        Lone,
        "👨‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚀" + Mark,
        "\uFEFF/balance",
        "/",
        "//",
        "/ start",
        "/start@",
        "/balance@OtherBot",
        "/balance@BalanceSandboxBot",
        $"/start {Mark}",
        "/start " + new string('A', 64),
        "/START",
        "/unlink 1",
        $"/link Z0001Z {Mark}",
        $"/{Mark}",
        "/" + new string('a', 5000),
        "{0}{1}%s%n%x",
        "'; drop table chats; --",
        "../../../../etc/passwd",
        "$\u007Bjndi:ldap://x\u007D",
        "９９９９ ９９９９",
        "𝟘𝟙𝟚𝟛𝟜𝟝",
        "١٢٣٤٥٦",
        "-999999999999999999999999999999",
        "1e308",
        "25:99-31:00",
        "0-24",
        "22:00 - 07:30",
        "100.50",
        "№ Z0002Z",
        Stacked,
        Opened,
        "\r\n\r\n\t" + Mark,
        "balance",
        "баланс",
        "скільки",
        "saldo",
    ];

    private static readonly string[] Wishes =
    [
        "/start",
        "/link",
        "/balance",
        "/contracts",
        "/warnings",
        "/unlink",
        "/help",
        "/privacy",
        "/cancel",
        "/settings",
        "/devices",
        "/forget",
        "/export",
        "/history",
        "/language",
    ];

    public static string Any(Random chance) =>
        chance.Next(1000) switch
        {
            < 2 => Giant,
            < 400 => Wishes[chance.Next(Wishes.Length)],
            _ => Texts[chance.Next(Texts.Length)],
        };

    /// <summary>Of buttons that were shown, of buttons that never were, and of no button.</summary>
    public static string Press(Random chance, string tag) =>
        Buttons[chance.Next(Buttons.Length)].Replace("#", tag, StringComparison.Ordinal);

    private static readonly string[] Buttons =
    [
        "balance",
        "link",
        "link:doc",
        "link:doc",
        "link:login",
        "link:login",
        "contracts",
        "warnings",
        "help",
        "cancel",
        "unlink",
        "unlink:no",
        "unlink:#",
        "unlink:yes:#",
        "w:back",
        "w:quiet",
        "w:quiet:type",
        "w:quiet:2200-0700",
        "w:quiet:9999-aaaa",
        "w:zone",
        "w:zone:Europe/Oslo",
        "w:zone:../../etc/passwd",
        $"w:zone:{Mark}",
        "w:days:7:off",
        "w:days:2:on",
        "w:paid:on",
        "w:right:off",
        "w:contract:off:#",
        "w:contract:on:#",
        "w:sum:#",
        "w:sum:off:#",
        "w:snooze:#",
        "w:snooze:",
        "unlink:yes:",
        "unlink:yes:zzzzzzzzzzzzzzzz",
        "",
        Lone,
        $"{Mark}\0",
        new string('ж', 5000),
    ];
}
