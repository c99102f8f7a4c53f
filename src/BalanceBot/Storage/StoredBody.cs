using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Outbox;

namespace BalanceBot.Storage;

/// <summary>A message's body as it is stored: JSON, sealed, for it tells a balance.</summary>
/// <param name="Kind">text, photo, document, edit or delete.</param>
/// <param name="Picture">Of a photo.</param>
internal sealed record StoredBody(
    string Kind,
    int? MessageId,
    StoredText? Text,
    byte[]? Picture = null,
    StoredDocument? Document = null
)
{
    public static string Write(Body body) => JsonSerializer.Serialize(Of(body), StoredBodyJson.Default.StoredBody);

    /// <summary>Null when it was written by a version that we do not know.</summary>
    public static Body? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoredBodyJson.Default.StoredBody)?.ToBody();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StoredBody Of(Body body) =>
        body switch
        {
            Body.Text text => new StoredBody("text", null, StoredText.Of(text)),
            Body.Photo photo => new StoredBody("photo", null, StoredText.Of(photo.Caption), photo.Picture),
            Body.Edit edit => new StoredBody("edit", edit.MessageId, StoredText.Of(edit.NewText)),
            Body.Delete delete => new StoredBody(
                "delete",
                delete.MessageId,
                delete.IfRefused is { } text ? StoredText.Of(text) : null
            ),
            Body.Document file => new StoredBody(
                "document",
                null,
                null,
                null,
                new StoredDocument(file.FileName, file.Bytes, file.Caption)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(body), body.GetType().Name, "No stored form"),
        };

    private Body? ToBody() =>
        this switch
        {
            { Kind: "text", Text: { } text } => text.ToText(),
            { Kind: "photo", Text: { } text, Picture: { } picture } => new Body.Photo(picture, text.ToText()),
            { Kind: "edit", Text: { } text, MessageId: { } id } => new Body.Edit(id, text.ToText()),
            { Kind: "delete", MessageId: { } id } => new Body.Delete(id, Text?.ToText()),
            { Kind: "document", Document: { } file } => new Body.Document(file.Name, file.Bytes, file.Caption),
            _ => null,
        };
}

internal sealed record StoredDocument(string Name, byte[] Bytes, string Caption);

internal sealed record StoredText(
    string Html,
    List<List<StoredButton>> Buttons,
    List<List<string>>? Keyboard,
    bool Silent
)
{
    public static StoredText Of(Body.Text text) =>
        new(
            text.Html,
            [.. text.Buttons.Select(row => row.Select(StoredButton.Of).ToList())],
            text.Keyboard is { } keyboard ? [.. keyboard.Select(row => row.ToList())] : null,
            text.Silent
        );

    public Body.Text ToText() =>
        new(Html)
        {
            Buttons = [.. Buttons.Select(row => row.ConvertAll(button => button.ToButton()))],
            Keyboard = Keyboard,
            Silent = Silent,
        };
}

/// <summary>Either data or an address.</summary>
internal sealed record StoredButton(string Label, string? Data, string? Address)
{
    public static StoredButton Of(Button button) =>
        button switch
        {
            Button.Callback callback => new StoredButton(callback.Label, callback.Data, null),
            Button.Url url => new StoredButton(url.Label, null, url.Address),
            _ => throw new ArgumentOutOfRangeException(nameof(button), button.GetType().Name, "No stored form"),
        };

    public Button ToButton() =>
        Address is null ? new Button.Callback(Label, Data ?? "") : new Button.Url(Label, Address);
}

[JsonSerializable(typeof(StoredBody))]
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class StoredBodyJson : JsonSerializerContext;
