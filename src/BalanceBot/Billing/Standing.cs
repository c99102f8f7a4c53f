namespace BalanceBot.Billing;

/// <summary>
/// Whose a contract is and whether it is closed, in one short mark that is kept with each link: when it changes, whoever
/// proved the contract before has not proved this one. Pure.
/// </summary>
internal static class Standing
{
    private const char Between = ':';
    private const string Unknown = "-";
    private const string Open = "open";
    private const string Closed = "closed";

    public static string MarkOf(ContractSnapshot contract) =>
        string.Join(Between, KeyOf(contract) ?? Unknown, HashOf(contract) ?? Unknown, StateOf(contract));

    /// <summary>False: nothing speaks against the link. What either side does not know speaks against nobody.</summary>
    public static bool HasChanged(string? mark, ContractSnapshot contract)
    {
        if (Read(mark) is not { } kept)
        {
            return false;
        }

        bool isComparable = kept.Key == KeyOf(contract) && HashOf(contract) is not null;
        return (isComparable && kept.Hash != HashOf(contract)) || kept.State != StateOf(contract);
    }

    /// <summary>The mark knows less than the contract tells now, or was made with another key: it should be made anew.</summary>
    public static bool IsOutdated(string? mark, ContractSnapshot contract) =>
        Read(mark) is not { } kept || (contract.Holder is not null && kept.Key != KeyOf(contract));

    private static (string Key, string Hash, string State)? Read(string? mark) =>
        mark?.Split(Between) is [string key, string hash, string state] ? (key, hash, state) : null;

    /// <summary>An adapter's mark of the holder is "key:hash": hashes of different keys cannot be compared.</summary>
    private static string? KeyOf(ContractSnapshot contract) => contract.Holder?.Split(Between)[0];

    private static string? HashOf(ContractSnapshot contract) => contract.Holder?.Split(Between)[^1];

    private static string StateOf(ContractSnapshot contract) => contract.State == ContractState.Closed ? Closed : Open;
}
