using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace BalanceBot.Benchmarks.Turns.BotApi;

/// <summary>What the Bot API answers, written as bytes.</summary>
internal static class ApiAnswer
{
    public static ReadOnlySpan<byte> True => """{"ok":true,"result":true}"""u8;

    public static ReadOnlySpan<byte> Me =>
        """{"ok":true,"result":{"id":7000000001,"is_bot":true,"first_name":"Balance","username":"balance_test_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false}}"""u8;

    public static ReadOnlySpan<byte> Conflict =>
        """{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"}"""u8;

    public static ReadOnlySpan<byte> WebhookIsSet =>
        """{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}"""u8;

    public static ReadOnlySpan<byte> NoChat =>
        """{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}"""u8;

    public static byte[] Updates(IReadOnlyList<byte[]> updates)
    {
        ReadOnlySpan<byte> head = """{"ok":true,"result":["""u8;
        int commas = Math.Max(0, updates.Count - 1);
        byte[] answer = new byte[head.Length + updates.Sum(update => update.Length) + commas + 2];
        head.CopyTo(answer);
        int at = head.Length;
        foreach (byte[] update in updates)
        {
            if (at > head.Length)
            {
                answer[at++] = (byte)',';
            }

            update.CopyTo(answer, at);
            at += update.Length;
        }

        "]}"u8.CopyTo(answer.AsSpan(at));
        return answer;
    }

    public static byte[] WebhookInfo(Uri? url, int pending) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"ok":true,"result":{"url":"{{{url}}}","has_custom_certificate":false,"pending_update_count":{{{pending}}}}}"""
            )
        );

    /// <summary>The message that was sent, with its text and buttons, as Telegram gives it back.</summary>
    public static void Sent(IBufferWriter<byte> to, int messageId, long now, scoped in ApiCall call)
    {
        Span<byte> room = to.GetSpan(512 + call.RawText.Length + call.RawButtons.Length);
        Utf8.TryWrite(
            room,
            CultureInfo.InvariantCulture,
            $$$"""{"ok":true,"result":{"message_id":{{{messageId}}},"from":{"id":7000000001,"is_bot":true,"first_name":"Balance","username":"balance_test_bot"},"chat":{"id":{{{call.Chat}}},"first_name":"Anna","type":"private"},"date":{{{now}}},"text":""",
            out int at
        );
        at += Copy(call.RawText, room[at..]);
        if (!call.RawButtons.IsEmpty && call.RawButtons.IndexOf("inline_keyboard"u8) >= 0)
        {
            at += Copy(""","reply_markup":"""u8, room[at..]);
            at += Copy(call.RawButtons, room[at..]);
        }

        at += Copy("}}"u8, room[at..]);
        to.Advance(at);
    }

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }
}
