using BalanceBot.Hosting.Settings;

namespace BalanceBot.Hosting.Asking;

/// <summary>Finds who can answer: the data file belongs to one process at a time.</summary>
internal sealed class Desk(BotSettings settings, TimeProvider time)
{
    /// <summary>A bot that is just being started or stopped has neither let go nor begun to listen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<T> Ask<T>(Func<IAnswers, Task<T>> question, CancellationToken stop)
    {
        if (settings.Storage.Engine == SettingsCheck.PostgreSql)
        {
            await using AskedStore shared = await AskedStore.Open(settings, time);
            return await question(shared.Answers);
        }

        long begun = time.GetTimestamp();
        while (true)
        {
            await using (StoppedBot? stopped = await StoppedBot.TryOpen(settings, time))
            {
                if (stopped is not null)
                {
                    return await question(stopped.Answers);
                }
            }

            using (ControlClient? running = await TryConnect(stop))
            {
                if (running is not null)
                {
                    return await question(running);
                }
            }

            if (time.GetElapsedTime(begun) >= Patience)
            {
                throw new UnusableException(
                    $"The bot is running but does not answer at {ControlSocket.PathBeside(settings.LiteDb.File)}: {Advice}"
                );
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    private const string Advice = "stop it first, or write to it in Telegram: /why and /dryrun (see Operators:Ids).";

    private Task<ControlClient?> TryConnect(CancellationToken stop) =>
        ControlSocket.AddressBeside(settings.LiteDb.File) is { } address
            ? ControlClient.TryConnect(address, stop)
            : throw new UnusableException(
                $"The bot is running and cannot be asked, for the path of its data file is too long for a socket: {Advice}"
            );
}
