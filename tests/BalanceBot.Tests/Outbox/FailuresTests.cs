using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Outbox;

/// <summary>The failure table: what failed decides whether a message arrived, and that decides what is done.</summary>
public sealed class FailuresTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly Body Words = new Body.Text("x");
    private static readonly Body Delete = new Body.Delete(5, new Body.Text("please delete it yourself"));
    private static readonly Body Edit = new Body.Edit(5, new Body.Text("x"));
    private readonly Failures failures = new(() => 1);

    [Fact]
    public void What_Telegram_has_is_over() =>
        Assert.Equal(
            new Verdict.Over(new Settlement.Finished(), null),
            failures.Judge(Message(Words), new SendOutcome.Sent(1), 0, Noon)
        );

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 32)]
    [InlineData(60, 32)]
    public void What_never_arrived_is_tried_for_ever_with_longer_waits_up_to_half_a_minute(int before, double seconds)
    {
        Verdict verdict = failures.Judge(Message(Words), new SendOutcome.NotDelivered("no connection"), before, Noon);

        Assert.Equal(new Verdict.Again(Noon.AddSeconds(seconds), 0), verdict);
    }

    [Fact]
    public void A_429_is_a_deadline_and_no_failure() =>
        Assert.Equal(
            new Verdict.Again(Noon.AddHours(3), 0),
            failures.Judge(Message(Words), new SendOutcome.TooMany(TimeSpan.FromHours(3)), 4, Noon)
        );

    [Theory]
    [InlineData(OutgoingClass.Answer, 0, true)]
    [InlineData(OutgoingClass.Answer, 1, false)]
    [InlineData(OutgoingClass.Notice, 0, false)]
    [InlineData(OutgoingClass.Bulk, 0, false)]
    public void An_answer_that_may_have_arrived_goes_once_more_and_what_nobody_asked_for_does_not(
        int @class,
        int attempts,
        bool again
    )
    {
        Outgoing message = Message(Words, (OutgoingClass)@class) with { Attempts = attempts };

        Verdict verdict = failures.Judge(message, new SendOutcome.Unknown("HTTP 502"), 0, Noon);

        if (again)
        {
            Assert.Equal(new Verdict.Again(Noon.AddSeconds(0.5), attempts + 1), verdict);
        }
        else
        {
            Verdict.Over over = Assert.IsType<Verdict.Over>(verdict);
            Assert.Equal(new Settlement.Undelivered(), over.Settlement);
            Assert.Equal("unknown whether it arrived (HTTP 502)", over.Lost);
        }
    }

    [Fact]
    public void Deleting_or_editing_twice_is_no_harm_so_it_is_repeated()
    {
        foreach (Body body in new[] { Delete, Edit })
        {
            Outgoing message = Message(body, OutgoingClass.Notice) with { Attempts = 7 };
            Assert.IsType<Verdict.Again>(failures.Judge(message, new SendOutcome.Unknown("reset"), 0, Noon));
        }
    }

    [Fact]
    public void A_chat_that_is_gone_and_one_that_moved_are_told_apart()
    {
        Assert.Equal(
            new Verdict.Over(new Settlement.ChatUnreachable(), "403"),
            failures.Judge(Message(Words), new SendOutcome.Unreachable("403"), 0, Noon)
        );
        Assert.Equal(
            new Verdict.Over(new Settlement.ChatMoved(new ChatId(-100)), null),
            failures.Judge(Message(Words), new SendOutcome.Moved(-100), 0, Noon)
        );
    }

    [Fact]
    public void A_deletion_that_is_refused_asks_the_person_once_however_often_it_is_judged()
    {
        Outgoing message = Message(Delete);
        SendOutcome refused = new SendOutcome.Refused("400 message can't be deleted");

        Outgoing[] asked =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(_ => Assert.IsType<Verdict.Over>(failures.Judge(message, refused, 0, Noon)).Settlement)
                .Select(settlement => Assert.IsType<Settlement.Finished>(settlement).Follow!),
        ];

        Assert.Equal(asked[0].Id, asked[1].Id);
        Assert.NotEqual(message.Id, asked[0].Id);
        Assert.Equal(new Body.Text("please delete it yourself"), asked[0].Body);
        Assert.Equal(message.Chat, asked[0].Chat);
    }

    [Fact]
    public void A_picture_that_is_refused_leaves_its_words_to_be_sent_alone()
    {
        Body.Text words = new("what it shows");
        Outgoing message = Message(new Body.Photo([1], words), OutgoingClass.Notice);

        Verdict verdict = failures.Judge(message, new SendOutcome.Refused("400 IMAGE_PROCESS_FAILED"), 0, Noon);

        Settlement settlement = Assert.IsType<Verdict.Over>(verdict).Settlement;
        Outgoing follow = Assert.IsType<Settlement.Finished>(settlement).Follow!;
        Assert.Equal((words, message.Chat, message.Class), (follow.Body, follow.Chat, follow.Class));
    }

    [Fact]
    public void A_picture_that_nobody_asked_for_and_may_have_arrived_is_not_repeated()
    {
        Outgoing notice = Message(new Body.Photo([1], new Body.Text("x")), OutgoingClass.Notice);

        Assert.True(notice.IsOnce);
        Assert.IsType<Verdict.Over>(failures.Judge(notice, new SendOutcome.Unknown("reset"), 0, Noon));
    }

    [Fact]
    public void What_is_refused_for_good_is_dropped_with_its_reason_and_a_refused_token_stops_everything()
    {
        Assert.Equal(
            new Verdict.Over(new Settlement.Finished(), "400 can't parse entities"),
            failures.Judge(Message(Words), new SendOutcome.Refused("400 can't parse entities"), 0, Noon)
        );
        Assert.IsType<Verdict.Stop>(failures.Judge(Message(Words), new SendOutcome.Unauthorized(), 0, Noon));
    }

    private static Outgoing Message(Body body, OutgoingClass @class = OutgoingClass.Answer) =>
        new(Guid.NewGuid(), new ChatId(1), @class, body);
}
