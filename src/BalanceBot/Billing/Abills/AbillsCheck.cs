using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Abills;

/// <summary>The first look: reached, it is ABillS, the key is accepted, and the fields are there that we need.</summary>
internal sealed class AbillsCheck(AbillsLine line)
{
    private const BillingAbilities All =
        BillingAbilities.VerifyDocument
        | BillingAbilities.VerifyPassword
        | BillingAbilities.Payments
        | BillingAbilities.Charges
        | Credit;

    private const BillingAbilities Credit = BillingAbilities.Promise | BillingAbilities.PromiseBySignIn;

    /// <summary>Until it has answered: people are asked as ever, and told that the billing is away.</summary>
    public BillingAbilities Abilities { get; private set; } = All;

    /// <summary>
    /// A subscriber that there is, whose data are asked for, and thrown away, when there is nobody of a number: the work is
    /// the same.
    /// </summary>
    public Uid Somebody { get; private set; }

    public async Task<FirstLook> Run(CancellationToken stop)
    {
        AbillsReply about = await Ask(new AbillsQuestion("version", "/version/", []), stop);
        if (about is not AbillsReply.One(var row))
        {
            return Trouble(about, "version");
        }

        AbillsReply users = await Ask(AbillsLists.Choosing(AbillsLists.Users, 1, []), stop);
        AbillsReply services = await Ask(AbillsLists.Choosing(AbillsLists.Services, 1, []), stop);
        if (new[] { users, services }.OfType<AbillsReply.Failed>().FirstOrDefault() is { } failed)
        {
            return Trouble(failed, "lists");
        }

        string[] mistakes =
        [
            .. Version(row),
            .. Lacks(users, AbillsLists.Users.Name, AccountReader.Fields),
            .. Lacks(services, AbillsLists.Services.Name, Service.Fields),
        ];
        return mistakes.Length > 0 ? new FirstLook.Wrong(mistakes) : await Look((AbillsReply.Many)users, stop);
    }

    /// <summary>What this operator may not see the bot does without.</summary>
    private async Task<FirstLook> Look(AbillsReply.Many users, CancellationToken stop)
    {
        try
        {
            Somebody = Uid.Of(users.Rows[0]);
        }
        catch (BadCellException bad)
        {
            return new FirstLook.Wrong([$"Billing:Abills, users: '{bad.Column}' {bad.Message}."]);
        }

        BillingAbilities abilities = All;
        foreach (
            (BillingAbilities ability, AbillsQuestion question) in new[]
            {
                (BillingAbilities.VerifyDocument, AbillsBilling.Papers(Somebody)),
                (BillingAbilities.Payments, AbillsBilling.Movements(AbillsBilling.Paid, Somebody)),
                (BillingAbilities.Charges, AbillsBilling.Movements(AbillsBilling.Charged, Somebody)),
                // Nobody could find out what came of a request that was not answered.
                (Credit, AbillsBilling.Account(Somebody)),
            }
        )
        {
            switch (await Ask(question, stop))
            {
                case AbillsReply.Failed failed:
                    return Trouble(failed, question.Name);
                case AbillsReply.Error { IsNobody: false }:
                    abilities &= ~ability;
                    break;
            }
        }

        Abilities = abilities;
        return new FirstLook.Well();
    }

    private Task<AbillsReply> Ask(AbillsQuestion question, CancellationToken stop) =>
        line.Get(question with { IsBulk = true }, stop);

    private static IEnumerable<string> Version(JsonRow about)
    {
        if (about.Has("billing") && about.Has("version"))
        {
            yield break;
        }

        yield return "Billing:Abills:Url, version: its answer has no 'billing' and no 'version': does another program answer there?";
    }

    private static IEnumerable<string> Lacks(AbillsReply reply, string name, IReadOnlyList<string> fields)
    {
        if (reply is not AbillsReply.Many(var rows))
        {
            yield return $"Billing:Abills, {reply.Words(name)}.";
        }
        else if (rows.Count == 0)
        {
            yield return $"Billing:Abills, {name}: the list is empty: may the operator of the key see subscribers and their Internet services?";
        }
        else if (fields.Where(field => !rows[0].Has(field)).ToArray() is { Length: > 0 } lacking)
        {
            yield return $"Billing:Abills, {name}: the answer lacks {string.Join(", ", lacking)}: is ABillS 1.50 or later, with API_FILDS_CAMELIZE on?";
        }
    }

    private static FirstLook Trouble(AbillsReply reply, string name) =>
        reply is AbillsReply.Failed { Trouble: WebTrouble.Away } away
            ? new FirstLook.Away(away.Reason)
            : new FirstLook.Wrong([$"Billing:Abills:Url, {reply.Words(name)}."]);
}
