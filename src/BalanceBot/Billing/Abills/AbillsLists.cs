using System.Globalization;
using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Abills.AbillsQuestion;

namespace BalanceBot.Billing.Abills;

/// <summary>ABillS' two lists, of subscribers and of their Internet services, by pages: one by one it gives 9 a second.</summary>
internal sealed class AbillsLists(AbillsLine line)
{
    /// <summary>All that a snapshot needs. Who may see deleted subscribers gets their mark too.</summary>
    public static AbillsQuestion Users { get; } =
        new(
            "users",
            "/users/all/",
            [
                ("UID", Show),
                ("CONTRACT_ID", Show),
                ("FIO", Show),
                ("DEPOSIT", Show),
                ("CREDIT", Show),
                ("CREDIT_DATE", Show),
                ("LOGIN_STATUS", Show),
                ("ACTIVATE", Show),
                ("EXPIRE", Show),
                ("REDUCTION", Show),
                ("REDUCTION_DATE", Show),
                ("DELETED", Show),
                ("SORT", "uid"),
            ]
        );

    /// <summary>All that a candidate needs; those who are deleted are none.</summary>
    public static AbillsQuestion Found { get; } =
        new("find", "/users/all/", [("UID", Show), ("CONTRACT_ID", Show), ("DELETED", "0"), ("SORT", "uid")]);

    /// <summary>A row for each service, not for each subscriber.</summary>
    public static AbillsQuestion Services { get; } =
        new(
            "services",
            "/users/internet/all/",
            [
                ("UID", Show),
                ("ID", Show),
                ("TP_NAME", Show),
                ("MONTH_FEE", Show),
                ("DAY_FEE", Show),
                ("ABON_DISTRIBUTION", Show),
                ("AGE", Show),
                ("TP_CREDIT", Show),
                ("TP_FIXED_FEES_DAY", Show),
                ("TP_REDUCTION_FEE", Show),
                ("PERSONAL_TP", Show),
                ("INTERNET_STATUS", Show),
                ("INTERNET_ACTIVATE", Show),
                ("INTERNET_EXPIRE", Show),
                ("GROUP_BY", "internet.id"),
            ]
        );

    /// <summary>
    /// A list by a choice. When its database fails ABillS answers an empty list, with status 200: one is believed only when
    /// the same question for anybody finds somebody.
    /// </summary>
    public async Task<WebOutcome<IReadOnlyList<JsonRow>>> Ask(
        AbillsQuestion question,
        int rows,
        CancellationToken stop,
        params IReadOnlyList<(string Name, string Value)> choice
    )
    {
        WebOutcome<IReadOnlyList<JsonRow>> answer = await Once(Choosing(question, rows, choice), stop);
        if (answer is not WebOutcome<IReadOnlyList<JsonRow>>.Said { Value.Count: 0 })
        {
            return answer;
        }

        return await Once(Choosing(question, 1, []), stop) switch
        {
            WebOutcome<IReadOnlyList<JsonRow>>.Said { Value.Count: 0 } => new WebOutcome<IReadOnlyList<JsonRow>>.Failed(
                $"{question.Name}: nobody at all, which is how it answers when its database fails"
            ),
            WebOutcome<IReadOnlyList<JsonRow>>.Failed failed => failed,
            _ => answer,
        };
    }

    /// <summary>As it is: always one question, whoever is found.</summary>
    public async Task<WebOutcome<IReadOnlyList<JsonRow>>> Once(AbillsQuestion question, CancellationToken stop) =>
        await line.Get(question, stop) switch
        {
            AbillsReply.Many(var found) => new WebOutcome<IReadOnlyList<JsonRow>>.Said(found),
            var reply => new WebOutcome<IReadOnlyList<JsonRow>>.Failed(reply.Words(question.Name)),
        };

    /// <summary>A field that chooses is shown as well; asked for twice, ABillS would take both values for one.</summary>
    public static AbillsQuestion Choosing(
        AbillsQuestion question,
        int rows,
        IReadOnlyList<(string Name, string Value)> choice
    ) =>
        question with
        {
            Fields =
            [
                .. question.Fields.Where(field => choice.All(one => one.Name != field.Name)),
                .. choice,
                ("PAGE_ROWS", rows.ToString(CultureInfo.InvariantCulture)),
            ],
        };
}
