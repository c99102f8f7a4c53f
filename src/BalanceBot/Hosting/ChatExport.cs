using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalanceBot.Conversations;
using BalanceBot.Linking;
using BalanceBot.Outbox;
using BalanceBot.Scanning;
using BalanceBot.Subscribers;
using BalanceBot.Warnings;

namespace BalanceBot.Hosting;

/// <summary>Reads what every part keeps of one chat. What a person has typed into an open dialogue is not told: only that.</summary>
internal sealed class ChatExport(
    ITurnStore turns,
    IScanStore scans,
    IOutboxStore outbox,
    IAuditStore audit,
    TimeProvider time
) : IExport
{
    private const int MostEntries = 10_000;

    /// <summary>Of all chats of a contract together.</summary>
    private const int MostDecisions = 5_000;

    public async Task<byte[]> Of(Session session, Subscriber subscriber)
    {
        ChatId chat = subscriber.Chat;
        IReadOnlyDictionary<string, Episode> episodes = await turns.Episodes(subscriber);
        List<ExportedContract> contracts = [];
        foreach (Link link in subscriber.Links)
        {
            IReadOnlyList<(ChatId Chat, Recorded Decision)> all = await scans.Decisions(
                link.ContractKey,
                MostDecisions
            );
            contracts.Add(
                new ExportedContract(
                    link,
                    episodes.GetValueOrDefault(link.ContractKey, Episode.Fresh),
                    [.. all.Where(one => one.Chat == chat).Select(one => one.Decision)]
                )
            );
        }

        ExportedChat file = new(
            time.GetUtcNow(),
            chat.Value,
            subscriber.Language,
            subscriber.HeardLanguage ?? session.Language,
            subscriber.Reachable,
            new ExportedDialogue(session.State, session.EndsAt, HoldsWhatYouTyped: session.Draft is not null),
            subscriber.Warnings,
            contracts,
            [.. (await outbox.WaitingFor(chat)).Select(ExportedMessage.Of)],
            [.. (await audit.AuditOf(chat, MostEntries)).Select(ExportedEntry.Of)]
        );
        return JsonSerializer.SerializeToUtf8Bytes(file, ExportJson.Readable.ExportedChat);
    }
}

// What stands in the file: people and programs read it, names stay as they are.

internal sealed record ExportedChat(
    DateTimeOffset ExportedAt,
    long Chat,
    string? LanguageChosen,
    string? LanguageHeard,
    bool Reachable,
    ExportedDialogue Dialogue,
    WarningChoices Warnings,
    IReadOnlyList<ExportedContract> Contracts,
    IReadOnlyList<ExportedMessage> MessagesWaiting,
    IReadOnlyList<ExportedEntry> Audit
);

internal sealed record ExportedDialogue(State State, DateTimeOffset? EndsAt, bool HoldsWhatYouTyped);

internal sealed record ExportedContract(Link Link, Episode Remembered, IReadOnlyList<Recorded> Decisions);

internal sealed record ExportedMessage(string Kind, string? Html)
{
    public static ExportedMessage Of(Outgoing message) =>
        message.Body switch
        {
            Body.Text text => new ExportedMessage("text", text.Html),
            Body.Edit edit => new ExportedMessage("edit", edit.NewText.Html),
            Body.Delete => new ExportedMessage("delete", null),
            _ => new ExportedMessage("file", null),
        };
}

internal sealed record ExportedEntry(DateTimeOffset At, AuditKind Kind, string? Contract, LinkWay? Way, string? Detail)
{
    public static ExportedEntry Of(AuditEntry entry) =>
        new(entry.At, entry.Kind, entry.ContractKey, entry.Way, entry.Detail);
}

[JsonSerializable(typeof(ExportedChat))]
internal sealed partial class ExportJson : JsonSerializerContext
{
    public static ExportJson Readable { get; } =
        new(
            new JsonSerializerOptions
            {
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
                WriteIndented = true,
            }
        );
}
