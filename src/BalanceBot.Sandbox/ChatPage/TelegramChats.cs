using System.Text.Json.Nodes;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>The imitated Telegram as the page sees it.</summary>
internal sealed class TelegramChats(TelegramWorld world) : IChatWorld
{
    private readonly PageFaults faults = new(world.Faults);
    private readonly List<Action<PageEvent>> watchers = [];
    private readonly Lock gate = new();

    public IReadOnlyList<PageChat> Chats() => [.. world.People().Select(Whole)];

    public PagePerson AddPerson(string name, string language) => Named(world.Chat(world.AddPerson(name, language).Id)!);

    public bool Close(long person) => world.ClosePerson(person);

    public bool Say(long person, string text) => world.Chat(person) is not null && world.PersonSays(person, text) > 0;

    public string? Press(long person, int message, int row, int column) =>
        world
            .History(person)
            .FirstOrDefault(m => m.Id == message)
            ?.Buttons.ElementAtOrDefault(row)
            ?.ElementAtOrDefault(column)
            ?.Data
            is { } data
            ? world.PersonPresses(person, message, data)
            : null;

    public bool SendContact(long person, bool own) =>
        world.Chat(person) is not null
        && world.PersonSendsContact(person, "+47 000 00 199", own ? person : person + 1) > 0;

    public bool SendKind(long person, string kind) =>
        world.Chat(person) is not null && world.PersonSendsKind(person, kind) > 0;

    public bool Edit(long person, int message, string text) => world.PersonEdits(person, message, text);

    public bool Block(long person, bool blocked) => world.PersonBlocks(person, blocked);

    public IReadOnlyList<PageFault> Faults() => faults.All();

    public bool SwitchFault(string kind, bool on, int? seconds)
    {
        if (!faults.Switch(kind, on, seconds))
        {
            return false;
        }

        lock (gate)
        {
            watchers.ForEach(told => told(new PageEvent.FaultsChanged()));
        }

        return true;
    }

    public IDisposable Watch(Action<PageEvent> told)
    {
        lock (gate)
        {
            watchers.Add(told);
        }

        IDisposable watching = world.Watch(happened =>
        {
            if (Of(happened) is { } page)
            {
                told(page);
            }
        });
        return new Watching(() =>
        {
            watching.Dispose();
            lock (gate)
            {
                watchers.Remove(told);
            }
        });
    }

    private PageEvent? Of(WorldEvent happened) =>
        happened switch
        {
            WorldEvent.PersonChanged(var chat) when world.Chat(chat) is { } state => new PageEvent.PersonChanged(
                Named(state)
            ),
            WorldEvent.PersonGone(var chat) => new PageEvent.PersonGone(chat),
            WorldEvent.Shown(var message) => new PageEvent.Shown(message.Chat, Drawn(message)),
            WorldEvent.Deleted(var chat, var message) => new PageEvent.Deleted(chat, [message]),
            WorldEvent.KeyboardChanged(var chat) => new PageEvent.KeyboardChanged(chat, Keyboard(world.Chat(chat))),
            WorldEvent.Answered(var chat, var callback, var text, var alert) => new PageEvent.Answered(
                chat,
                callback,
                text,
                alert
            ),
            _ => null,
        };

    private PageChat Whole(ChatState chat) =>
        new(Named(chat), [.. world.History(chat.Id).Select(Drawn)], Keyboard(chat));

    private PagePerson Named(ChatState chat) =>
        new(chat.Id, chat.Title, chat.Person?.LanguageCode ?? "", chat.Blocked, Commands(chat.Person?.LanguageCode));

    /// <summary>Telegram's order: the person's language, then the commands for all others.</summary>
    private IReadOnlyList<PageCommand> Commands(string? language)
    {
        JsonArray commands =
            world.Commands.GetValueOrDefault(language ?? "") ?? world.Commands.GetValueOrDefault("") ?? [];
        return [.. commands.Select(c => new PageCommand((string)c!["command"]!, (string)c["description"]!))];
    }

    private static PageKeyboard? Keyboard(ChatState? chat) =>
        chat?.Keyboard is { } rows
            ? new PageKeyboard([.. rows.Select(row => row.Select(word => new KeyboardButton(word)).ToArray())])
            : null;

    private static PageMessage Drawn(ChatMessage message) =>
        new(message.Id, message.FromBot ? Side.Bot : Side.Person, message.At, message.Text)
        {
            Kind = message.Kind,
            Picture = message.Picture is { } png ? $"data:image/png;base64,{Convert.ToBase64String(png)}" : null,
            File = message.File?.Name,
            Edited = message.Edited && !message.FromBot,
            Entities = [.. message.Entities.Select(e => new PageEntity(e.Type, e.Offset, e.Length, e.Url))],
            Buttons =
            [
                .. message.Buttons.Select(row => row.Select(b => new PageButton(b.Text, b.Data, b.Url)).ToArray()),
            ],
        };

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
