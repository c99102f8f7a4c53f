using System.Globalization;
using BalanceBot.Sandbox.ChatPage;

namespace BalanceBot.Tests.Sandbox.ChatPage;

/// <summary>A Telegram with no bot behind it: the test says what the bot says.</summary>
internal sealed class ScriptedWorld(TimeProvider time) : IChatWorld
{
    private static readonly IReadOnlyList<PageCommand> Commands =
    [
        new("start", "Start"),
        new("link", "Link a contract"),
        new("balance", "What is on my account"),
        new("contracts", "My contracts"),
        new("unlink", "Unlink a contract"),
        new("help", "How this works"),
        new("privacy", "What is kept about me"),
        new("cancel", "Stop what we are doing"),
    ];

    private readonly Lock _gate = new();
    private readonly List<PageChat> _chats = [];
    private readonly List<Action<PageEvent>> _watchers = [];
    private List<PageFault> _faults =
    [
        new("tooMany", "429 Too Many Requests", "Refuses with retry_after.", On: false, 5),
        new("html", "HTML page", "A proxy's page instead of JSON.", On: false),
    ];
    private int _lastId;

    /// <summary>What people did, in order, in words.</summary>
    public List<string> Deeds { get; } = [];

    public IReadOnlyList<PageChat> Chats()
    {
        lock (_gate)
        {
            return [.. _chats];
        }
    }

    public PagePerson AddPerson(string name, string language)
    {
        lock (_gate)
        {
            var person = new PagePerson(1000 + ++_lastId, name, language, Blocked: false, Commands);
            _chats.Add(new(person, [], Keyboard: null));
            Tell(new PageEvent.PersonChanged(person));
            return person;
        }
    }

    public bool Close(long person) =>
        With(
            person,
            chat =>
            {
                _chats.Remove(chat);
                Tell(new PageEvent.PersonGone(person));
            }
        );

    public bool Say(long person, string text)
    {
        lock (_gate)
        {
            return Deed(person, $"say {text}") && Show(person, Side.Person, text) > 0;
        }
    }

    public string? Press(long person, int message, int row, int column) =>
        Deed(person, $"press {message} {row} {column}") ? $"press-{message}" : null;

    public bool SendContact(long person, bool own) => Deed(person, own ? "contact own" : "contact other");

    public bool SendKind(long person, string kind) => Deed(person, $"send {kind}");

    public bool Edit(long person, int message, string text) => Deed(person, $"edit {message} {text}");

    public bool Block(long person, bool blocked) =>
        With(person, chat => Change(chat, chat with { Person = chat.Person with { Blocked = blocked } }))
        && Deed(person, blocked ? "block" : "unblock");

    public IReadOnlyList<PageFault> Faults()
    {
        lock (_gate)
        {
            return [.. _faults];
        }
    }

    public bool SwitchFault(string kind, bool on, int? seconds)
    {
        lock (_gate)
        {
            if (!_faults.Exists(fault => fault.Kind == kind))
            {
                return false;
            }
            _faults = [.. _faults.Select(f => f.Kind == kind ? f with { On = on, Seconds = seconds ?? f.Seconds } : f)];
            Tell(new PageEvent.FaultsChanged());
            return true;
        }
    }

    public IDisposable Watch(Action<PageEvent> told)
    {
        lock (_gate)
        {
            _watchers.Add(told);
        }
        return new Watching(() =>
        {
            lock (_gate)
            {
                _watchers.Remove(told);
            }
        });
    }

    public int BotSays(long person, string text, params string[][] buttons) =>
        Show(
            person,
            Side.Bot,
            text,
            [.. buttons.Select(row => row.Select(label => new PageButton(label, "d")).ToArray())]
        );

    public int Show(
        long person,
        Side from,
        string text,
        IReadOnlyList<IReadOnlyList<PageButton>>? buttons = null,
        IReadOnlyList<PageEntity>? entities = null
    )
    {
        lock (_gate)
        {
            var message = new PageMessage(++_lastId, from, time.GetUtcNow(), text)
            {
                Buttons = buttons ?? [],
                Entities = entities ?? [],
            };
            var chat = _chats.Single(c => c.Person.Id == person);
            _chats[_chats.IndexOf(chat)] = chat with { Messages = [.. chat.Messages, message] };
            Tell(new PageEvent.Shown(person, message));
            return message.Id;
        }
    }

    public void BotDeletes(long person, params int[] ids) =>
        With(
            person,
            chat =>
            {
                _chats[_chats.IndexOf(chat)] = chat with
                {
                    Messages = [.. chat.Messages.Where(m => !ids.Contains(m.Id))],
                };
                Tell(new PageEvent.Deleted(person, ids));
            }
        );

    public void BotAnswers(long person, int message, string? text) =>
        Tell(
            new PageEvent.Answered(
                person,
                string.Create(CultureInfo.InvariantCulture, $"press-{message}"),
                text,
                Alert: false
            )
        );

    public void BotSetsKeyboard(long person, PageKeyboard keyboard) =>
        With(
            person,
            chat =>
            {
                _chats[_chats.IndexOf(chat)] = chat with { Keyboard = keyboard };
                Tell(new PageEvent.KeyboardChanged(person, keyboard));
            }
        );

    private bool Deed(long person, string deed) => With(person, chat => Deeds.Add($"{chat.Person.Name}: {deed}"));

    private void Change(PageChat old, PageChat chat)
    {
        _chats[_chats.IndexOf(old)] = chat;
        Tell(new PageEvent.PersonChanged(chat.Person));
    }

    private bool With(long person, Action<PageChat> act)
    {
        lock (_gate)
        {
            if (_chats.Find(chat => chat.Person.Id == person) is not { } found)
            {
                return false;
            }
            act(found);
            return true;
        }
    }

    private void Tell(PageEvent happened)
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers)
            {
                watcher(happened);
            }
        }
    }

    private sealed class Watching(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
