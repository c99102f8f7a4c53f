using BalanceBot.Inbox;
using BalanceBot.TelegramApi;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace BalanceBot.Tests.Inbox;

public sealed class QuarantineTests
{
    /// <summary>When Telegram invents a kind, whole batches may be of it: one wait for the disk each would hold up everybody.</summary>
    [Fact]
    public async Task Updates_that_cannot_be_read_are_put_away_together_and_hold_up_the_others_once()
    {
        IInboxStore store = Substitute.For<IInboxStore>();
        TaskCompletionSource disk = new();
        int waiting = 0;
        store
            .Quarantine(Arg.Any<QuarantinedUpdate>())
            .Returns(_ =>
            {
                if (++waiting == 3)
                {
                    disk.SetResult();
                }

                return disk.Task;
            });
        ScriptedTurns turns = new();
        InboxSettings settings = new();
        UpdateHandler handler = new(
            turns,
            store,
            settings,
            TimeProvider.System,
            () => 1,
            NullLogger<UpdateHandler>.Instance
        );
        using Lanes lanes = new(10);
        using Intake intake = new(
            new UpdateReader(settings.LargestUpdateBytes),
            store,
            turns,
            handler,
            lanes,
            settings,
            "one",
            TimeProvider.System
        );

        Task accepted = intake.Accept([
            new RawUpdate(1, "{}"),
            new RawUpdate(2, ScriptedSource.Text(2, 1001)),
            new RawUpdate(3, "{"),
            new RawUpdate(4, """{"update_id":4,"telepathy":{}}"""),
        ]);
        await accepted.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await lanes.Room(1);

        Assert.Equal(3, waiting);
        Assert.Equal([2], turns.Taken);
    }
}
