using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BalanceBot.Hosting.Trying;

internal enum TrialResult
{
    Fine = 1,

    /// <summary>Not tried, or of no harm: worth knowing.</summary>
    Note,

    /// <summary>The bot works with it, but worse than it could.</summary>
    Warning,

    /// <summary>The bot cannot work, or not for all, until it is put right.</summary>
    Wrong,
}

/// <summary>What one try came to. Scripts read it: names stay as they are.</summary>
/// <param name="Area">telegram, webhook, storage, billing, clock, timeZone or settings.</param>
/// <param name="Text">A sentence for the operator, without a secret.</param>
/// <param name="Milliseconds">How long the answer took; null: nothing was asked.</param>
internal sealed record TrialLine(string Area, TrialResult Result, string Text, long? Milliseconds = null);

/// <param name="Fine">Nothing is wrong; there may be warnings.</param>
internal sealed record TrialReport(bool Fine, IReadOnlyList<TrialLine> Lines)
{
    public static TrialReport Of(IReadOnlyList<TrialLine> lines) =>
        new(lines.All(line => line.Result != TrialResult.Wrong), lines);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TrialReport))]
internal sealed partial class TrialJson : JsonSerializerContext
{
    /// <summary>For terminals and scripts, not for HTML.</summary>
    public static TrialJson Plain { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                Converters = { new JsonStringEnumConverter<TrialResult>(JsonNamingPolicy.CamelCase) },
            }
        );
}
