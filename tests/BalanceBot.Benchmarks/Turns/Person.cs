using System.Globalization;
using System.Text;

namespace BalanceBot.Benchmarks.Turns;

/// <summary>A subscriber made up by a number: a chat, a contract of their own, its document and a balance that few others have.</summary>
internal sealed class Person(int number)
{
    private const int Sums = 997;
    private const long FirstChat = 1_000_000_000;

    public int Number { get; } = number;
    public long Chat { get; } = FirstChat + number;
    public string Contract { get; } = string.Create(CultureInfo.InvariantCulture, $"C{number:D7}");
    public string Document { get; } = string.Create(CultureInfo.InvariantCulture, $"{4_500_000_000 + number}");

    /// <summary>Below a thousand: no bot writes it with a mark between the digits.</summary>
    public string Balance { get; } =
        string.Create(CultureInfo.InvariantCulture, $"{1 + (number % Sums)}.{number / Sums % 100:D2}");

    /// <summary>Somebody has asked for this person, and waits.</summary>
    public Question? Asked { get; set; }

    public int Said { get; set; }

    public static int NumberOf(long chat) => (int)(chat - FirstChat);

    public static IReadOnlyList<Person> Make(int count) => [.. Enumerable.Range(0, count).Select(n => new Person(n))];

    /// <summary>The billing file that all bots read.</summary>
    public static Task WriteContracts(string file, IEnumerable<Person> people, CancellationToken stop) =>
        File.WriteAllLinesAsync(
            file,
            ["contract,document,balance", .. people.Select(p => $"{p.Contract},{p.Document},{p.Balance}")],
            stop
        );

    /// <summary>A message of theirs as Telegram would deliver it.</summary>
    public byte[] Update(long updateId, string words, long now)
    {
        string entities = words[0] == '/' ? Command(words.Length) : "";
        return Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""
                {"update_id":{{{updateId}}},"message":{"message_id":{{{++Said}}},"from":{"id":{{{Chat}}},"is_bot":false,"first_name":"Anna","language_code":"en"},"chat":{"id":{{{Chat}}},"first_name":"Anna","type":"private"},"date":{{{now}}},"text":"{{{words}}}"{{{entities}}}}}
                """
            )
        );
    }

    private static string Command(int length) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$""","entities":[{"offset":0,"length":{{{length}}},"type":"bot_command"}]"""
        );
}

/// <summary>What was asked, when, and what the answer must hold.</summary>
internal sealed record Question(string Words, bool MustTellBalance, bool MustTellContract, long AskedAt);
