using BalanceBot.Billing;
using BalanceBot.Hosting.Asking;
using BalanceBot.Hosting.Settings;
using BalanceBot.Inbox;
using BalanceBot.Storage;
using BalanceBot.Storage.LiteDb;
using BalanceBot.TelegramApi;

namespace BalanceBot.Hosting.Inviting;

/// <summary>
/// Finds who can make a link: the running bot, or this process over the store. Unlike a question it writes, so that a
/// copy of a stopped bot's data is not enough.
/// </summary>
internal sealed class InviteDesk(BotSettings settings, TimeProvider time)
{
    public const string ByExecutable = "by the executable";

    /// <summary>A bot that is just being started or stopped has neither let go nor begun to listen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<InviteAnswer> Invite(string contract, CancellationToken stop)
    {
        if (settings.Storage.Engine == SettingsCheck.PostgreSql)
        {
            return await OverStore(contract, stop);
        }

        long begun = time.GetTimestamp();
        while (!IsFree())
        {
            using (ControlClient? running = await TryConnect(stop))
            {
                if (running is not null)
                {
                    return await running.Invite(contract, stop);
                }
            }

            if (time.GetElapsedTime(begun) >= Patience)
            {
                throw new UnusableException(
                    $"The bot is running but does not answer at {ControlSocket.PathBeside(settings.LiteDb.File)}: write to it in Telegram, /invite and the contract (see Operators:Support)."
                );
            }

            await Task.Delay(Pause, time, stop);
        }

        return await OverStore(contract, stop);
    }

    private bool IsFree()
    {
        string file = Path.GetFullPath(settings.LiteDb.File);
        if (!File.Exists(file))
        {
            throw new UnusableException(
                $"There is no data file {file} yet: start the bot, or point Storage:LiteDb:File or --settings to the bot's own."
            );
        }

        try
        {
            LiteDbFile.Hold(file).Dispose();
            return true;
        }
        catch (StoreUnusableException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnusableException(
                $"This user may not open the data file {file}: run the command as the user of the bot."
            );
        }
    }

    private Task<ControlClient?> TryConnect(CancellationToken stop) =>
        ControlSocket.AddressBeside(settings.LiteDb.File) is { } address
            ? ControlClient.TryConnect(address, stop)
            : Task.FromResult<ControlClient?>(null);

    private async Task<InviteAnswer> OverStore(string contract, CancellationToken stop)
    {
        string bot = await AskWhoWeAre(stop);
        await using OpenStore store = await OpenStore.Open(settings, Composition.NewOwner(), time, _ => { });
        await using ServiceProvider parts = Composition.ForQuestions(settings, store.Scans, store.Audit, time);
        if (await Composition.BeginBilling(parts, stop) is { } mistake)
        {
            throw new UnusableException(mistake);
        }

        return InviteAnswer.Of(
            await Composition
                .InviterOf(
                    settings,
                    store,
                    parts.GetRequiredService<IBilling>(),
                    Composition.AuditOf(store).Add,
                    () => bot,
                    time
                )
                .Invite(contract, ByExecutable, stop)
        );
    }

    /// <summary>The address of a link begins with the bot's name, which only Telegram knows.</summary>
    private async Task<string> AskWhoWeAre(CancellationToken stop)
    {
        using Clients clients = Composition.ClientsOf(settings);
        return await new LongPoll(clients.Poll).WhoAmI(stop) switch
        {
            IdentityOutcome.Known(_, var userName) => userName,
            IdentityOutcome.Unauthorized => throw new UnusableException(new TokenRefusedException().Message),
            IdentityOutcome.Failed(var reason) => throw new UnusableException(
                $"Telegram does not answer ({reason}): try again in a few minutes."
            ),
            _ => throw new InvalidOperationException("No such answer"),
        };
    }
}
