using System.Globalization;
using System.Text.RegularExpressions;
using BalanceBot.Billing.Http;
using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Linking;
using BalanceBot.Replies;

namespace BalanceBot.Hosting.Settings;

/// <summary>Whether values make sense, alone and together. Never quotes a token.</summary>
internal static partial class SettingsCheck
{
    public const string Polling = "Polling";
    public const string Webhook = "Webhook";
    public const string LiteDb = "LiteDb";
    public const string PostgreSql = "PostgreSql";
    public const string Csv = "Csv";
    public const string Sql = "Sql";
    public const string Http = "Http";
    public const string Ubilling = "Ubilling";

    public static IReadOnlyList<string> Mistakes(BotSettings settings)
    {
        List<string> mistakes = [];
        mistakes.AddRange(Token(settings));
        mistakes.AddRange(Addresses(settings));
        mistakes.AddRange(WebhookCheck.Mistakes(settings));
        mistakes.AddRange(LinksApiCheck.Mistakes(settings));
        mistakes.AddRange(Words(settings));
        mistakes.AddRange(Ranges(settings).OfType<string>());
        mistakes.AddRange(Locks(settings.Linking));
        mistakes.AddRange(WarningCheck.Mistakes(settings));
        mistakes.AddRange(TelemetryCheck.Mistakes(settings));
        mistakes.AddRange(StorageKeyCheck.Mistakes(settings.Storage));
        return mistakes;
    }

    /// <summary>The token, from wherever it is set; null when there is none to be had.</summary>
    public static string? TokenOf(BotSettings settings) =>
        SecretOf(settings.Telegram.Token, settings.Telegram.TokenFile) is { Length: > 0 } token ? token : null;

    /// <summary>The webhook's secret; empty when the store keeps one, null when its file cannot be read.</summary>
    public static string? WebhookSecretOf(BotSettings settings) =>
        SecretOf(settings.Webhook.Secret, settings.Webhook.SecretFile);

