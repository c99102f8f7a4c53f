using BalanceBot.Billing;
using BalanceBot.Tests.Billing;

namespace BalanceBot.Tests.Linking;

/// <summary>Billings that answer for another, are interrupted or away.</summary>
public sealed partial class LinkerTests
{
    private sealed class Listening : Confused
    {
        public List<string> Passwords { get; } = [];

        public override Task<BillingAnswer<VerifiedContract>> VerifyDocument(
            string number,
            string document,
            CancellationToken stop
        )
        {
            Passwords.Add(document);
            return base.VerifyDocument(number, document, stop);
        }
    }

    private class Confused : DoubleOfBilling
    {
        private static readonly VerifiedContract Other = new(new ContractKey("k9"), "700 999", "700 999");

        public override BillingAbilities Abilities => BillingAbilities.VerifyDocument;

        public override Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
            Task.FromResult<BillingAnswer<ContractKey>>(new BillingAnswer<ContractKey>.Found(new ContractKey("k0")));

        public override Task<BillingAnswer<ContractKey>> FindByLogin(string login, CancellationToken stop) =>
            FindByNumber(login, stop);

        public override Task<BillingAnswer<VerifiedContract>> VerifyDocument(
            string number,
            string document,
            CancellationToken stop
        ) => Task.FromResult<BillingAnswer<VerifiedContract>>(new BillingAnswer<VerifiedContract>.Found(Other));

        public override Task<BillingAnswer<VerifiedContract>> VerifyPassword(
            string login,
            string password,
            CancellationToken stop
        ) => VerifyDocument(login, password, stop);
    }

    /// <summary>Something happens while the billing is being asked.</summary>
    private sealed class Interrupted(Func<Task> meanwhile) : Confused
    {
        public override async Task<BillingAnswer<VerifiedContract>> VerifyDocument(
            string number,
            string document,
            CancellationToken stop
        )
        {
            await meanwhile();
            return await base.VerifyDocument(number, document, stop);
        }
    }

    private sealed class Away : Confused
    {
        public override Task<BillingAnswer<ContractKey>> FindByNumber(string number, CancellationToken stop) =>
            Task.FromResult<BillingAnswer<ContractKey>>(new BillingAnswer<ContractKey>.Unavailable("HTTP 502"));
    }
}
