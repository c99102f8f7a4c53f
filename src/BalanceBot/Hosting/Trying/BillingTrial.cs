using System.Globalization;
using BalanceBot.Billing;
using BalanceBot.Hosting.Settings;
using BalanceBot.Replies;

namespace BalanceBot.Hosting.Trying;

/// <summary>The billing from its settings to a page of its contracts, and one contract from its number to its history.</summary>
/// <param name="contract">As it was typed; null: none.</param>
internal sealed class BillingTrial(BotSettings settings, string? contract, TimeProvider time)
{
    public const string Area = "billing";
    private static readonly TimeSpan History = TimeSpan.FromDays(90);

    private readonly List<TrialLine> lines = [];

    public async Task<IReadOnlyList<TrialLine>> Try(CancellationToken stop)
    {
        await using ServiceProvider parts = Composition.ForBilling(settings, time);
        IReadOnlyList<string> mistakes = await parts.GetRequiredService<IBillingAdapter>().Begin(stop);
        if (mistakes.Count > 0)
        {
            return [.. mistakes.Select(mistake => new TrialLine(Area, TrialResult.Wrong, mistake))];
        }

        IBilling billing = parts.GetRequiredService<IBilling>();
        bool tellsAnybody = Composition.IsScanned(billing);
        if (await (tellsAnybody ? Page(billing, stop) : IsThere(billing, stop)))
        {
            lines.Add(Can(billing.Abilities));
            lines.AddRange(Composition.IdleWays(parts).Select(Idle));
            if (tellsAnybody)
            {
                await One(billing, stop);
            }
            else
            {
                lines.AddRange(Untried);
            }
        }

        return lines;
    }

    /// <summary>False: it does not answer, and nothing more needs to be asked.</summary>
    private async Task<bool> Page(IBilling billing, CancellationToken stop)
    {
        int size = settings.Scanning.PageSize;
        return await Ask(
            () => billing.Snapshots(null, size, stop),
            page =>
                page.Contracts.Count == 0
                    ? (TrialResult.Warning, "The billing answers, and has no contract that can be read.")
                    : (
                        TrialResult.Fine,
                        $"The billing answers: {Counted(page.Contracts.Count, "contract")} in one page of {Number(size)}."
                    ),
            "a page of contracts"
        );
    }

    /// <summary>Where nobody is told anything without a password, and none is ever taken here.</summary>
    private async Task<bool> IsThere(IBilling billing, CancellationToken stop) =>
        await Ask(
            () => billing.FindByLogin(contract ?? "balancebot", stop),
            _ =>
                (
                    TrialResult.Fine,
                    contract is null
                        ? "The billing answers."
                        : $"The billing answers; whether login {Outside.Plain(contract)} exists it tells with the password only."
                ),
            contract is null ? "whether it is there" : $"login {Outside.Plain(contract)}"
        );

    private async Task One(IBilling billing, CancellationToken stop)
    {
        if (contract is null)
        {
            lines.Add(
                new(
                    Area,
                    TrialResult.Note,
                    "No contract was tried: --contract <number> asks for one, up to its history."
                )
            );
            return;
        }

        ContractKey? key = null;
        await Ask(
            () => billing.FindByNumber(contract, stop),
            found =>
            {
                key = found;
                return (TrialResult.Fine, $"Contract {Outside.Plain(contract)} is found.");
            },
            $"contract {Outside.Plain(contract)}"
        );
        if (key is { } known)
        {
            await Ask(() => billing.Snapshot(known, stop), Told, "its balance");
            await Ask(() => billing.SnapshotsOf([known], stop), Many, "its balance among many");
            await Moved(billing, known, stop);
        }
    }

    private async Task Moved(IBilling billing, ContractKey key, CancellationToken stop)
    {
        DateTimeOffset now = time.GetUtcNow();
        Period period = new(now - History, now);
        if (billing.Abilities.HasFlag(BillingAbilities.Payments))
        {
            await Ask(() => billing.Payments(key, period, stop), some => Moves(some, "payment"), "its payments");
        }

        if (billing.Abilities.HasFlag(BillingAbilities.Charges))
        {
            await Ask(() => billing.Charges(key, period, stop), some => Moves(some, "charge"), "its charges");
        }

        if (billing.Abilities.HasFlag(BillingAbilities.Promise))
        {
            await Ask(() => billing.Promise(key, stop), Promise, "whether a payment can be promised");
        }
    }

