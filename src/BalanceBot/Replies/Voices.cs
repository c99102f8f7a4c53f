using System.Collections.Frozen;

namespace BalanceBot.Replies;

/// <summary>A voice for each language, made once.</summary>
internal sealed class Voices
{
    private readonly FrozenDictionary<string, Voice> _voices;
    private readonly Voice _default;

    /// <param name="defaultLanguage">For people whose language is not spoken here; one of <see cref="Languages.Supported"/>.</param>
    /// <param name="zone">The operator's time zone, in which days begin and times are told.</param>
    /// <param name="topUp">Where to pay, if the provider has a page for it.</param>
    public Voices(string defaultLanguage, TimeZoneInfo zone, TopUpLink? topUp = null)
    {
        Language fallback =
            Languages.Find(defaultLanguage)
            ?? throw new ArgumentException(
                $"The language '{defaultLanguage}' is not supported. Supported: {string.Join(", ", Languages.Supported.Select(language => language.Code))}.",
                nameof(defaultLanguage)
            );
        _voices = Languages.Supported.ToFrozenDictionary(
            language => language.Code,
            language => new Voice(language, zone, topUp)
        );
        _default = _voices[fallback.Code];
    }

    /// <summary>By Telegram's <c>language_code</c> or a language chosen: en, en-GB, no, ... or null.</summary>
    public Voice For(string? languageCode) =>
        Languages.Find(languageCode) is { } language ? _voices[language.Code] : _default;
}

/// <summary>One line of Telegram's command menu.</summary>
internal sealed record MenuCommand(string Name, string Description);
