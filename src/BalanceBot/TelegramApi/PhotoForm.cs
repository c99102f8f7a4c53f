using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.TelegramApi;

/// <summary>A picture with its words as a form: a file goes in no other way (https://core.telegram.org/bots/api#sending-files).</summary>
internal static class PhotoForm
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static MultipartFormDataContent Of(ChatId chat, Body.Photo photo, bool paid)
    {
        MultipartFormDataContent form = new();
        Add(form, "chat_id", chat.Value.ToString(CultureInfo.InvariantCulture));
        Add(form, "caption", photo.Caption.Html);
        Add(form, "parse_mode", "Html");
        if (photo.Caption.Silent)
        {
            Add(form, "disable_notification", "true");
        }

        if (paid)
        {
            Add(form, "allow_paid_broadcast", "true");
        }

        if (photo.Caption.Buttons.Count > 0)
        {
            Add(form, "reply_markup", Markup(photo.Caption.Buttons));
        }

        ByteArrayContent picture = new(photo.Picture);
        picture.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(picture, "photo", "picture.png");
        return form;
    }

    private static void Add(MultipartFormDataContent form, string name, string value)
    {
        ByteArrayContent field = new(Encoding.UTF8.GetBytes(value));
        field.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = $"\"{name}\"" };
        form.Add(field);
    }

    private static string Markup(IReadOnlyList<IReadOnlyList<Button>> rows)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Plain))
        {
            MessageJson.Markup(json, rows);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
