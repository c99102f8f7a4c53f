namespace BalanceBot.Storage;

/// <summary>
/// A store keeps one sealed word for each key that it may need ("probe"), written before the first value of that key.
/// So whoever opens it learns at once whether all of it can be read.
/// </summary>
internal static class KeyProbes
{
    /// <summary>The ids of the rows begin so, in every engine.</summary>
    public const string Prefix = "key ";

    public static string RowOf(string keyId) => Prefix + keyId;

    /// <summary>Null: there is no key.</summary>
    public static byte[]? New(KeyRing keys) =>
        keys.CurrentId is { } id ? keys.Close(SealedPlace.OfProbe(id), SealedPlace.OfProbe(id)) : null;

    /// <summary>Throws a sentence for the operator when something in the store could not be opened.</summary>
    /// <param name="found">Rows by their ids.</param>
    /// <param name="place">"The data file ...".</param>
    public static void Check(KeyRing keys, IEnumerable<(string Row, byte[] Sealed)> found, string place)
    {
        foreach ((string row, byte[] closed) in found)
        {
            string id = row[Prefix.Length..];
            if (!keys.Knows(id))
            {
                throw new StoreUnusableException(
                    keys.CurrentId is null
                        ? $"{place} was sealed with a key ({id}) and none is set: set Storage:KeyFile to the file that holds it. Nothing was changed."
                        : $"{place} was sealed with another key ({id}): give it in Storage:OldKeyFiles until BalanceBot rotate-key has ended, or set Storage:KeyFile back to it. Nothing was changed."
                );
            }

            if (!Opens(keys, id, closed))
            {
                throw new StoreUnusableException(
                    $"{place} has a damaged probe of the key {id}: put a backup there. Nothing was changed."
                );
            }
        }
    }

    private static bool Opens(KeyRing keys, string id, byte[] closed)
    {
        try
        {
            return keys.Open(SealedPlace.OfProbe(id), closed) == SealedPlace.OfProbe(id);
        }
        catch (Exception broken) when (broken is SealBrokenException or StoreUnusableException)
        {
            return false;
        }
    }
}
