using BalanceBot.Hosting.Settings;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;

namespace BalanceBot.Hosting.Asking;

/// <summary>The parts of the bot that answer, without those that poll, scan or send.</summary>
internal sealed class StoppedBot : IAsyncDisposable
{
    private readonly DataCopy copy;
    private readonly LiteDbStore store;
    private readonly ServiceProvider parts;

    private StoppedBot(DataCopy copy, LiteDbStore store, ServiceProvider parts)
    {
        this.copy = copy;
        this.store = store;
        this.parts = parts;
    }

    public IAnswers Answers => parts.GetRequiredService<OperatorAnswers>();

    /// <summary>Null: the bot runs, or another command copies the data just now.</summary>
    public static async Task<StoppedBot?> TryOpen(BotSettings settings, TimeProvider time)
    {
        if (DataCopy.TryTake(settings.LiteDb.File) is not { } copy)
        {
            return null;
        }

        StoppedBot bot;
        try
        {
            LiteDbStore opened = LiteDbStore.Open(
                copy.File,
                Composition.StoreSeal(settings),
                StorageKeyCheck.KeysOf(settings.Storage)
            );
            bot = new StoppedBot(copy, opened, Composition.ForQuestions(settings, opened.Scans, opened.Audit, time));
        }
        catch (StoreUnusableException broken)
        {
            copy.Dispose();
            // What is said of the copy is meant of the file that it was made from.
            throw new UnusableException(broken.Message.Replace(copy.File, copy.Original, StringComparison.Ordinal));
        }

        if (await Composition.BeginBilling(bot.parts, CancellationToken.None) is { } mistake)
        {
            await bot.DisposeAsync();
            throw new UnusableException(mistake);
        }

        return bot;
    }

    public async ValueTask DisposeAsync()
    {
        await parts.DisposeAsync();
        store.Dispose();
        copy.Dispose();
    }
}