    /// <summary>A secret that is set, or what its file holds; null when that cannot be read.</summary>
    public static string? SecretOf(string set, string file)
    {
        if (file.Length == 0)
        {
            return set;
        }

        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Token(BotSettings settings)
    {
        bool fromFile = settings.Telegram.TokenFile.Length > 0;
        if (fromFile && settings.Telegram.Token.Length > 0)
        {
            yield return "Telegram:Token and Telegram:TokenFile are both set: keep one of them.";
        }

        string name = fromFile ? "Telegram:TokenFile" : "Telegram:Token";
        string? token = TokenOf(settings);
        if (token is null)
        {
            yield return fromFile
                ? $"Telegram:TokenFile: the file {settings.Telegram.TokenFile} is not there or cannot be read."
                : "Telegram:Token is not set: ask @BotFather for a token, and set it (BALANCEBOT__TELEGRAM__TOKEN) or a file that holds it (Telegram:TokenFile).";
        }
        else if (!TokenShape().IsMatch(token))
        {
            yield return $"{name} does not look like a token: @BotFather gives digits, a colon, and about 35 letters and digits.";
        }
    }

    private static IEnumerable<string> Addresses(BotSettings settings)
    {
        if (
            !Uri.TryCreate(settings.Telegram.BaseUrl, UriKind.Absolute, out Uri? api)
            || api.Scheme is not ("http" or "https")
        )
        {
            yield return "Telegram:BaseUrl must be an address such as https://api.telegram.org.";
        }

        if (settings.Health.Listen.Length > 0 && HealthAddress(settings.Health.Listen) is null)
        {
            yield return "Health:Listen must be an address such as http://127.0.0.1:8080 (an IP address or localhost), or empty.";
        }
    }

    public static Uri? HealthAddress(string listen) =>
        Uri.TryCreate(listen, UriKind.Absolute, out Uri? address)
        && address.Scheme == "http"
        && (address.IsLoopback || address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6)
            ? address
            : null;

    private static IEnumerable<string> Words(BotSettings settings)
    {
        foreach (string mistake in Billing(settings))
        {
            yield return mistake;
        }

        if (settings.Csv.Currency.Length != 3 || !settings.Csv.Currency.All(char.IsAsciiLetterUpper))
        {
            yield return "Billing:Csv:Currency must be three capital letters, such as NOK.";
        }

        foreach (string mistake in Storage(settings))
        {
            yield return mistake;
        }

        if (Languages.Find(settings.Conversations.DefaultLanguage) is null)
        {
            string spoken = string.Join(" or ", Languages.Supported.Select(language => language.Code));
            yield return $"Conversations:DefaultLanguage must be {spoken}.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(settings.Conversations.TimeZone, out _))
        {
            yield return "Conversations:TimeZone must be a name such as Europe/Oslo or UTC.";
        }
    }

    private static IEnumerable<string> Billing(BotSettings settings)
    {
        return settings.Billing.Kind switch
        {
            Csv => CsvFile(settings),
            Sql => SqlSettingsCheck.Mistakes(settings.Sql),
            Ubilling => UbillingSettingsCheck.Mistakes(settings.Ubilling),
            Http => HttpSettingsCheck.Mistakes(settings.Http),
            _ => ["Billing:Kind must be Csv, Sql, Ubilling or Http."],
        };
    }

    private static IEnumerable<string> CsvFile(BotSettings settings)
    {
        if (settings.Csv.File.Length == 0)
        {
            yield return "Billing:Csv:File is not set: give the path of the file with the contracts.";
        }
        else if (!File.Exists(settings.Csv.File))
        {
            yield return $"Billing:Csv:File: the file {settings.Csv.File} is not there.";
        }
    }

    private static IEnumerable<string> Storage(BotSettings settings)
    {
        if (settings.Storage.Engine is not (LiteDb or PostgreSql))
        {
            yield return "Storage:Engine must be LiteDb or PostgreSql.";
        }

        if (settings.LiteDb.File.Length == 0)
        {
            yield return "Storage:LiteDb:File must be the path of a file.";
        }

        if (settings.Storage.Engine == PostgreSql)
        {
            foreach (string mistake in settings.PostgreSql.Mistakes())
            {
                yield return mistake;
            }
        }
    }

    private static IEnumerable<string?> Ranges(BotSettings s)
    {
        yield return Within("Telegram:PollSeconds", s.Telegram.PollSeconds, 0, 50);
        yield return Within("Inbox:MostAtOnce", s.Inbox.MostAtOnce, 1, 1000);
        yield return Within(
            "Inbox:HandlerDeadline",
            s.Inbox.HandlerDeadline,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromMinutes(5)
        );
        yield return Within("Inbox:Tries", s.Inbox.Tries, 1, 10);
        yield return Within("Inbox:LargestUpdateBytes", s.Inbox.LargestUpdateBytes, 16 * 1024, 16 * 1024 * 1024);
        yield return Within(
            "Inbox:StragglerAfter",
            s.Inbox.StragglerAfter,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromSeconds(5)
        );
        yield return Within("Inbox:LaneLimit", s.Inbox.LaneLimit, 100, 100_000);
        yield return Within(
            "Conversations:DialogueEndsAfter",
            s.Conversations.DialogueEndsAfter,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromHours(24)
        );
        yield return Within("Conversations:MostContractsPerChat", s.Conversations.MostContractsPerChat, 1, 50);
        yield return Within("Linking:WrongAttempts", s.Linking.WrongAttempts, 1, 20);
        yield return Within("Linking:WrongAttemptsPerHour", s.Linking.WrongAttemptsPerHour, 20, 1_000_000);
        yield return Within("Linking:MostChatsPerContract", s.Linking.MostChatsPerContract, 1, 50);
        yield return Within("Linking:EndUnusedAfterMonths", s.Linking.EndUnusedAfterMonths, 0, 120);
        yield return Within("Linking:MostSuspendedPerScan", s.Linking.MostSuspendedPerScan, 0, 100);
        yield return Within("Linking:HolderMarks", s.Linking.HolderMarks, 1, 1_000_000);
        yield return Within("Linking:ExportEvery", s.Linking.ExportEvery, TimeSpan.Zero, TimeSpan.FromHours(24));
        yield return Within("Linking:KeepAudit", s.Linking.KeepAudit, TimeSpan.FromDays(1), TimeSpan.FromDays(3650));
        yield return Within("Linking:ForgetAfter", s.Linking.ForgetAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(90));
        yield return Within(
            "Linking:InvitationLasts",
            s.Linking.InvitationLasts,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromHours(24)
        );
        yield return Within("Billing:Timeout", s.Billing.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        yield return Within(
            "Billing:AnswerWithin",
            s.Billing.AnswerWithin,
            TimeSpan.FromSeconds(0.2),
            s.Billing.Timeout < TimeSpan.FromSeconds(10) ? s.Billing.Timeout : TimeSpan.FromSeconds(10)
        );
        yield return Within("Billing:MostAtOnce", s.Billing.MostAtOnce, 1, 256);
        yield return Within("Billing:TopUpStep", s.Billing.TopUpStep, 0.01m, 10_000m);
        yield return Within("Outbox:BulkPerSecond", s.Outbox.BulkPerSecond, 1, s.Outbox.PaidBroadcast ? 1000 : 30);
        yield return Within("Outbox:PerChatBurst", s.Outbox.PerChatBurst, 1, 20);
        yield return Within("Outbox:PerGroupPerMinute", s.Outbox.PerGroupPerMinute, 1, 20);
        yield return Within("Outbox:MostAtOnce", s.Outbox.MostAtOnce, 1, 256);
    }

    private static IEnumerable<string> Locks(LinkingSettings linking)
    {
        if (!linking.ContractAndDocument && !linking.LoginAndPassword)
        {
            yield return "Linking: both ContractAndDocument and LoginAndPassword are off; switch one on, or nobody can link a contract.";
        }

        bool rising = linking.Locks.Zip(linking.Locks.Skip(1)).All(pair => pair.Second >= pair.First);
        if (
            linking.Locks.Count == 0
            || !rising
            || linking.Locks[0] <= TimeSpan.Zero
            || linking.Locks[^1] > TimeSpan.FromDays(7)
        )
        {
            yield return "Linking:Locks must be times that do not get shorter, up to 7.00:00:00, such as 00:15:00, 01:00:00, 1.00:00:00.";
        }
    }

    internal static string? Within<T>(string key, T value, T least, T most)
        where T : IComparable<T>, IFormattable =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; it must be from {least} to {most}.");

    [GeneratedRegex("^[0-9]{3,20}:[A-Za-z0-9_-]{20,100}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TokenShape();
}
