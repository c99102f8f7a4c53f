namespace BalanceBot.Hosting;

/// <summary>
/// What ends the process with an error: a part without which the bot only pretends to work. The host itself exits with 0
/// when a background service dies (Hosting 10.0), hence this.
/// </summary>
internal static partial class Vital
{
    /// <summary>Ends with the first failure of a part; never while all work.</summary>
    public static async Task<Exception> FirstFailure(IEnumerable<BackgroundService> parts)
    {
        TaskCompletionSource<Exception> failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (BackgroundService part in parts)
        {
            _ = part.ExecuteTask?.ContinueWith(
                task => failed.TrySetResult(task.Exception!.GetBaseException()),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default
            );
        }

        return await failed.Task;
    }
}
