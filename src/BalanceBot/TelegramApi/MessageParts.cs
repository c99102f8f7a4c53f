using System.Globalization;
using System.Net.Http.Headers;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.TelegramApi;

/// <summary>Messages that carry a file, as the parts of a form (https://core.telegram.org/bots/api#sending-files).</summary>
internal static class MessageParts
{
    public static MultipartFormDataContent Document(ChatId chat, Body.Document document)
    {
        ByteArrayContent file = new(document.Bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent
        {
            { new StringContent(chat.Value.ToString(CultureInfo.InvariantCulture)), "chat_id" },
            { new StringContent(document.Caption), "caption" },
            { new StringContent("HTML"), "parse_mode" },
            { file, "document", document.FileName },
        };
    }
}
