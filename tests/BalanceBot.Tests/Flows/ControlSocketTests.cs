using System.Net.Sockets;
using System.Text;
using BalanceBot.Billing;
using BalanceBot.Hosting.Asking;
using Microsoft.Extensions.DependencyInjection;

namespace BalanceBot.Tests.Flows;

/// <summary>The running bot's control socket, and what goes wrong around it.</summary>
public sealed class ControlSocketTests
{
    private static CancellationToken Enough => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_running_bot_tells_why_over_its_socket()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.Link(anna);
        using ControlClient client = await Connect(scene);

        WhyAnswer linked = await client.Why("№ 700-123", Enough);
        WhyAnswer unknown = await client.Why("999&contract=1", Enough);

        Assert.Equal(("700 123", anna), (linked.Contract, Assert.Single(linked.Chats).Chat));
        Assert.Equal(149.99m, linked.Balance!.Amount);
        Assert.True(unknown.IsUnknown);
        Assert.Equal("999&contract=1", unknown.Contract);
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("GET /why")]
    [InlineData("GET /why?contract=")]
    [InlineData("POST /why?contract=1")]
    [InlineData("GET /invite?contract=700123")]
    [InlineData("POST /invite")]
    [InlineData("POST /invite?contract=")]
    [InlineData("GET /audit")]
    [InlineData("GET /audit?since=-1")]
    [InlineData("GET /audit?since=9000000000000000000")]
    [InlineData("GET /health/live")]
    public async Task Whatever_else_is_asked_gets_404_and_not_a_word(string line)
    {
        await using Scene scene = await Scene.Begin();
        using ControlClient up = await Connect(scene);

        string answer = await Raw(scene, $"{line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404", answer);
        Assert.EndsWith("\r\n\r\n", answer);
    }

    [Fact]
    public async Task A_question_beyond_all_size_is_refused()
    {
        await using Scene scene = await Scene.Begin();
        using ControlClient up = await Connect(scene);

        Assert.StartsWith("HTTP/1.1 404", await Raw(scene, Question(201)));
        Assert.StartsWith("HTTP/1.1 414", await Raw(scene, Question(10_000)));

        static string Question(int length) =>
            $"GET /why?contract={new string('7', length)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    [Fact]
    public async Task A_question_that_the_billing_keeps_waiting_does_not_hold_up_the_end()
    {
        SlowBilling billing = new();
        await using Scene scene = await Scene.Begin(
            replace: services => services.AddSingleton<IBilling>(sp => billing.Around(sp)),
            settings: new Dictionary<string, string?> { ["Billing:Timeout"] = "00:00:30" }
        );
        using ControlClient client = await Connect(scene);
        billing.Hold();
        Task<WhyAnswer> why = client.Why("700 123", Enough);
        await billing.Asked.WaitAsync(TimeSpan.FromSeconds(10), Enough);

        await scene.StopBot().WaitAsync(TimeSpan.FromSeconds(8), Enough);

        Exception told = await Assert.ThrowsAsync<BalanceBot.Hosting.UnusableException>(() => why);
        Assert.Contains("running bot", told.Message);
        Assert.False(File.Exists(SocketOf(scene)));
    }

    [Fact]
    public async Task Without_a_socket_the_bot_goes_on_and_warns_once()
    {
        await using Scene scene = await Scene.Begin();
        long anna = scene.Person();
        await scene.StopBot();
        Directory.CreateDirectory(SocketOf(scene));
        await scene.StartBot();

        await LogHas(scene, "cannot be made");

        Assert.Contains("balance of your contract", (await scene.Ask(anna, "/start")).Text);
        Assert.False(scene.Bot.Failed.IsCompleted);
        Assert.Single(
            scene.Log,
            line => line.StartsWith("Warning:", StringComparison.Ordinal) && !line.Contains("lie in clear")
        );
    }

    private static async Task<ControlClient> Connect(Scene scene)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Enough);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            if (await ControlClient.TryConnect(AddressOf(scene), patience.Token) is { } client)
            {
                return client;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static async Task<string> Raw(Scene scene, string request)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(AddressOf(scene), Enough);
        await using NetworkStream stream = new(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Enough);
        using StreamReader reader = new(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(Enough);
    }

    private static async Task LogHas(Scene scene, string words)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Enough);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!Has())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }

        bool Has()
        {
            lock (scene.Log)
            {
                return scene.Log.Exists(line => line.Contains(words));
            }
        }
    }

    private static string SocketOf(Scene scene) => ControlSocket.PathBeside(Path.Combine(scene.Folder, "bot.db"));

    private static UnixDomainSocketEndPoint AddressOf(Scene scene) => new UnixDomainSocketEndPoint(SocketOf(scene));
}
