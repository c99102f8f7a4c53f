using System.Net;
using System.Text;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows.Promising;

/// <summary>
/// Telegram's deliveries to several instances behind one address, where a proxy may choose another each time: what none has
/// taken is delivered again, to the other.
/// </summary>
internal sealed class Deliveries(int[] ports, TelegramWorld world) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private long updates = 1000;

    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    public static Uri Address(int port) => new($"http://127.0.0.1:{port}/telegram");

    public long NextUpdate() => Interlocked.Increment(ref updates);

    public Task Say(int bot, long person, string words)
    {
        long update = NextUpdate();
        return Deliver(
            bot,
            $$"""
            {"update_id":{{update}},"message":{"message_id":{{update}},"date":1,"text":"{{words}}",
             "chat":{{Chat(person)}},"from":{{From(person)}} } }
            """
        );
    }

    public Task Press(int bot, long update, long person, int message, string data) =>
        Deliver(
            bot,
            $$"""
            {"update_id":{{update}},"callback_query":{"id":"{{update}}","from":{{From(person)}},"chat_instance":"1",
             "message":{"message_id":{{message}},"date":1,"chat":{{Chat(person)}},"text":"x"},"data":"{{data}}"} }
            """
        );

    public void Dispose() => http.Dispose();

    private async Task Deliver(int bot, string body)
    {
        while (!await IsTaken(ports[bot], body))
        {
            bot = (bot + 1) % ports.Length;
            await Task.Delay(Pause, TimeProvider.System, Enough);
        }
    }

    private async Task<bool> IsTaken(int port, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address(port))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", world.Webhook!.Secret);
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, Enough);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            Enough.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static string Chat(long person) => $$"""{"id":{{person}},"type":"private","first_name":"P"}""";

    private static string From(long person) =>
        $$"""{"id":{{person}},"is_bot":false,"first_name":"P","language_code":"en"}""";
}
