namespace BalanceBot.Replies;

/// <summary>Buttons of promised payments.</summary>
internal static partial class Presses
{
    public const string Promise = "promise";
    public const string PromiseNo = "promise:no";
    private const string PromiseForPrefix = "promise:";
    private const string PromiseYesPrefix = "promise:yes:";

    /// <summary>What can be had for this contract?</summary>
    public static string PromiseFor(string contractKey) => PromiseForPrefix + Tag(contractKey);

    /// <summary>Yes to these terms and no others.</summary>
    public static string PromiseYes(PromiseOffer offer) => $"{PromiseYesPrefix}{Tag(offer.ContractKey)}:{offer.Tag}";

    private static Press? ReadPromise(string data) =>
        data.Split(':') switch
        {
            [_, "yes", var tag, var terms] when IsTag(tag) && IsTag(terms) => new Press.PromiseYes(tag, terms),
            [_, var tag] when IsTag(tag) => new Press.PromiseFor(tag),
            _ => null,
        };
}
