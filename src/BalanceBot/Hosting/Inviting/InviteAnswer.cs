using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Linking;

namespace BalanceBot.Hosting.Inviting;

/// <summary>What --json prints, and what goes over the control socket. Scripts read it: names stay as they are.</summary>
/// <param name="Outcome">invited, notFound, ambiguous, unavailable or notReady.</param>
/// <param name="Contract">As the billing writes it; this and what follows only when invited.</param>
internal sealed record InviteAnswer(string Outcome, string? Contract, string? Url, DateTimeOffset? ExpiresAt)
{
    public const string Invited = "invited";

    public static InviteAnswer Of(InviteOutcome outcome) =>
        outcome switch
        {
            InviteOutcome.Invited(var number, var url, var until) => new InviteAnswer(Invited, number, url, until),
            InviteOutcome.NotFound => new InviteAnswer("notFound", null, null, null),
            InviteOutcome.Ambiguous => new InviteAnswer("ambiguous", null, null, null),
            InviteOutcome.Unavailable => new InviteAnswer("unavailable", null, null, null),
            InviteOutcome.NotReady => new InviteAnswer("notReady", null, null, null),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType().Name, "No such outcome"),
        };
}

[JsonSerializable(typeof(InviteAnswer))]
internal sealed partial class InviteJson : JsonSerializerContext
{
    /// <summary>For scripts, not for HTML: an apostrophe stays one.</summary>
    public static InviteJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
