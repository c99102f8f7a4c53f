using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace BalanceBot.Sandbox.BotApi;

/// <summary>A text and its entities, offsets in UTF-16 units.</summary>
internal sealed record Formatted(string Text, IReadOnlyList<Entity> Entities);

internal sealed record Entity(string Type, int Offset, int Length, string? Url)
{
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["type"] = Type,
            ["offset"] = Offset,
            ["length"] = Length,
        };
        if (Url is not null)
        {
            json["url"] = Url;
        }

        return json;
    }
}

/// <summary>Telegram's HTML (https://core.telegram.org/bots/api#html-style), as strict as the server reads it.</summary>
internal sealed class HtmlText
{
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["b"] = "bold",
        ["strong"] = "bold",
        ["i"] = "italic",
        ["em"] = "italic",
        ["u"] = "underline",
        ["ins"] = "underline",
        ["s"] = "strikethrough",
        ["strike"] = "strikethrough",
        ["del"] = "strikethrough",
        ["code"] = "code",
        ["pre"] = "pre",
        ["a"] = "text_link",
        ["tg-spoiler"] = "spoiler",
        ["span"] = "spoiler",
        ["blockquote"] = "blockquote",
        ["tg-emoji"] = "custom_emoji",
    };

    private readonly string html;
    private readonly StringBuilder text = new();
    private readonly List<Entity> entities = [];
    private readonly Stack<(string Tag, int Offset, string? Url)> open = new();
    private int at;

    private HtmlText(string html) => this.html = html;

    /// <summary>What it says, or Telegram's complaint.</summary>
    public static (Formatted? Text, string? Complaint) Parse(string html)
    {
        HtmlText parser = new(html);
        string? complaint = parser.Run();
        return complaint is null
            ? (
                new Formatted(
                    parser.text.ToString(),
                    [.. parser.entities.OrderBy(e => e.Offset).ThenByDescending(e => e.Length)]
                ),
                null
            )
            : (null, "can't parse entities: " + complaint);
    }

    private string? Run()
    {
        while (at < html.Length)
        {
            string? complaint = html[at] switch
            {
                '<' => Tag(),
                '&' => Reference(),
                _ => Character(),
            };
            if (complaint is not null)
            {
                return complaint;
            }
        }

        return open.Count == 0 ? null : $"Can't find end tag corresponding to start tag \"{open.Peek().Tag}\"";
    }

    private string? Character()
    {
        text.Append(html[at++]);
        return null;
    }

    /// <summary>Only these four and numbers are references; any other ampersand stands for itself.</summary>
    private string? Reference()
    {
        int end = html.IndexOf(';', at, Math.Min(12, html.Length - at));
        string reference = end < 0 ? "" : html[at..(end + 1)];
        bool known =
            reference is "&lt;" or "&gt;" or "&amp;" or "&quot;"
            || reference.StartsWith("&#", StringComparison.Ordinal);
        text.Append(known ? WebUtility.HtmlDecode(reference) : "&");
        at += known ? reference.Length : 1;
        return null;
    }

    private string? Tag()
    {
        int begin = at;
        int end = EndOfTag();
        if (end < 0)
        {
            return $"Unclosed start tag at byte offset {Bytes(begin)}";
        }

        string inside = html[(at + 1)..end];
        at = end + 1;
        return inside.StartsWith('/') ? Close(inside[1..].Trim(), begin) : Open(inside, begin);
    }

    /// <summary>A sign of the tag's end within quotes is part of the value.</summary>
    private int EndOfTag()
    {
        char? quote = null;
        for (int i = at; i < html.Length; i++)
        {
            if (quote is null && html[i] == '>')
            {
                return i;
            }

            quote =
                quote == html[i] ? null
                : quote is null && html[i] is '"' or '\'' ? html[i]
                : quote;
        }

        return -1;
    }

    private string? Open(string inside, int begin)
    {
        string[] parts = inside.Split(' ', 2, StringSplitOptions.TrimEntries);
        string tag = parts[0];
        if (!Tags.ContainsKey(tag))
        {
            return $"Unsupported start tag \"{tag}\" at byte offset {Bytes(begin)}";
        }

        if (tag == "span" && !(parts.Length == 2 && parts[1] is "class=\"tg-spoiler\"" or "class='tg-spoiler'"))
        {
            return $"Tag \"span\" must have class \"tg-spoiler\" at byte offset {Bytes(begin)}";
        }

        open.Push((tag, text.Length, tag == "a" && parts.Length == 2 ? Href(parts[1]) : null));
        return null;
    }

    private string? Close(string tag, int begin)
    {
        if (open.Count == 0)
        {
            return $"Unexpected end tag at byte offset {Bytes(begin)}";
        }

        (string opened, int offset, string? url) = open.Pop();
        if (tag.Length > 0 && tag != opened)
        {
            return $"Unmatched end tag at byte offset {Bytes(begin)}, expected \"</{opened}>\", found \"</{tag}>\"";
        }

        if (text.Length > offset && !(opened == "a" && url is null))
        {
            entities.Add(new Entity(Tags[opened], offset, text.Length - offset, url));
        }

        return null;
    }

    private static string? Href(string attributes)
    {
        int from = attributes.IndexOf("href=\"", StringComparison.Ordinal);
        int to = from < 0 ? -1 : attributes.IndexOf('"', from + 6);
        return to < 0 ? null : WebUtility.HtmlDecode(attributes[(from + 6)..to]);
    }

    private string Bytes(int offset) =>
        Encoding.UTF8.GetByteCount(html.AsSpan(0, offset)).ToString(CultureInfo.InvariantCulture);
}
