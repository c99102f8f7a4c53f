using Npgsql;

namespace BalanceBot.Storage.PostgreSql;

/// <summary>How this process is connected: a small pool for the work, and single connections for duties.</summary>
internal static class Connections
{
    /// <summary>Nothing may hang: neither a statement, nor the wait for a lock, nor a transaction whose process froze.</summary>
    private const string Limits =
        "-c statement_timeout=15000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=5000";

    /// <summary>
    /// Each question here goes by an index to a few rows. A plan that was made while its table was small, and kept, must not
    /// walk through the millions that come later; and planning anew each time costs more than the question.
    /// </summary>
    private const string Plans =
        "-c jit=off -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";

    private const int DutyConnections = 2;

    public static int MostOf(PostgreSqlSettings settings) => settings.MostConnections - DutyConnections;

    public static NpgsqlDataSource Pool(PostgreSqlSettings settings)
    {
        NpgsqlConnectionStringBuilder own = Common(settings, $"{Limits} {Plans}");
        own.MaxPoolSize = MostOf(settings);
        own.MinPoolSize = 0;
        own.ConnectionIdleLifetime = 60;
        own.CommandTimeout = 20;
        own.MaxAutoPrepare = 80;
        own.AutoPrepareMinUsages = 2;
        // Nothing is ever left behind in a session, so nothing has to be reset.
        own.NoResetOnClose = true;
        return Source(own);
    }

    /// <summary>
    /// Not of the pool: its session is the holding. The server ends it when nobody touches it any more, and looks after a
    /// query's client in the meantime where it can.
    /// </summary>
    public static NpgsqlDataSource Single(PostgreSqlSettings settings)
    {
        NpgsqlConnectionStringBuilder own = Common(
            settings,
            "-c statement_timeout=2000 -c lock_timeout=2000 -c idle_session_timeout=4000 "
                + "-c tcp_keepalives_idle=2 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=2"
        );
        own.Pooling = false;
        own.CommandTimeout = 3;
        return Source(own);
    }

    /// <summary>
    /// One session that holds the database for a move: its statements may take long, and it may be idle while the other
    /// store is read.
    /// </summary>
    public static NpgsqlDataSource ForMoving(PostgreSqlSettings settings)
    {
        NpgsqlConnectionStringBuilder own = Common(
            settings,
            "-c statement_timeout=0 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=60000 -c idle_session_timeout=0"
        );
        own.Pooling = false;
        own.CommandTimeout = 0;
        own.MaxAutoPrepare = 40;
        own.AutoPrepareMinUsages = 2;
        return Source(own);
    }

    private static NpgsqlConnectionStringBuilder Common(PostgreSqlSettings settings, string options)
    {
        NpgsqlConnectionStringBuilder own =
            settings.Parsed() ?? throw new StoreUnusableException(settings.Mistakes()[0]);
        own.ApplicationName ??= "BalanceBot";
        own.SearchPath = settings.Schema;
        own.Options = $"{own.Options} {options}".Trim();
        own.Timeout = 3;
        own.CancellationTimeout = 1000;
        own.TcpKeepAlive = true;
        own.TcpKeepAliveTime = 5;
        own.TcpKeepAliveInterval = 2;
        own.Enlist = false;
        own.IncludeErrorDetail = false;
        own.PersistSecurityInfo = false;
        return own;
    }

    private static NpgsqlDataSource Source(NpgsqlConnectionStringBuilder own)
    {
        NpgsqlSlimDataSourceBuilder builder = new(own.ConnectionString);
        builder.EnableArrays();
        builder.EnableTransportSecurity();
        return builder.Build();
    }
}
