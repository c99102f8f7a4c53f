using BalanceBot.Sandbox.ChatPage;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Tests.Sandbox.ChatPage;

/// <summary>The real page server over a scripted world and a sample billing in a folder of its own.</summary>
internal sealed class ChatPageFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ChatPageServer _server;

    private ChatPageFixture(DirectoryInfo folder, ScriptedWorld world, BillingFile billing, ChatPageServer server)
    {
        _folder = folder;
        _server = server;
        World = world;
        Billing = billing;
        Http = new() { BaseAddress = server.Address };
    }

    public ScriptedWorld World { get; }

    public BillingFile Billing { get; }

    public HttpClient Http { get; }

    public Uri Address => _server.Address;

    public static async Task<ChatPageFixture> Start()
    {
        var folder = Directory.CreateTempSubdirectory("balancebot-page-");
        var world = new ScriptedWorld(TimeProvider.System);
        var billing = new BillingFile(Path.Combine(folder.FullName, "billing.csv"));
        billing.Prepare(new(2031, 5, 7));
        var server = await ChatPageServer.Start(world, billing, port: 0, TestContext.Current.CancellationToken);
        return new(folder, world, billing, server);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
