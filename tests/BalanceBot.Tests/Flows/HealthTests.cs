using System.Net;
using System.Net.Sockets;
using System.Text;
using BalanceBot.Sandbox.BotApi;

namespace BalanceBot.Tests.Flows;

/// <summary>The door at which machines ask how the bot is: it opens early, closes late, and says little.</summary>
public sealed class HealthTests
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_signal_to_stop_on_it_is_not_ready_while_what_is_in_hand_is_ended()
    {
        await using BotProcess process = await BotProcess.Prepare();
        Uri health = new($"http://127.0.0.1:{Ports.Free()}");
        process.Set("BALANCEBOT__HEALTH__LISTEN", health.ToString());
        long anna = process.World.AddPerson("Anna", "en").Id;
        process.Start();
        await process.FirstPoll(Enough);
        process.World.Faults.Add(new Fault(FaultKind.Hang, "sendMessage") { Times = 1 });
        process.World.PersonSays(anna, "/start");
        await process.When(w => w.Calls("sendMessage").Count == 1);
        using HttpClient http = new() { BaseAddress = health };
        Assert.Equal("""{"status":"ready","reasons":[]}""", await http.GetStringAsync(Path("/health/ready"), Enough));

        Task<int> exit = process.Stop();

        string said = await Until(http, "not ready");
        Assert.Equal("""{"status":"not ready","reasons":["stopping"]}""", said);
        Assert.Equal("""{"status":"live","reasons":[]}""", await http.GetStringAsync(Path("/health/live"), Enough));
        Assert.False(exit.IsCompleted);
        Assert.Equal(0, await exit.WaitAsync(TimeSpan.FromSeconds(10), Enough));
    }

    [Fact]
    public async Task Another_programs_settings_in_the_folder_do_not_hurt_it()
    {
        await using BotProcess process = await BotProcess.Prepare();
        await File.WriteAllTextAsync(System.IO.Path.Combine(process.Folder, "appsettings.json"), "not json", Enough);
        await File.WriteAllTextAsync(System.IO.Path.Combine(process.Folder, "mine.json"), "{}", Enough);
        Uri health = new($"http://127.0.0.1:{Ports.Free()}");
        process.Set("BALANCEBOT__HEALTH__LISTEN", health.ToString());
        process.Set("ASPNETCORE_URLS", "http://127.0.0.1:1");

        process.Start("--settings", "mine.json");
        await process.FirstPoll(Enough);

        using HttpClient http = new() { BaseAddress = health };
        Assert.Contains("live", await http.GetStringAsync(Path("/health/live"), Enough));
        Assert.Equal(0, await process.Stop());
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("localhost")]
    public async Task The_check_of_the_container_finds_it_wherever_it_listens(string host)
    {
        await using BotProcess process = await BotProcess.Prepare();
        process.Set("BALANCEBOT__HEALTH__LISTEN", $"http://{host}:{Ports.Free()}");
        process.Start();
        process.World.PersonSays(process.World.AddPerson("Anna", "en").Id, "/start");
        await process.When(w => w.Unconfirmed == 0 && w.Polls > 1);
        // Meant for the way to Telegram: the process beside is not asked through it.
        process.Set("HTTP_PROXY", "http://127.0.0.1:1");

        Assert.Equal(0, await process.RunBeside("health"));
        Assert.Equal(0, await process.Stop());
    }

    [Fact]
    public async Task It_names_no_server_and_no_version_and_has_no_metrics_unless_they_are_on()
    {
        Uri health = new($"http://127.0.0.1:{Ports.Free()}");
        await using Scene scene = await At(health);
        using HttpClient http = new() { BaseAddress = health };

        using HttpResponseMessage live = await http.GetAsync(Path("/health/live"), Enough);
        using HttpResponseMessage metrics = await http.GetAsync(Path("/metrics"), Enough);
        using HttpResponseMessage root = await http.GetAsync(Path("/"), Enough);

        Assert.Equal("""{"status":"live","reasons":[]}""", await live.Content.ReadAsStringAsync(Enough));
        Assert.Equal(["Cache-Control", "Date", "Transfer-Encoding"], live.Headers.Select(h => h.Key).Order());
        Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, root.StatusCode);
        Assert.Equal("", await root.Content.ReadAsStringAsync(Enough));
    }

    [Theory]
    [InlineData("POST /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789", "405")]
    [InlineData("GET /health/live?LONG HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    [InlineData("GET /health/live HTTP/1.1\r\nHost: x\r\nX-Long: LONGLONG\r\n\r\n", "431")]
    public async Task What_is_too_large_is_refused(string request, string status)
    {
        Uri health = new($"http://127.0.0.1:{Ports.Free()}");
        await using Scene scene = await At(health);
        using TcpClient tcp = new();
        await tcp.ConnectAsync(health.Host, health.Port, Enough);
        NetworkStream stream = tcp.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("LONG", new string('x', 5000))), Enough);

        using StreamReader reader = new(stream);
        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadLineAsync(Enough));
    }

    private static Task<Scene> At(Uri health) =>
        Scene.Begin(settings: new Dictionary<string, string?> { ["Health:Listen"] = health.ToString() });

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static async Task<string> Until(HttpClient http, string status)
    {
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync(Path("/health/ready"), Enough);
            string said = await answer.Content.ReadAsStringAsync(Enough);
            if (said.Contains($"\"{status}\""))
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                return said;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Enough);
        }
    }
}
