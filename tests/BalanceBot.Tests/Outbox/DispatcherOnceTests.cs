using System.Collections.Concurrent;
using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Outbox;

/// <summary>What must not go twice: marked before it goes, taken back when it surely did not arrive.</summary>
public sealed class DispatcherOnceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_nobody_asked_for_is_marked_before_it_goes_and_answers_edits_and_deletions_are_not()
    {
        await using Desk desk = await Desk.Open();
        ConcurrentDictionary<string, bool> begun = [];
        desk.Telegram.Trying = message =>
            begun[message.Body.ToString()![..7] + message.Class] = desk.Outbox.HasBegun(message.Id);
        Body.Text words = new("x");
        await desk.Commit(
            Desk.Text(1, "x", OutgoingClass.Notice),
            Desk.Text(2, "x", OutgoingClass.Bulk),
            Desk.Text(3, "x"),
            new Outgoing(Guid.CreateVersion7(), new ChatId(4), OutgoingClass.Bulk, new Body.Edit(5, words)),
            new Outgoing(Guid.CreateVersion7(), new ChatId(5), OutgoingClass.Notice, new Body.Delete(6, null))
        );
        await desk.PassUntil(5);
        await desk.Waiting(0);

        Assert.Equal(
            [
                ("Delete Notice", false),
                ("Edit { Bulk", false),
                ("Text { Answer", false),
                ("Text { Bulk", true),
                ("Text { Notice", true),
            ],
            begun.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("429", "begun, taken back, begun")]
    [InlineData("not delivered", "begun, taken back, begun")]
    [InlineData("moved", "begun, taken back, begun")]
    [InlineData("401", "begun, taken back")]
    [InlineData("unknown", "begun")]
    [InlineData("refused", "begun")]
    [InlineData("sent", "begun")]
    public async Task What_surely_did_not_arrive_is_taken_back_before_it_is_tried_again(string first, string notes)
    {
        await using Desk desk = await Desk.Open();
        desk.Telegram.Next(
            first switch
            {
                "429" => new SendOutcome.TooMany(TimeSpan.FromSeconds(3)),
                "not delivered" => new SendOutcome.NotDelivered("no connection"),
                "moved" => new SendOutcome.Moved(-100),
                "401" => new SendOutcome.Unauthorized(),
                "unknown" => new SendOutcome.Unknown("reset"),
                "refused" => new SendOutcome.Refused("400"),
                _ => new SendOutcome.Sent(1),
            }
        );
        await desk.Commit(Desk.Text(-7, "x", OutgoingClass.Notice));
        if (first == "401")
        {
            await desk.Dispatcher.Dead.WaitAsync(Stop);
        }
        else
        {
            await desk.PassUntil(notes.Split(", ").Count(note => note == "begun"));
        }

        await desk.Waiting(first == "401" ? 1 : 0);
        Assert.Equal(notes, string.Join(", ", desk.Outbox.Notes));
    }

    [Fact]
    public async Task A_message_whose_claim_is_lost_is_not_sent_and_its_chat_goes_on()
    {
        await using Desk desk = await Desk.Open();
        IReadOnlyList<ClaimedOutgoing> rows = await desk.Stored(Desk.Text(1, "lost", OutgoingClass.Notice));
        DateTimeOffset later = desk.Time.GetUtcNow().AddMinutes(10);
        Assert.Single(await desk.Outbox.ClaimOutgoing("other", 10, later, later.AddMinutes(10)));

        desk.Dispatcher.Dispatch(rows);
        await desk.Commit(Desk.Text(1, "next"));
        await desk.Telegram.Reached(1);
        await desk.Waiting(1);

        Assert.Equal(["next"], desk.Telegram.Words);
        Assert.Equal(["lost"], desk.Outbox.Notes);
        Assert.Equal(0, desk.Dispatcher.BulkInHand);
    }

    [Fact]
    public async Task What_an_earlier_process_had_begun_is_not_sent_again_and_what_it_had_not_is()
    {
        await using Desk desk = await Desk.Open(before: async desk =>
        {
            IReadOnlyList<ClaimedOutgoing> rows = await desk.Stored(
                Desk.Text(1, "begun", OutgoingClass.Bulk),
                Desk.Text(1, "behind it", OutgoingClass.Bulk),
                Desk.Text(2, "waits", OutgoingClass.Bulk)
            );
            await desk.Outbox.MarkBegun(rows[0].Message.Id, rows[0].ClaimId, begun: true);
            desk.Time.Advance(TimeSpan.FromMinutes(10));
        });
        await desk.PassUntil(2);
        await desk.Waiting(0);

        Assert.Equal(["behind it", "waits"], desk.Telegram.Words.Order());
    }

    [Fact]
    public async Task A_pause_that_an_earlier_process_was_told_is_obeyed_and_a_new_one_is_kept_for_the_next()
    {
        await using Desk desk = await Desk.Open(before: desk =>
            desk.Outbox.Pause(desk.Time.GetUtcNow().AddSeconds(30))
        );
        await desk.Commit(Desk.Text(1, "a"), Desk.Text(2, "b", OutgoingClass.Bulk));
        desk.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(desk.Telegram.Tries);

        desk.Telegram.Next(new SendOutcome.TooMany(TimeSpan.FromMinutes(2)));
        Assert.InRange((await desk.PassUntil(1)).TotalSeconds, 1, 20);
        await desk.PassUntil(3);
        await desk.Waiting(0);
        Assert.InRange(
            (await desk.Outbox.PausedUntil()).GetValueOrDefault(),
            desk.Time.GetUtcNow().AddMinutes(-1),
            desk.Time.GetUtcNow()
        );
    }
}
