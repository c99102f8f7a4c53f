using System.Diagnostics;

namespace BalanceBot.Tests.Flows;

/// <summary>
/// The figures of the README, for whoever asks: BALANCEBOT_MEASURE=1 dotnet test. Nothing is asserted against a clock.
/// </summary>
public sealed class MeasureTests
{
    private const int Contracts = 20_000;

    [Fact]
    public async Task Start_to_first_poll_and_memory_at_rest_with_20000_contracts()
    {
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("BALANCEBOT_MEASURE") == "1",
            "measured only with BALANCEBOT_MEASURE=1"
        );
        List<double> starts = [];
        long memory = 0;
        for (int run = 0; run < 5; run++)
        {
            await using BotProcess process = await BotProcess.Prepare(Contracts);
            long begin = Stopwatch.GetTimestamp();
            process.Start();
            await process.FirstPoll(TestContext.Current.CancellationToken);
            starts.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
            memory = Math.Max(memory, process.WorkingSet());
            Assert.Equal(0, await process.Stop());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"start to first poll: {starts.Min():0}-{starts.Max():0} ms, memory at rest: {memory / 1_000_000} MB"
        );
    }
}
