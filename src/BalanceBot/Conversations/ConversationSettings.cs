namespace BalanceBot.Conversations;

/// <summary>How the bot talks.</summary>
internal sealed class ConversationSettings
{
    /// <summary>A dialogue without an answer ends after so long. Range 1 min - 24 h.</summary>
    public TimeSpan DialogueEndsAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The language of a person whose own is not spoken here (IETF tag: en, nb).</summary>
    public string DefaultLanguage { get; set; } = "en";

    /// <summary>The time zone of dates and times in answers (IANA name).</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Contracts that one chat may be linked to. Range 1-50.</summary>
    public int MostContractsPerChat { get; set; } = 10;
}
