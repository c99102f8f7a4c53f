using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Sandbox.ChatPage;

/// <summary>The faults that the page offers, and which of them are on.</summary>
internal sealed class PageFaults(Faults script)
{
    private const string Sending = "sendMessage";

    private static readonly (string Kind, string Name, string Help, Fault Fault)[] Offered =
    [
        (
            "tooMany",
            "429 Too Many Requests",
            "Messages are refused with retry_after.",
            new(FaultKind.TooMany, Sending, null, 5)
        ),
        ("forbidden", "403 Forbidden", "As if everybody had blocked the bot.", new(FaultKind.Forbidden, Sending)),
        ("serverError", "500 Server Error", "Every call fails on Telegram's side.", new(FaultKind.ServerError)),
        ("html", "HTML page", "A proxy's page instead of JSON.", new(FaultKind.Html)),
        ("cutBody", "Cut answer", "Done, but half of the answer is missing.", new(FaultKind.CutBody, Sending)),
        ("hang", "No answer", "Messages are not done, and never answered.", new(FaultKind.Hang, Sending)),
        ("slow", "Slow", "Messages are done after a while.", new(FaultKind.Slow, Sending, null, 3)),
        ("replyLost", "Answer lost", "Done, but the bot is never told.", new(FaultKind.ReplyLost, Sending)),
        (
            "duplicate",
            "Updates twice",
            "Each batch of updates comes once more.",
            new(FaultKind.Duplicate, "getUpdates")
        ),
    ];

    private readonly Lock gate = new();
    private readonly Dictionary<string, Fault> on = new(StringComparer.Ordinal);

    public IReadOnlyList<PageFault> All()
    {
        lock (gate)
        {
            return
            [
                .. Offered.Select(o => new PageFault(
                    o.Kind,
                    o.Name,
                    o.Help,
                    on.ContainsKey(o.Kind),
                    Seconds(o.Kind, o.Fault)
                )),
            ];
        }
    }

    public bool Switch(string kind, bool active, int? seconds)
    {
        lock (gate)
        {
            if (Offered.FirstOrDefault(o => o.Kind == kind).Fault is not { } fault)
            {
                return false;
            }

            if (on.Remove(kind, out Fault? old))
            {
                script.Remove(known => ReferenceEquals(known, old));
            }

            if (active)
            {
                on[kind] = fault with { Seconds = seconds ?? fault.Seconds, Times = kind == "duplicate" ? 1 : null };
                script.Add(on[kind]);
            }

            return true;
        }
    }

    private int? Seconds(string kind, Fault offered) =>
        offered.Kind is FaultKind.TooMany or FaultKind.Slow ? on.GetValueOrDefault(kind, offered).Seconds : null;
}
