using System.Net;
using System.Text;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>Brings updates to the bot's webhook over HTTP as Telegram does: what is not taken now is brought again.</summary>
internal sealed class FuzzedDoor(Scene scene, Uri address) : IDisposable
{
    private readonly HttpClient outside = new();

    private const char CutHere = ' ';

    /// <summary>The connection broke, or somebody plays with us.</summary>
    public static string Cut(string body, Random chance) => body[..chance.Next(body.Length)] + CutHere;

    public void Dispose() => outside.Dispose();

    /// <summary>Those of one chat could overtake each other: for a fuzz that is one more thing that may happen.</summary>
    public Task Bring(IEnumerable<string> bodies, CancellationToken stop) =>
        Parallel.ForEachAsync(
            bodies,
            new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = stop },
            async (body, _) => await Bring(body, stop)
        );

    private async Task Bring(string body, CancellationToken stop)
    {
        HttpStatusCode answer;
        do
        {
            using HttpRequestMessage request = new(HttpMethod.Post, address)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("X-Telegram-Bot-Api-Secret-Token", scene.World.Webhook!.Secret!);
            using HttpResponseMessage response = await outside.SendAsync(request, stop);
            answer = response.StatusCode;
            Assert.Equal("", await response.Content.ReadAsStringAsync(stop));
        } while (answer == HttpStatusCode.ServiceUnavailable);
        bool cut = body.EndsWith(CutHere);
        Assert.True(
            answer == HttpStatusCode.OK || (cut && answer == HttpStatusCode.BadRequest),
            $"{answer} for {body}"
        );
    }
}
