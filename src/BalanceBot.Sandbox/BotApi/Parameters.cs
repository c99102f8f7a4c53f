using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>A call's parameters, from the query, a form or JSON, as Telegram takes them.</summary>
internal sealed class Parameters
{
    private readonly Dictionary<string, JsonNode?> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SentFile> files = new(StringComparer.Ordinal);

    public static async Task<Parameters> Of(HttpRequest request)
    {
        Parameters parameters = new();
        foreach ((string name, var value) in request.Query)
        {
            parameters.values[name] = JsonValue.Create(value.ToString());
        }

        if (request.HasFormContentType)
        {
            IFormCollection form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            foreach ((string name, var value) in form)
            {
                parameters.values[name] = JsonValue.Create(value.ToString());
            }

            foreach (IFormFile file in form.Files)
            {
                using MemoryStream bytes = new();
                await file.CopyToAsync(bytes, request.HttpContext.RequestAborted);
                parameters.files[file.Name] = new SentFile(file.FileName, bytes.ToArray());
            }
        }
        else if (request.HasJsonContentType())
        {
            await parameters.ReadJson(request);
        }

        return parameters;
    }

    public string? Text(string name) =>
        values.GetValueOrDefault(name) is { } value
            ? value.GetValueKind() == JsonValueKind.String
                ? (string?)value
                : value.ToJsonString()
            : null;

    /// <summary>A part of a form that carries a file.</summary>
    public SentFile? File(string name) => files.GetValueOrDefault(name);

    public long? Long(string name) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;

    public int Int(string name, int otherwise) => (int)Math.Clamp(Long(name) ?? otherwise, int.MinValue, int.MaxValue);

    public bool Flag(string name) => Text(name) is "true" or "True" or "1";

    /// <summary>An object or array; in forms it comes as a text that holds JSON.</summary>
    public JsonNode? Json(string name)
    {
        JsonNode? value = values.GetValueOrDefault(name);
        try
        {
            return value?.GetValueKind() == JsonValueKind.String ? JsonNode.Parse((string)value!) : value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task ReadJson(HttpRequest request)
    {
        try
        {
            JsonNode? body = await JsonNode.ParseAsync(
                request.Body,
                cancellationToken: request.HttpContext.RequestAborted
            );
            foreach ((string name, JsonNode? value) in body as JsonObject ?? [])
            {
                values[name] = value;
            }
        }
        catch (JsonException)
        {
            // Telegram reads a body that is no JSON as no parameters.
            values.Clear();
        }
    }
}
