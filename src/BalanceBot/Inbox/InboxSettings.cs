namespace BalanceBot.Inbox;

/// <summary>How updates are received and handled.</summary>
internal sealed class InboxSettings
{
    /// <summary>Chats handled at the same time. Range 1-1000.</summary>
    public int MostAtOnce { get; set; } = 256;

    /// <summary>One update may take so long before it counts as failed. Range 1 s - 5 min.</summary>
    public TimeSpan HandlerDeadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>So many failures, and an update is put into the quarantine. Range 1-10.</summary>
    public int Tries { get; set; } = 3;

    /// <summary>A larger update is put into the quarantine unread, in bytes. Range 16 KiB - 16 MiB.</summary>
    public int LargestUpdateBytes { get; set; } = 256 * 1024;

    /// <summary>A turn that takes longer is stored, so that the next updates need not wait for it. Range 1 ms - 5 s.</summary>
    public TimeSpan StragglerAfter { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>With so many updates waiting in memory no new ones are asked for. Range 100-100000.</summary>
    public int LaneLimit { get; set; } = 1000;
}
