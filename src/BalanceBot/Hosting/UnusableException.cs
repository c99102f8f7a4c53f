namespace BalanceBot.Hosting;

/// <summary>Something the operator must change. The message is one sentence for them, and holds no secret.</summary>
internal sealed class UnusableException(string sentence) : Exception(sentence);
