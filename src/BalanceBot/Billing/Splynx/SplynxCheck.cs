using BalanceBot.Billing.Web;

namespace BalanceBot.Billing.Splynx;

/// <summary>The first look: reached, the key is accepted, and the fields are there that we need: their names move.</summary>
internal sealed class SplynxCheck(SplynxLine line, SplynxSettings settings)
{
    /// <summary>Until it has answered: people are asked as ever, and told that the billing is away.</summary>
    public BillingAbilities Abilities { get; private set; } =
        BillingAbilities.VerifyPassword
        | BillingAbilities.Payments
        | BillingAbilities.Charges
        | (settings.DocumentField.Length > 0 ? BillingAbilities.VerifyDocument : BillingAbilities.None);

    public async Task<FirstLook> Run(CancellationToken stop)
    {
        try
        {
            SplynxReply customers = await line.Get(SplynxQuestions.Above(null, 1), stop);
            return customers switch
            {
                SplynxReply.Many { Rows: [var one] } => await Look(one, stop),
                SplynxReply.Many => Wrong("customers: there are none, or the API key may not see them"),
                _ => Trouble(customers, "customers"),
            };
        }
        catch (BadCellException bad)
        {
            return Wrong($"'{bad.Column}' {bad.Message}");
        }
    }

    private async Task<FirstLook> Look(JsonRow customer, CancellationToken stop)
    {
        CustomerId id = CustomerId.Of(customer);
        SplynxReply billing = await line.Get(SplynxQuestions.BillingOf(id) with { IsBulk = true }, stop);
        if (billing is not SplynxReply.One(var row))
        {
            return Trouble(billing, "billing");
        }

        string[] mistakes =
        [
            .. Lacks("customers", customer, CustomerReader.CustomerFields),
            .. Lacks("billing", row, CustomerReader.BillingFields),
            .. LacksAdditional(customer),
        ];
        return mistakes.Length > 0 ? new FirstLook.Wrong(mistakes) : await LookAtMoney(id, stop);
    }

    /// <summary>What this API key may not see the bot does without.</summary>
    private async Task<FirstLook> LookAtMoney(CustomerId id, CancellationToken stop)
    {
        foreach (
            (string kind, BillingAbilities ability) in new[]
            {
                (SplynxQuestions.Payments, BillingAbilities.Payments),
                (SplynxQuestions.Transactions, BillingAbilities.Charges),
            }
        )
        {
            SplynxQuestion question = SplynxQuestions.Movements(kind, id, "2000-01-01", "2100-01-01", 1, 0);
            switch (await line.Get(question with { IsBulk = true }, stop))
            {
                case SplynxReply.Failed failed:
                    return Trouble(failed, kind);
                case SplynxReply.Many:
                    break;
                default:
                    Abilities &= ~ability;
                    break;
            }
        }

        return new FirstLook.Well();
    }

    private static IEnumerable<string> Lacks(string name, JsonRow row, IReadOnlyList<string> fields)
    {
        if (fields.Where(field => !row.Has(field)).ToArray() is { Length: > 0 } lacking)
        {
            yield return $"Billing:Splynx, {name}: the answer lacks {string.Join(", ", lacking)}: another version of Splynx may call them otherwise.";
        }
    }

    private IEnumerable<string> LacksAdditional(JsonRow customer)
    {
        JsonRow? additional = customer.Row(CustomerReader.Additional);
        if (!CustomerReader.IsOwn(settings.NumberField) && additional?.Has(settings.NumberField) != true)
        {
            yield return $"Billing:Splynx:NumberField: customers have no additional field {settings.NumberField}.";
        }

        if (settings.DocumentField.Length > 0 && additional?.Has(settings.DocumentField) != true)
        {
            yield return $"Billing:Splynx:DocumentField: customers have no additional field {settings.DocumentField}.";
        }
    }

    private static FirstLook Trouble(SplynxReply reply, string name) =>
        reply is SplynxReply.Failed { Trouble: WebTrouble.Away } away
            ? new FirstLook.Away(away.Reason)
            : Wrong(reply.Words(name));

    private static FirstLook.Wrong Wrong(string what) => new([$"Billing:Splynx, {what}."]);
}
