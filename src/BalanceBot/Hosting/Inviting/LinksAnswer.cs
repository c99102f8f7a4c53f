using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalanceBot.Hosting.Inviting;

/// <summary>What the cabinet is answered: a closed family.</summary>
internal abstract record LinksAnswer(int Status, string ContentType)
{
    public abstract byte[] Body();

    public sealed record Made(string Url, DateTimeOffset ExpiresAt)
        : LinksAnswer(StatusCodes.Status201Created, "application/json")
    {
        public override byte[] Body() =>
            JsonSerializer.SerializeToUtf8Bytes(new MadeLink(Url, ExpiresAt), LinksJson.Plain.MadeLink);
    }

    /// <summary>RFC 9457, with nothing beyond the status: what else there is to know stands in the description.</summary>
    public sealed record Problem(int Status, TimeSpan? RetryAfter = null)
        : LinksAnswer(Status, "application/problem+json")
    {
        public override byte[] Body() =>
            JsonSerializer.SerializeToUtf8Bytes(
                new ProblemBody(Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status), Status),
                LinksJson.Plain.ProblemBody
            );
    }
}

internal sealed record MadeLink(string Url, DateTimeOffset ExpiresAt);

internal sealed record ProblemBody(string Title, int Status);

/// <summary>{ "contract": "700 123" } and nothing else.</summary>
internal sealed record LinksBody(string? Contract)
{
    private const int LongestContract = 200;

    /// <summary>Null: it is not of this shape.</summary>
    public static string? ContractIn(ReadOnlySpan<byte> body)
    {
        try
        {
            LinksBody? read = JsonSerializer.Deserialize(body, LinksJson.Plain.LinksBody);
            return
                read?.Contract is { } contract
                && !string.IsNullOrWhiteSpace(contract)
                && contract.Length <= LongestContract
                ? contract
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSerializable(typeof(MadeLink))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(LinksBody))]
internal sealed partial class LinksJson : JsonSerializerContext
{
    public static LinksJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
                AllowDuplicateProperties = false,
                MaxDepth = 4,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
}
