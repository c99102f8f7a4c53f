using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting.Asking;

/// <summary>The parts that answer over a database that many processes share: they need not wait for any bot.</summary>
internal sealed class AskedStore : IAsyncDisposable
{
    private readonly OpenStore store;
    private readonly ServiceProvider parts;

    private AskedStore(OpenStore store, ServiceProvider parts)
    {
        this.store = store;
        this.parts = parts;
    }

    public IAnswers Answers => parts.GetRequiredService<OperatorAnswers>();

    public static async Task<AskedStore> Open(BotSettings settings, TimeProvider time)
    {
        OpenStore opened = await OpenStore.Open(settings, Composition.NewOwner(), time, _ => { });
        AskedStore asked = new(opened, Composition.ForQuestions(settings, opened.Scans, opened.Audit, time));
        if (await Composition.BeginBilling(asked.parts, CancellationToken.None) is { } mistake)
        {
            await asked.DisposeAsync();
            throw new UnusableException(mistake);
        }

        return asked;
    }

    public async ValueTask DisposeAsync()
    {
        await parts.DisposeAsync();
        await store.DisposeAsync();
    }
}
