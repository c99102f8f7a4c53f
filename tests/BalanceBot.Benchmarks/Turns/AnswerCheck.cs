using System.Text;
using System.Text.Json;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>Whether a message says what only this person may be told. Works on the bytes of the request: it is asked thousands of times a second.</summary>
internal static class AnswerCheck
{
    /// <summary>Null: it is right. Else what is wrong, without quoting anything.</summary>
    public static string? Mistake(Person person, Question question, ReadOnlySpan<byte> text) =>
        question.MustTellContract && !Holds(text, person.Contract) ? "the person's contract is not in the answer"
        : question.MustTellBalance && !Holds(text, person.Balance) ? "the person's balance is not in the answer"
        : null;

    /// <summary>As a word of its own: 23.45 is not in 123.45.</summary>
    public static bool Holds(ReadOnlySpan<byte> text, string word)
    {
        Span<byte> sought = stackalloc byte[word.Length];
        Encoding.ASCII.GetBytes(word, sought);
        while (text.IndexOf(sought) is var at and >= 0)
        {
            int end = at + sought.Length;
            bool begins = at == 0 || !IsOfWord(text[at - 1]);
            bool ends = end == text.Length || !IsOfWord(text[end]);
            if (begins && ends)
            {
                return true;
            }

            text = text[(at + 1)..];
        }

        return false;
    }

    /// <summary>The unescaped bytes of a JSON text: in an escape stand digits that nobody has said.</summary>
    public static ReadOnlySpan<byte> Unescaped(scoped ref Utf8JsonReader text)
    {
        if (!text.ValueIsEscaped && !text.HasValueSequence)
        {
            return text.ValueSpan;
        }

        byte[] copy = new byte[text.HasValueSequence ? checked((int)text.ValueSequence.Length) : text.ValueSpan.Length];
        return copy.AsSpan(0, text.CopyString(copy));
    }

    private static bool IsOfWord(byte c) => c is >= (byte)'0' and <= (byte)'9' or (byte)'C' or (byte)'.' or (byte)'-';
}
