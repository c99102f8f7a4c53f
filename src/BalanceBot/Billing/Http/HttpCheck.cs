using BalanceBot.Billing.Web;
using static BalanceBot.Billing.Http.Names;

namespace BalanceBot.Billing.Http;

/// <summary>The first look: reached, key accepted, a version that we speak, and what it can do.</summary>
internal sealed class HttpCheck(HttpLine line)
{
    private const BillingAbilities Linking = BillingAbilities.VerifyDocument | BillingAbilities.VerifyPassword;

    /// <summary>Until it has answered: people are asked as ever, and told that the billing is away.</summary>
    public BillingAbilities Abilities { get; private set; } = Linking;

    public async Task<FirstLook> Run(CancellationToken stop)
    {
        WebAnswer answer = await line.Ask(Paths.About, [], HttpPatience.Bulk, stop);
        return answer switch
        {
            WebAnswer.Unavailable { Trouble: WebTrouble.Away } away => new FirstLook.Away(away.Reason),
            WebAnswer.Unavailable nonsense => Wrong(nonsense.Reason),
            _ when HttpLine.Refusal(answer) is { } refusal => Wrong(refusal),
            WebAnswer.Json { Root: var root } when JsonRow.Of(root) is { } about => Read(about),
            _ => Wrong("its answer is no JSON object"),
        };
    }

    private FirstLook Read(JsonRow about)
    {
        try
        {
            long? version = about.Whole(Fields.Version);
            if (version != Spoken)
            {
                return Wrong(
                    version is null
                        ? $"its answer has no '{Fields.Version}': does another program answer there?"
                        : $"it speaks version {version} of the contract, and we version {Spoken}"
                );
            }

            BillingAbilities abilities = about
                .Texts(Fields.Abilities)
                .Aggregate(BillingAbilities.None, (all, word) => all | Ability(word));
            if ((abilities & Linking) == BillingAbilities.None)
            {
                return Wrong(
                    $"its '{Fields.Abilities}' have neither 'document' nor 'password': nobody could link a contract"
                );
            }

            Abilities = abilities;
            return new FirstLook.Well();
        }
        catch (BadCellException bad)
        {
            return Wrong($"'{bad.Column}' {bad.Message}");
        }
    }

    /// <summary>A word of a later version is none of ours.</summary>
    private static BillingAbilities Ability(string word) =>
        word switch
        {
            "document" => BillingAbilities.VerifyDocument,
            "password" => BillingAbilities.VerifyPassword,
            "payments" => BillingAbilities.Payments,
            "charges" => BillingAbilities.Charges,
            "promise" => BillingAbilities.Promise,
            _ => BillingAbilities.None,
        };

    private static FirstLook.Wrong Wrong(string what) => new([$"Billing:Http:Url, {Paths.About}: {what}."]);
}
