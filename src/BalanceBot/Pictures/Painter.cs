using BalanceBot.Conversations;
using BalanceBot.Replies;

namespace BalanceBot.Pictures;

/// <summary>
/// Draws beside the turns, few at once: a picture takes some 5 MB while it is drawn. The drawing library and the font are
/// loaded when the first picture is asked for, and never by a bot that draws none.
/// </summary>
internal sealed partial class Painter(ILogger<Painter> log) : IPainter, IDisposable
{
    private const int MostAtOnce = 2;
    private readonly SemaphoreSlim places = new(MostAtOnce, MostAtOnce);

    public async Task<byte[]?> Paint(Chart chart, CancellationToken stop)
    {
        await places.WaitAsync(stop);
        try
        {
            return await Task.Run(() => BalanceDrawing.Png(chart), stop);
        }
#pragma warning disable CA1031 // A machine without the native library, or a number that cannot be drawn: the words say it all.
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.NotDrawn(log, broken.GetType().Name);
            return null;
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose() => places.Dispose();

    private static partial class Log
    {
        [LoggerMessage(
            2900,
            LogLevel.Error,
            "A picture could not be drawn, and its words were sent alone: {Kind}",
            EventName = "PictureNotDrawn"
        )]
        public static partial void NotDrawn(ILogger log, string kind);
    }
}
