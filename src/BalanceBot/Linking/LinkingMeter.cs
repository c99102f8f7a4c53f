using System.Diagnostics.Metrics;
using BalanceBot.Subscribers;

namespace BalanceBot.Linking;

/// <summary>How proofs end, in sum: which ends nobody outside may tell apart, an operator sees here as numbers.</summary>
internal static class LinkingMeter
{
    private static readonly Meter Meter = new("BalanceBot");

    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>(
        "balancebot.linking.attempts",
        "{attempt}",
        "Attempts to prove a contract, by way and by how they ended."
    );

    public static void Attempted(LinkWay way, string outcome) =>
        Attempts.Add(1, new("balancebot.linking.way", NameOf(way)), new("balancebot.outcome", outcome));

    /// <summary>Of whoever is linked and signs in for one question.</summary>
    public static void SignedIn(string outcome) =>
        Attempts.Add(1, new("balancebot.linking.way", "sign_in"), new("balancebot.outcome", outcome));

    private static string NameOf(LinkWay way) =>
        way switch
        {
            LinkWay.ContractAndDocument => "document",
            LinkWay.LoginAndPassword => "password",
            _ => "token",
        };
}