    private async Task<bool> Ask<T>(
        Func<Task<BillingAnswer<T>>> question,
        Func<T, (TrialResult Result, string Text)> told,
        string what
    )
    {
        long begun = time.GetTimestamp();
        BillingAnswer<T> answer = await question();
        (TrialResult result, string text) = answer switch
        {
            BillingAnswer<T>.Found(var value) => told(value),
            BillingAnswer<T>.NotFound => (TrialResult.Wrong, $"The billing does not have {what}."),
            BillingAnswer<T>.Ambiguous => (
                TrialResult.Wrong,
                $"The billing has more than one of {what}: such a contract cannot be linked."
            ),
            BillingAnswer<T>.Refused => (TrialResult.Wrong, $"The billing refuses to tell {what}."),
            BillingAnswer<T>.Unavailable(var reason) => (
                TrialResult.Wrong,
                $"The billing did not tell {what}: {reason}."
            ),
            _ => throw new InvalidOperationException(answer.GetType().Name),
        };
        lines.Add(new(Area, result, text, time.Since(begun)));
        return answer is BillingAnswer<T>.Found;
    }

    /// <summary>Nothing that names a person.</summary>
    private static (TrialResult, string) Told(ContractSnapshot one)
    {
        string tariff = one.Tariff is null ? "no tariff" : "a tariff";
        string price = one.Price is null ? "no price" : "its price";
        string next = one.NextCharge is { } day ? $"the next charge on {day:yyyy-MM-dd}" : "no day of the next charge";
        string sum = one.Balance.Amount.ToString(CultureInfo.InvariantCulture);
        return (
            TrialResult.Fine,
            $"Its balance is {sum} {Outside.Plain(one.Balance.Currency)}, {one.State}; the billing tells {tariff}, {price} and {next}."
        );
    }

    private static (TrialResult, string) Many(IReadOnlyList<ContractSnapshot> some) =>
        some.Count == 1
            ? (TrialResult.Fine, "It is told among many, as scanning asks.")
            : (TrialResult.Wrong, "It is not told among many, as scanning asks: it would never be warned.");

    private static (TrialResult, string) Moves(IReadOnlyList<Movement> some, string word) =>
        (
            TrialResult.Fine,
            some.Count == 0
                ? $"It has no {word} in the last {History.Days} days."
                : $"It has {Counted(some.Count, word)} in the last {History.Days} days."
        );

    private static (TrialResult, string) Promise(PromisedPayment promise) =>
        (
            TrialResult.Fine,
            promise switch
            {
                PromisedPayment.Offered => "A payment can be promised for it.",
                PromisedPayment.Running => "A payment is promised for it.",
                PromisedPayment.NotRunning =>
                    "No payment is promised for it; whether one can be, the billing tells only to who signs in.",
                PromisedPayment.Denied(var why) => $"No payment can be promised for it now ({why}).",
                _ => throw new InvalidOperationException(promise.GetType().Name),
            }
        );

    private static IEnumerable<TrialLine> Untried =>
        [
            new(
                Area,
                TrialResult.Note,
                "No balance was tried: it tells one only to who signs in with the password of the web cabinet, and here none is asked for. Link a chat and ask /balance."
            ),
            new(
                Area,
                TrialResult.Warning,
                "It has no list of contracts: nobody is warned of a low balance, and no one-time links can be made."
            ),
        ];

    private static TrialLine Idle(string way) =>
        new(
            Area,
            TrialResult.Warning,
            $"Linking:{way} is true, but nobody can be proved that way by this billing: set it to false, or give the billing what it lacks."
        );

    private static TrialLine Can(BillingAbilities abilities)
    {
        (BillingAbilities Ability, string Words)[] all =
        [
            (BillingAbilities.VerifyDocument, "check a contract number and a document"),
            (BillingAbilities.VerifyPassword, "check a login and a password"),
            (BillingAbilities.Payments, "tell payments"),
            (BillingAbilities.Charges, "tell charges"),
            (
                BillingAbilities.Promise,
                abilities.HasFlag(BillingAbilities.PromiseBySignIn)
                    ? "take promised payments for who signs in with the password of the cabinet"
                    : "take promised payments"
            ),
        ];
        string can = string.Join(
            ", ",
            all.Where(one => (abilities & one.Ability) != BillingAbilities.None).Select(one => one.Words)
        );
        string cannot = string.Join(
            ", ",
            all.Where(one => (abilities & one.Ability) == BillingAbilities.None).Select(one => one.Words)
        );
        return new(
            Area,
            can.Length > 0 ? TrialResult.Note : TrialResult.Wrong,
            can.Length == 0 ? "It cannot check anybody's credentials, so no chat can be linked."
                : cannot.Length == 0 ? $"It can {can}."
                : $"It can {can}. It cannot {cannot}."
        );
    }

    private static string Counted(int many, string word) => many == 1 ? $"one {word}" : $"{Number(many)} {word}s";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
