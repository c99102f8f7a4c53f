namespace BalanceBot.Storage;

/// <summary>The store does not answer just now, and whoever asked cannot wait: nothing is known to be written. Ask again.</summary>
internal sealed class StoreAwayException(Exception? cause = null)
    : Exception("The store does not answer just now.", cause);
