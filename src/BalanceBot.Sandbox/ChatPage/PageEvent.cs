namespace BalanceBot.Sandbox.ChatPage;

/// <summary>What happens in the world while a page looks on: a closed family.</summary>
internal abstract record PageEvent
{
    private PageEvent() { }

    /// <summary>A person came, or something of theirs other than messages changed.</summary>
    public sealed record PersonChanged(PagePerson Person) : PageEvent;

    public sealed record PersonGone(long Person) : PageEvent;

    /// <summary>A message is new or has a new state.</summary>
    public sealed record Shown(long Person, PageMessage Message) : PageEvent;

    public sealed record Deleted(long Person, IReadOnlyList<int> Ids) : PageEvent;

    public sealed record KeyboardChanged(long Person, PageKeyboard? Keyboard) : PageEvent;

    /// <summary>The bot answered a press.</summary>
    public sealed record Answered(long Person, string Callback, string? Text, bool Alert) : PageEvent;

    public sealed record FaultsChanged : PageEvent;
}
