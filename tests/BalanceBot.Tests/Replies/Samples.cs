using System.Text;
using BalanceBot.Billing;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Replies;

/// <summary>Made-up contracts, seen on Tuesday 24 November 2026 at 14:30 in Oslo.</summary>
internal static class Samples
{
    public const string Number = "700 123";
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 13, 30, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset LastYear = new(2025, 3, 2, 23, 30, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 11, 24);
    public static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    public static Voice VoiceOf(string language) => new Voices("en", Oslo).For(language);

    /// <summary>Of a provider with a page to pay at.</summary>
    public static Voice PayVoice(Voice voice) =>
        new Voices("en", Oslo, new TopUpLink("https://pay.example.com/?contract={contract}&sum={amount}", 1m)).For(
            voice.Language.Code
        );

    public static ContractSnapshot Monthly(string number, decimal balance) =>
        new(new ContractKey("uid-" + number), number, new Money(balance, "NOK"), Now)
        {
            Price = 150m,
            Period = new ChargePeriod.Monthly(),
            NextCharge = new DateOnly(2026, 12, 1),
        };

    public static ContractSnapshot Owing(ContractSnapshot contract, decimal debt) =>
        contract with
        {
            Balance = contract.Balance with { Amount = -debt },
        };

    public static ContractBalance Found(ContractSnapshot snapshot) =>
        new(snapshot.Number, new BillingAnswer<ContractSnapshot>.Found(snapshot));

    public static Link LinkTo(string number) =>
        new("uid-" + number, number, LinkWay.ContractAndDocument, Now.AddDays(-3));

    public static IReadOnlyList<Link> Links(int count) =>
        [.. Enumerable.Range(1, count).Select(i => LinkTo($"{700_000 + i}"))];

    /// <summary>Contracts in every state, unreachable and unknown ones among them.</summary>
    /// <summary>As told while the billing is away; every other one since yesterday.</summary>
    public static ContractBalance Remembered(ContractBalance one, int at) =>
        one.Answer is BillingAnswer<ContractSnapshot>.Found(var contract)
            ? one with
            {
                Answer = new BillingAnswer<ContractSnapshot>.Found(
                    contract with
                    {
                        IsRemembered = true,
                        AsOf = Now.AddDays(-(at % 2)),
                    }
                ),
            }
            : one;

    public static IReadOnlyList<ContractBalance> Many(int count, string tariff) =>
        [.. Enumerable.Range(1, count).Select(i => OneOfMany(i, tariff))];

    /// <summary>A message as a person sees it, and where its buttons lead.</summary>
    public static string Picture(Body.Text message)
    {
        StringBuilder picture = new(message.Html);
        foreach (IReadOnlyList<Button> row in message.Buttons)
        {
            picture.Append("\n[").AppendJoin("] [", row.Select(Picture)).Append(']');
        }

        foreach (IReadOnlyList<string> row in message.Keyboard ?? [])
        {
            picture.Append("\n<<").AppendJoin(">> <<", row).Append(">>");
        }

        return picture.Append('\n').ToString();
    }

    private static string Picture(Button button) =>
        button switch
        {
            Button.Callback(var label, var data) => $"{label} -> {data}",
            Button.Url(var label, var address) => $"{label} -> {address}",
            _ => throw new ArgumentOutOfRangeException(nameof(button)),
        };

    private static ContractBalance OneOfMany(int i, string tariff)
    {
        string number = $"{700_000 + i}";
        ContractSnapshot contract = Monthly(number, (i * 10) - 20) with
        {
            Tariff = tariff,
            State = (ContractState)((i % 5) + 1),
        };
        return (i % 7) switch
        {
            0 => new ContractBalance(number, new BillingAnswer<ContractSnapshot>.Unavailable("down")),
            1 => new ContractBalance(number, new BillingAnswer<ContractSnapshot>.NotFound()),
            _ => Found(contract),
        };
    }
}
