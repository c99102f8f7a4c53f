using System.Diagnostics;
using System.Globalization;

namespace BalanceBot.Benchmarks.MadeUp;

/// <summary>Tells on stderr how far it is, a few times a minute.</summary>
internal sealed class Progress(string doing, int of)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan told;

    public void Tell(int done)
    {
        if (of > 0 && clock.Elapsed - told > Every)
        {
            told = clock.Elapsed;
            Console.Error.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"    {doing}: {done:N0} of {of:N0}, {clock.Elapsed.TotalSeconds:0} s"
                )
            );
        }
    }
}
