using BalanceBot.Billing.Sql;

namespace BalanceBot.Billing.Ubilling;

/// <summary>A subscriber's password as the billing has it, for one question to its agent; nothing of it is kept.</summary>
internal sealed class StoredPasswords : IAsyncDisposable
{
    /// <summary>Beside those of the questions: promises are few.</summary>
    private const int Connections = 2;

    private readonly SqlLine line;
    private readonly SqlQuery query;

    public StoredPasswords(UbillingSettings settings, TimeProvider time)
    {
        SqlSettings sql = UbillingQueries.Of(settings);
        sql.MostConnections = Connections;
        query = SqlQuery.VerifyPassword(sql);
        line = new SqlLine(SqlEngine.Of(sql), sql, time);
    }

    public async Task<BillingAnswer<string>> Of(ContractKey key, CancellationToken stop)
    {
        if (!AgentCredential.IsLogin(key.Value))
        {
            return new BillingAnswer<string>.Refused();
        }

        Dictionary<string, SqlValue> values = new(StringComparer.Ordinal) { ["login"] = new SqlValue.Text(key.Value) };
        return await line.Ask(query, values, Read, most: 2, stop) switch
        {
            SqlAnswer<(string Login, string Password)>.Failed { Why: var why } => new BillingAnswer<string>.Unavailable(
                $"{query.Name}: {why.Words}"
            ),
            SqlAnswer<(string Login, string Password)>.Rows { Found: [var one] } when one.Login == key.Value =>
                one.Password.Length == 0
                    ? new BillingAnswer<string>.Refused()
                    : new BillingAnswer<string>.Found(one.Password),
            _ => new BillingAnswer<string>.NotFound(),
        };
    }

    public ValueTask DisposeAsync() => line.DisposeAsync();

    private static (string Login, string Password) Read(SqlRow row) => (row.Needed("login"), row.Text("secret") ?? "");
}
