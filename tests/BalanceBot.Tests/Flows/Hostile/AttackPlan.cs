using BalanceBot.Linking;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>One guess from each chat, at the same time.</summary>
/// <param name="At">After the first wave.</param>
/// <param name="Checked">How many of its guesses are checked; the others meet a lock.</param>
internal sealed record Wave(int Number, TimeSpan At, int Checked)
{
    /// <summary>Nothing would be checked: then they guess right, and must not get in all the same.</summary>
    public bool GuessesRight => Checked == 0;
}

/// <summary>
/// When the guessers guess, and a model of how many guesses are checked: one chat stands for all chats, and one contract for
/// all contracts, for each of them does and suffers the same.
/// </summary>
internal static class AttackPlan
{
    public const int Chats = 1000;
    public const int Contracts = 50;

    /// <summary>Between, just before and just after the ends of locks of 15 minutes, an hour and a day.</summary>
    private static readonly int[] Minutes = [0, 1, 20, 21, 90, 91, 120, 26 * 60, (26 * 60) + 1, (26 * 60) + 2];

    public static int Guesses => Chats * Minutes.Length;

    public static int ContractOf(int chat, int wave) => (chat + (wave * 7)) % Contracts;

    public static IReadOnlyList<Wave> Waves(AttemptPolicy policy)
    {
        DateTimeOffset begin = DateTimeOffset.UnixEpoch;
        AttemptRecord? chat = null;
        AttemptRecord? contract = null;
        List<Wave> waves = [];
        foreach (int minutes in Minutes)
        {
            DateTimeOffset now = begin.AddMinutes(minutes);
            chat = policy.Count(chat, "chat", waves.Count, now);
            int open = 0;
            // Who is locked counts against no contract.
            for (int guess = 0; chat.LastVerdict == AttemptVerdict.Allowed && guess < Chats / Contracts; guess++)
            {
                contract = policy.Count(contract, "contract", guess, now);
                open += contract.LastVerdict == AttemptVerdict.Allowed ? 1 : 0;
            }

            waves.Add(new Wave(waves.Count, now - begin, open * Contracts));
        }

        return waves;
    }
}
