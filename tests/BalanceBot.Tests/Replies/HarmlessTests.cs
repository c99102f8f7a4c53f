using System.Text;
using System.Xml.Linq;
using BalanceBot.Outbox;
using BalanceBot.Replies;
using BalanceBot.Warnings;
using CsCheck;

namespace BalanceBot.Tests.Replies;

/// <summary>Telegram takes every message, whatever a billing system holds.</summary>
public sealed class HarmlessTests
{
    /// <summary>https://core.telegram.org/bots/api#html-style</summary>
    private static readonly HashSet<string> TelegramsTags =
    [
        "b",
        "strong",
        "i",
        "em",
        "u",
        "ins",
        "s",
        "strike",
        "del",
        "tg-spoiler",
        "a",
        "code",
        "pre",
        "blockquote",
    ];

    public static TheoryData<string> Hostile() =>
        [
            Samples.Number,
            "<b>&\"'</i>&#60;script&gt;",
            "\u202E321\u2066\u200F\u061C\u200B",
            "{0} {1} | {",
            "a\nb\r\n\tc\0d\u2028e",
            "\uD800 lone \uDC00",
            "",
            new string('x', 10_000),
            string.Concat(Enumerable.Repeat("&<>\"", 2_500)),
            string.Concat(Enumerable.Repeat("👨‍👩‍👧", 2_000)),
        ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Every_message_is_taken_whatever_a_contract_number_a_tariff_and_a_service_hold(string outside)
    {
        foreach (Language language in Languages.Supported)
        {
            foreach ((string name, Func<Voice, Body.Text> say) in Scenes.With(outside, outside, outside))
            {
                IsTaken(say(Samples.VoiceOf(language.Code)), $"{language.Code}/{name}");
            }
        }
    }

    [Fact]
    public void Any_text_from_outside_is_harmless() =>
        Gen.String.Sample(outside =>
        {
            Body.Text linked = Samples.VoiceOf("en").Linked(outside);
            IsTaken(linked, "Linked");
            Assert.DoesNotContain('\n', linked.Html);
        });

    [Fact]
    public void Marks_that_turn_the_reading_direction_are_taken_out() =>
        Assert.Equal("a321b", Outside.Plain("\u202Ea\u2066321\u200F\u061Cb\u202C"));

    [Fact]
    public void A_text_from_outside_is_one_line_and_cut_at_a_length()
    {
        Assert.Equal("a b c", Outside.Plain("  a\r\n\t b\u00A0\u2003c \n"));
        Assert.Equal(new string('x', 64) + "…", Outside.Plain(new string('x', 10_000)));
        Assert.Equal(new string('x', 63) + "…", Outside.Plain(new string('x', 63) + "😀😀"));
    }

    [Fact]
    public void A_label_of_a_button_is_not_escaped_for_it_is_no_HTML() =>
        Assert.Equal("A & <B>", Samples.VoiceOf("en").ChooseUnlink([Samples.LinkTo("A & <B>")]).Buttons[0][0].Label);

    /// <summary>Telegram shows a longer label with its end cut off, beside another button sooner.</summary>
    [Fact]
    public void A_label_can_be_read_on_a_phone()
    {
        foreach (Language language in Languages.Supported)
        {
            IEnumerable<IReadOnlyList<Button>> rows = Scenes.All.Values.SelectMany(say =>
                say(Samples.VoiceOf(language.Code)).Buttons
            );
            Assert.All(
                rows,
                row => Assert.InRange(row.Sum(button => button.Label.Length), 1, row.Count == 1 ? 42 : 40)
            );
            Assert.All(
                rows.SelectMany(row => row.Select(button => (button.Label, row.Count))),
                button => Assert.InRange(button.Label.Length, 1, 46 / button.Count)
            );
        }
    }

    [Fact]
    public void However_many_contracts_and_zones_there_are_each_has_a_switch_and_all_fits()
    {
        WarningView[] contracts =
        [
            .. Enumerable.Range(1, 50).Select(i => new WarningView(Samples.LinkTo($"{i}"), "NOK", null)),
        ];
        string[] zones = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Take(300)];
        Voice voice = Samples.VoiceOf("nb");

        Body.Text page = voice.Warnings(new WarningPage(new Wishes(), contracts, zones, Samples.Now));

        IsTaken(page, "Warnings");
        IsTaken(voice.ChooseZone(zones), "ChooseZone");
        IEnumerable<string> data = page.Buttons.SelectMany(row => row).Cast<Button.Callback>().Select(one => one.Data);
        Assert.Superset(
            contracts
                .Select(view => Presses.Contract(view.Link.ContractKey, on: false))
                .ToHashSet(StringComparer.Ordinal),
            data.ToHashSet(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_contract_number_is_shown_as_it_is() =>
        Assert.Equal(
            "Contract <b>A &amp; &lt;B&gt;</b> is linked to this chat.",
            Samples.VoiceOf("en").Linked("A & <B>").Html
        );

    /// <summary>A call would differ by its arguments: there are none, so that no caller can tell the reasons apart.</summary>
    [Theory]
    [InlineData("en")]
    [InlineData("nb")]
    public void Whatever_was_wrong_with_a_proof_the_answer_is_one_text_byte_for_byte(string language)
    {
        Assert.Empty(typeof(Voice).GetMethod(nameof(Voice.NotProved))!.GetParameters());
        byte[] first = Bytes(new Voices("en", Samples.Oslo).For(language));
        byte[] second = Bytes(new Voices(language, TimeZoneInfo.Utc).For(language));
        Assert.Equal(first, second);

        static byte[] Bytes(Voice voice) => Encoding.UTF8.GetBytes(Samples.Picture(voice.NotProved()));
    }

    [Fact]
    public void A_toast_is_short_and_without_markup()
    {
        foreach (Voice voice in Languages.Supported.Select(language => Samples.VoiceOf(language.Code)))
        {
            Assert.All(
                [voice.WaitABitToast()],
                toast => Assert.True(toast.Length is > 0 and <= 200 && !toast.AsSpan().ContainsAny("<>&"))
            );
        }
    }

    private static void IsTaken(Body.Text message, string name)
    {
        Assert.True(message.Html.Length is > 0 and <= 4096, $"{name}: {message.Html.Length} characters");
        Assert.DoesNotContain('\0', message.Html);
        Assert.All(
            XElement.Parse($"<all>{message.Html}</all>", LoadOptions.PreserveWhitespace).Descendants(),
            tag => Assert.Contains(tag.Name.LocalName, TelegramsTags)
        );
        Assert.True(
            message.Buttons.Count == 0 || message.Keyboard is null,
            $"{name}: Telegram takes only one of the two"
        );
        Assert.True(message.Buttons.Sum(row => row.Count) <= 100, $"{name}: too many buttons");
        Assert.All(message.Buttons, row => Assert.InRange(row.Count, 1, 8));
        Assert.All(message.Buttons.SelectMany(row => row), IsTaken);
    }

    private static void IsTaken(Button button)
    {
        Assert.InRange(button.Label.Length, 1, 128);
        if (button is Button.Url(_, var address))
        {
            Assert.True(Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme == "https", address);
            Assert.InRange(address.Length, 1, 2048);
        }

        if (button is Button.Callback(_, var data))
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
            Assert.NotNull(Presses.Read(data));
        }
    }
}
