using BalanceBot.Billing.Sql;
using BalanceBot.Billing.Sql.Secrets;

namespace BalanceBot.Billing.Ubilling;

/// <summary>
/// Ubilling's tables as queries for any database. The key is the login, which is the tables' own; of two numbers of one login
/// the smaller is shown, and both are found.
/// </summary>
internal static class UbillingQueries
{
    /// <summary>Of signs that people leave out, and of Cyrillic letters that look like Latin ones: as a typed number is compared.</summary>
    private static readonly (string Written, string Compared)[] Alike =
    [
        .. " -–/.,_#№\\\u00A0".Select(sign => ($"{sign}", "")),
        .. "АВСЕОКМНРТХІ".Zip("ABCEOKMHPTXI", (its, ours) => ($"{its}", $"{ours}")),
    ];

    private const string Number =
        "coalesce((select min(c.contract) from contracts c where c.login = u.login and c.contract <> ''), u.login) as number";

    // The charge of a virtual balance ('virtual') never touches the one that is told. A list that was cut off would hold a
    // wrong price: where it may be (1024 bytes by default) it is made one that cannot be read.
    private const string Services = """
        if(length(group_concat(x.service separator ';')) > 1000, 'too many services', group_concat(x.service separator ';'))
        """;

    private const string OneService = """
        select a.login, concat(replace(replace(replace(left(coalesce(g.tagname, 'Service'), 24), ':', ' '), ';', ','), '|', '/'), ':',
          cast(v.price as decimal(14, 4)), ':',
          case when v.charge_period_days = 1 then 'daily'
            when v.charge_period_days between 2 and 27 then v.charge_period_days else 'monthly' end) as service
        from tags a join vservices v on v.tagid = a.tagid left join tagtypes g on g.id = a.tagid
        where v.price > 0 and v.cashtype = 'stargazer'
        """;

    // Credit ends with the second at which it expires, mostly the first of a day: it cannot be used on that day.
    private const string Columns = $"""
        select u.login as contract_key, {Number},
          u.Cash as balance, greatest(coalesce(u.Credit, 0), 0) as credit,
          if(u.CreditExpire > 0, u.CreditExpire - 1, 0) as credit_until,
          case when u.Down = 1 then 'disabled' when u.Passive = 1 then 'frozen'
            when u.Cash + coalesce(u.Credit, 0) < 0 then 'blocked' else 'active' end as state,
          nullif(u.Tariff, '*_NO_TARIFF_*') as tariff, t.Fee as price, t.period as period,
          (select min(p.passportnum) from passportdata p where p.login = u.login) as document,
          n.name as next_tariff, n.Fee as next_price, if(n.name is null, null, last_day(curdate()) + interval 1 day) as next_tariff_from,
        """;

    private const string Tariffs = """
        left join tariffs t on t.name = u.Tariff
        left join tariffs n on n.name = u.TariffChange and u.TariffChange <> '' and n.name <> u.Tariff and n.period = t.period
        """;

    // A base of another collation takes "a" for "A": letter by letter.
    private const string OfKey =
        "login = @key and cast(login as binary) = cast(@key as binary) and date >= @from and date < @to";

    private const string IsMoney = "coalesce(note, '') not like 'BALANCESET%' and coalesce(note, '') not like 'MOCK:%'";

    private const string ServiceName =
        "(select min(g.tagname) from vservices v join tagtypes g on g.id = v.tagid where concat('Service:', v.id) = m.note)";

    public static SqlSettings Of(UbillingSettings settings) =>
        new()
        {
            Section = "Billing:Ubilling",
            Engine = SqlEngineKind.MySql,
            ConnectionString = settings.ConnectionString,
            ConnectionStringFile = settings.ConnectionStringFile,
            KeyKind = KeyKind.Text,
            SecretKind = SecretKind.Plain,
            Currency = settings.Currency,
            TimeZone = settings.TimeZone,
            QueryTimeout = settings.QueryTimeout,
            MostConnections = settings.MostConnections,
            Periods = [settings.SpreadFee ? "month=spread" : "month=monthly", "day=daily"],
            VerifyDocument = [VerifyDocument()],
            VerifyPassword = [VerifyPassword],
            Snapshot = [One],
            SnapshotsOf = [Many],
            Snapshots = [Page],
            Payments = [Payments],
            Charges = [Charges],
        };

    private static string VerifyDocument() =>
        $"""
            select u.login as contract_key, c.contract as number, p.passportnum as document
            from contracts c join users u on u.login = c.login left join passportdata p on p.login = u.login
            where c.contract <> '' and (c.contract = convert(@typed using utf8)
              or {Alike.Aggregate(
                "upper(c.contract)",
                (text, one) =>
                    $"replace({text}, '{one.Written.Replace("\\", "\\\\", StringComparison.Ordinal)}', '{one.Compared}')"
            )}
                = convert(@number using utf8))
            """;

    // Stargazer writes * where there is no password.
    private const string VerifyPassword = $"""
        select u.login as contract_key, {Number}, u.login as login, nullif(u.Password, '*') as secret
        from users u where u.login = convert(@login using utf8)
        """;

    private const string One = $"""
        {Columns}
          (select {Services} from ({OneService} and a.login = @key) x) as services
        from users u {Tariffs}
        where u.login = @key
        """;

    private const string Many = $"""
        {Columns} s.services
        from users u {Tariffs}
        left join (select x.login, {Services} as services from ({OneService} and a.login in (@keys)) x group by x.login) s
          on s.login = u.login
        where u.login in (@keys)
        """;

    private const string Keys = """
        (select login from users where cast(login as binary) > cast(@after as binary) order by cast(login as binary) limit @size)
        """;

    // No index leads from a login to its tags: those between the page's first and last are taken, not all for each page.
    private const string Page = $"""
        {Columns} s.services
        from {Keys} k join users u on u.login = k.login {Tariffs}
        left join (select x.login, {Services} as services from ({OneService}
            and cast(a.login as binary) > cast(@after as binary)
            and cast(a.login as binary) <= (select max(cast(m.login as binary)) from {Keys} m)) x group by x.login) s
          on s.login = u.login
        order by cast(u.login as binary)
        """;

    private const string Payments =
        $"select date as happened_at, summ as amount from payments where {OfKey} and summ + 0 > 0 and {IsMoney}";

    // Services are charged as payments below zero, or as corrections, by a setting of the billing's.
    private const string Charges = $"""
        select date as happened_at, abs(summ) as amount, null as note from fees where {OfKey} and summ <> 0
        union all select date, -(summ + 0), {ServiceName} from payments m where {OfKey} and summ + 0 < 0 and {IsMoney}
        union all select date, -(summ + 0), {ServiceName} from paymentscorr m where {OfKey} and summ + 0 < 0 and {IsMoney}
        """;
}
