using BalanceBot.Benchmarks.Bulk;
using BalanceBot.Billing;
using BalanceBot.Billing.Ubilling;
using BalanceBot.Billing.Web;
using BalanceBot.Tests.Billing.Sql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using MySqlConnector;

namespace BalanceBot.Tests.Billing.Ubilling;

/// <summary>A database with Ubilling's tables, as far as they matter: MyISAM and utf8, as its own dump makes them.</summary>
internal sealed class UbillingGround : IAsyncDisposable
{
    private const string Tables = """
        create table users (login varchar(50) not null default '', Password varchar(150) not null default '*',
          Passive int(3) default 0, Down int(3) default 0, AlwaysOnline int(3) default 0, Tariff varchar(40) not null default '',
          Credit double default 0, TariffChange varchar(40) not null default '', CreditExpire int(11) default 0,
          IP varchar(254) default '*', Cash double default 0, LastCashAdd double default 0, LastCashAddTime int(11) default 0,
          primary key (login), key IP (IP)) engine=MyISAM default charset=utf8;
        create table tariffs (name varchar(40) not null primary key, Fee double default 0, PassiveCost double default 0,
          period varchar(32) not null default 'month') engine=MyISAM default charset=utf8;
        create table contracts (id int not null auto_increment primary key, login varchar(45) not null, contract varchar(255),
          key login (login)) engine=MyISAM default charset=utf8;
        create table passportdata (id int not null auto_increment primary key, login varchar(255) not null, birthdate date,
          passportnum varchar(255), passportdate date, pinn varchar(15), key login (login)) engine=MyISAM default charset=utf8;
        create table tags (id int not null auto_increment primary key, tagid int not null, login varchar(45) not null)
          engine=MyISAM default charset=utf8;
        create table tagtypes (id int not null primary key, tagname varchar(255) not null) engine=MyISAM default charset=utf8;
        create table vservices (id int not null primary key, tagid int not null, price double not null default 0,
          cashtype varchar(40) not null default 'stargazer', charge_period_days tinyint not null default 0)
          engine=MyISAM default charset=utf8;
        create table payments (id int not null auto_increment primary key, login varchar(45) not null, date datetime not null,
          balance varchar(45) not null default '0', summ varchar(45) not null, note varchar(200), key login (login))
          engine=MyISAM default charset=utf8;
        create table paymentscorr like payments;
        create table fees (id int not null auto_increment primary key, login varchar(64) not null, date datetime not null,
          summ double, note varchar(200), key login (login)) engine=MyISAM default charset=utf8;
        insert into tariffs (name, Fee, period) values ('Unlim-100', 250, 'month'), ('Unlim-5', 150.5, 'month'), ('Day-3', 3, 'day');
        insert into tagtypes values (1, 'Static IP: one'), (2, 'TV; HD'), (3, 'VIP'), (4, 'Rent');
        insert into vservices (id, tagid, price, cashtype, charge_period_days) values
          (7, 1, 30, 'stargazer', 0), (8, 2, 5.5, 'stargazer', 1), (9, 4, 14, 'stargazer', 14), (10, 3, 99, 'virtual', 0);
        """;

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    private readonly List<UbillingBilling> billings = [];

    public UbillingGround(PrivateMariaDb? server = null)
    {
        ConnectionString = (server ?? MariaDb.Of()).Database();
        Settings.ConnectionString = ConnectionString;
        Run(Tables);
    }

    public string ConnectionString { get; }
    public UbillingSettings Settings { get; } = new() { TimeZone = "Europe/Kyiv" };

    /// <summary>What the adapter logs, at every level.</summary>
    public List<string> Log { get; } = [];

    public UbillingBilling Billing(TimeProvider? time = null) => Make(Settings, Log, billings, time);

    /// <summary>A subscriber as told at noon, or at another time.</summary>
    public async Task<ContractSnapshot> Told(string login, DateTimeOffset? now = null) =>
        Telling.Found(
            await Billing(new FakeTimeProvider(now ?? Noon))
                .Snapshot(new ContractKey(login), TestContext.Current.CancellationToken)
        );

    public static UbillingBilling Make(
        UbillingSettings settings,
        List<string> log,
        List<UbillingBilling> billings,
        TimeProvider? time = null,
        WebLimits? limits = null
    )
    {
        UbillingBilling billing = new(
            settings,
            limits
                ?? new WebLimits
                {
                    Timeout = TimeSpan.FromSeconds(30),
                    AttemptTimeout = TimeSpan.FromSeconds(20),
                    BulkTimeout = TimeSpan.FromSeconds(30),
                },
            time ?? TimeProvider.System,
            LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(log))),
            new HolderMark(text => $"key-{text.GetHashCode(StringComparison.Ordinal):x8}-and-so-on")
        );
        billings.Add(billing);
        return billing;
    }

    public void Run(string sql, params (string Name, object? Value)[] values)
    {
        using MySqlConnection connection = Connect();
        connection.Open();
        using MySqlCommand command = new(sql, connection);
        foreach ((string name, object? value) in values)
        {
            command.Parameters.AddWithValue("@" + name, value ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }

    public MySqlConnection Connect() => new(ConnectionString + ";Pooling=false;AllowUserVariables=true");

    public void Add(
        string login,
        decimal cash = 0,
        string? contract = null,
        string? password = null,
        string? document = null
    )
    {
        Run(
            "insert into users (login, Password, Cash, Tariff) values (@l, @p, @c, 'Unlim-100')",
            ("l", login),
            ("p", password ?? "*"),
            ("c", cash)
        );
        if (contract is not null)
        {
            Run("insert into contracts (login, contract) values (@l, @c)", ("l", login), ("c", contract));
        }

        if (document is not null)
        {
            Run("insert into passportdata (login, passportnum) values (@l, @d)", ("l", login), ("d", document));
        }
    }

    /// <summary>So many with a contract, a document and an extra service.</summary>
    public void Fill(int count) =>
        Run(
            $"""
            insert into users (login, Password, Cash, Tariff) select concat('sub', seq), 'x', seq / 100, 'Unlim-100' from seq_1_to_{count};
            insert into contracts (login, contract) select concat('sub', seq), concat('2024/', lpad(seq, 5, '0')) from seq_1_to_{count};
            insert into passportdata (login, passportnum) select concat('sub', seq), '4510 123456' from seq_1_to_{count};
            insert into tags (tagid, login) select 1 + seq % 2, concat('sub', seq) from seq_1_to_{count};
            """
        );

    public async ValueTask DisposeAsync()
    {
        foreach (UbillingBilling billing in billings)
        {
            await billing.DisposeAsync();
        }
    }
}
