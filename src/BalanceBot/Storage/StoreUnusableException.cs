namespace BalanceBot.Storage;

/// <summary>The store cannot be used (any more). The message is one sentence for the operator: what, where, what to do.</summary>
internal sealed class StoreUnusableException(string sentence, Exception? cause = null) : Exception(sentence, cause);
