using BalanceBot.Hosting;
using BalanceBot.Hosting.Settings;
using BalanceBot.Sandbox.Clock;
using Microsoft.Extensions.DependencyInjection;

namespace BalanceBot.Tests.Flows.Promising;

/// <summary>
/// The bot's last life is within the test, over the store that the killed ones left, and by a clock that goes ahead: a bot
/// waits for minutes before it says that nothing was taken, and for a day before it gives up.
/// </summary>
internal sealed class LastLife : IAsyncDisposable
{
    private static readonly TimeSpan NothingCanArrive = TimeSpan.FromMinutes(2.5);
    private static readonly TimeSpan GivenUp = TimeSpan.FromHours(25);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
    private const int Steps = 30;
    private readonly MovableTime time;
    private readonly BotProcess before;
    private readonly BotHost bot;

    private LastLife(BotProcess before, MovableTime time, BotHost bot) =>
        (this.before, this.time, this.bot) = (before, time, bot);

    public static async Task<LastLife> Begin(BotProcess before)
    {
        SettingsReading reading = SettingsReader.Read(before.Configuration);
        Assert.Empty(reading.Mistakes);
        MovableTime time = new(TimeProvider.System);
        time.MoveForward(NothingCanArrive);
        BotHost bot = await BotHost.Start(
            reading.Settings,
            TimeProvider.System,
            _ => { },
            TestContext.Current.CancellationToken,
            // Also in the place of a database's clock, which nobody can set ahead.
            services => services.AddSingleton<TimeProvider>(time)
        );
        return new LastLife(before, time, bot);
    }

    /// <summary>To the end; what is wrong then.</summary>
    /// <param name="never">Contracts of which the billing says nothing any more.</param>
    public async Task<IReadOnlyList<string>> Wrong(Promisers people, IReadOnlyCollection<string> never)
    {
        await Until(() => people.All.All(one => never.Contains(one.Contract) || people.IsTold(one)), people);
        time.MoveForward(GivenUp);
        await Until(() => people.All.All(people.IsTold) && before.World.Unconfirmed == 0, people);
        IReadOnlyList<string> wrong = await WrongInTheEnd(people);
        TestContext.Current.TestOutputHelper?.WriteLine(people.Summary());
        return wrong;
    }

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    /// <summary>
    /// Time goes on meanwhile: where the billing was not asked, having failed too often, the bot looks again later. Each step
    /// ends the patience with whatever is being asked, so on a busy machine they must become rarer.
    /// </summary>
    private async Task Until(Func<bool> holds, Promisers people)
    {
        Task came = before.World.When(_ => holds());
        for (int step = 0; step < Steps && !came.IsCompleted; step++)
        {
            await Task.WhenAny(came, Task.Delay(Pause(step), TimeProvider.System));
            time.MoveForward(came.IsCompleted ? TimeSpan.FromTicks(1) : Step);
        }

        IEnumerable<string> wrong = came.IsCompleted ? [] : await people.Wrong(bot.Part<OpenStore>().Audit);
        Assert.True(came.IsCompleted, string.Join('\n', wrong.Prepend("Somebody waits in vain.")));
    }

    /// <summary>Who said yes twice has heard of the one perhaps, and not of the other yet.</summary>
    private async Task<IReadOnlyList<string>> WrongInTheEnd(Promisers people)
    {
        IReadOnlyList<string> wrong = await people.Wrong(bot.Part<OpenStore>().Audit);
        for (int step = 0; step < Steps && wrong.Count > 0; step++)
        {
            await Task.Delay(Pause(step), TimeProvider.System);
            time.MoveForward(Step);
            wrong = await people.Wrong(bot.Part<OpenStore>().Audit);
        }

        return wrong;
    }

    private static TimeSpan Pause(int step) => TimeSpan.FromSeconds(1 + (step / 3.0));
}
