using BalanceBot.Sandbox.ChatPage;
using BalanceBot.Sandbox.Clock;
using BalanceBot.Sandbox.SampleBilling;

namespace BalanceBot.Tests.Sandbox.ChatPage;

/// <summary>The real page server over a scripted world and a sample billing in a folder of its own.</summary>
internal sealed class ChatPageFixture : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ChatPageServer _server;

    private ChatPageFixture(DirectoryInfo folder, Parts parts, ChatPageServer server)
    {
        _folder = folder;
        _server = server;
        (World, Billing, Clock) = parts;
        Http = new() { BaseAddress = server.Address };
    }

    public ScriptedWorld World { get; }

    public BillingFile Billing { get; }

    public SandboxClock Clock { get; }

    public HttpClient Http { get; }

    public Uri Address => _server.Address;

    /// <param name="inner">What the sandbox's clock goes by when nobody moves it.</param>
    public static async Task<ChatPageFixture> Start(TimeProvider? inner = null)
    {
        var folder = Directory.CreateTempSubdirectory("balancebot-page-");
        var time = new MovableTime(inner ?? TimeProvider.System);
        var billing = new BillingFile(Path.Combine(folder.FullName, "billing.csv"), time);
        billing.Prepare();
        var clock = new SandboxClock(time, billing, Path.Combine(folder.FullName, "clock.txt"));
        var parts = new Parts(new ScriptedWorld(time), billing, clock);
        var server = await ChatPageServer.Start(parts.World, billing, clock, 0, TestContext.Current.CancellationToken);
        return new(folder, parts, server);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private sealed record Parts(ScriptedWorld World, BillingFile Billing, SandboxClock Clock);
}
