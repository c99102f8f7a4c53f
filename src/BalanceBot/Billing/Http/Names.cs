namespace BalanceBot.Billing.Http;

/// <summary>Paths, fields and words of the contract, as docs/billing-http.yaml has them; a test compares both.</summary>
internal static class Names
{
    /// <summary>Of the contract: a change that an older side would misread makes another.</summary>
    public const int Spoken = 1;

    internal static class Paths
    {
        public const string About = "/about";
        public const string Find = "/find";
        public const string VerifyDocument = "/verify/document";
        public const string VerifyPassword = "/verify/password";
        public const string One = "/contracts/one";
        public const string Many = "/contracts/many";
        public const string Page = "/contracts/page";
        public const string Payments = "/payments";
        public const string Charges = "/charges";
        public const string Promise = "/promise";
        public const string TakePromise = "/promise/take";
    }

    internal static class Fields
    {
        public const string Version = "version";
        public const string Abilities = "abilities";
        public const string Error = "error";
        public const string Found = "found";
        public const string Result = "result";
        public const string Key = "key";
        public const string Keys = "keys";
        public const string Number = "number";
        public const string Typed = "typed";
        public const string Login = "login";
        public const string Document = "document";
        public const string Password = "password";
        public const string Contract = "contract";
        public const string Contracts = "contracts";
        public const string After = "after";
        public const string Size = "size";
        public const string More = "more";
        public const string Balance = "balance";
        public const string Currency = "currency";
        public const string Credit = "credit";
        public const string CreditUntil = "credit_until";
        public const string State = "state";
        public const string Tariff = "tariff";
        public const string Price = "price";
        public const string Period = "period";
        public const string NextCharge = "next_charge";
        public const string AutoPay = "autopay";
        public const string Services = "services";
        public const string Name = "name";
        public const string Change = "change";
        public const string From = "from";
        public const string To = "to";
        public const string AsOf = "as_of";
        public const string Holder = "holder";
        public const string Movements = "movements";
        public const string At = "at";
        public const string Amount = "amount";
        public const string Note = "note";
        public const string Status = "status";
        public const string Until = "until";
        public const string Why = "why";
        public const string IdempotencyKey = "idempotency_key";
    }
}
