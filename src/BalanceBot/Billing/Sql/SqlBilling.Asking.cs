namespace BalanceBot.Billing.Sql;

/// <summary>One question, and who of the answer was asked for.</summary>
internal sealed partial class SqlBilling
{
    private async Task<SqlAnswer<Candidate>> Numbered(
        SqlQuery query,
        string number,
        Func<SqlRow, Candidate> read,
        CancellationToken stop
    )
    {
        string asked = ContractNumber.Normalise(number);
        string typed = number.Length <= 512 ? number.Trim() : "";
        Dictionary<string, SqlValue> values = new(StringComparer.Ordinal)
        {
            ["number"] = new SqlValue.Text(asked),
            ["typed"] = new SqlValue.Text(Typeable.Is(typed) ? typed : asked),
        };
        return asked.Length == 0 || !Typeable.Is(asked)
            ? Nobody
            : Of(
                await Ask(query, values, read, MostCandidates, stop),
                one => string.Equals(ContractNumber.Normalise(one.Number), asked, StringComparison.Ordinal)
            );
    }

    private async Task<SqlAnswer<Candidate>> LoggedIn(
        SqlQuery query,
        string login,
        Func<SqlRow, Candidate> read,
        CancellationToken stop
    )
    {
        string asked = Login.Normalise(login);
        Dictionary<string, SqlValue> values = new(StringComparer.Ordinal) { ["login"] = new SqlValue.Text(asked) };
        return !Typeable.Is(asked)
            ? Nobody
            : Of(
                await Ask(query, values, read, MostCandidates, stop),
                one => string.Equals(one.Login, asked, StringComparison.Ordinal)
            );
    }

    private static SqlAnswer<Candidate> Nobody => new SqlAnswer<Candidate>.Rows([], IsCut: false);

    private static SqlAnswer<Candidate> Of(SqlAnswer<Candidate> answer, Func<Candidate, bool> isAsked) =>
        answer is SqlAnswer<Candidate>.Rows { IsCut: false } rows ? rows with { Found = [.. rows.Found.Where(isAsked)] }
        : answer is SqlAnswer<Candidate>.Rows
            ? new SqlAnswer<Candidate>.Failed(
                new SqlFailure(
                    FailureKind.Mistake,
                    $"a query for one contract gives more than {MostCandidates} rows: does it ask by its parameter?"
                )
            )
        : answer;

    private async Task<SqlAnswer<T>> Ask<T>(
        SqlQuery query,
        IReadOnlyDictionary<string, SqlValue> values,
        Func<SqlRow, T> read,
        int most,
        CancellationToken stop
    )
    {
        if (!query.IsSet)
        {
            return new SqlAnswer<T>.Failed(new SqlFailure(FailureKind.Mistake, $"{query.Name} is not set"));
        }

        if (await readiness.Trouble(stop) is { } trouble)
        {
            return new SqlAnswer<T>.Failed(new SqlFailure(FailureKind.Away, trouble));
        }

        SqlAnswer<T> answer = await line.Ask(query, values, read, most, stop);
        if (answer is SqlAnswer<T>.Failed { Why: var why })
        {
            watch.Failed(query.Name, why);
            return new SqlAnswer<T>.Failed(why with { Words = $"{query.Name}: {why.Words}" });
        }

        watch.Answered();
        return answer;
    }

    private static BillingAnswer<T> One<T>(SqlAnswer<T> answer) =>
        answer switch
        {
            SqlAnswer<T>.Rows { Found: [T only] } => new BillingAnswer<T>.Found(only),
            SqlAnswer<T>.Rows { Found: [] } => new BillingAnswer<T>.NotFound(),
            SqlAnswer<T>.Rows => new BillingAnswer<T>.Ambiguous(),
            SqlAnswer<T>.Failed { Why: var why } => new BillingAnswer<T>.Unavailable(why.Words)
            {
                IsOfOne = why.Kind == FailureKind.BadRow,
            },
            _ => throw new InvalidOperationException("An answer of no kind."),
        };
}
