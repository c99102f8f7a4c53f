using BalanceBot.Inbox;

namespace BalanceBot.Tests.Inbox;

/// <summary>Telegram's side of the webhook by script: each call gets the next outcome, or else Done.</summary>
internal sealed class ScriptedWebhook : IWebhook
{
    private readonly Queue<WebhookOutcome> script = new();

    public List<string> Calls { get; } = [];
    public WebhookPlace? Place { get; private set; }

    public void Next(params WebhookOutcome[] outcomes)
    {
        foreach (WebhookOutcome outcome in outcomes)
        {
            script.Enqueue(outcome);
        }
    }

    public Task<WebhookOutcome> Set(WebhookPlace place, CancellationToken stop)
    {
        Place = place;
        return Answer("set");
    }

    public Task<WebhookOutcome> Delete(CancellationToken stop) => Answer("delete");

    public Task<WebhookOutcome> Look(CancellationToken stop) => Answer("look");

    private Task<WebhookOutcome> Answer(string call)
    {
        lock (script)
        {
            Calls.Add(call);
            return Task.FromResult(script.TryDequeue(out WebhookOutcome? next) ? next : new WebhookOutcome.Done());
        }
    }
}
