using BalanceBot.Outbox;
using BalanceBot.Subscribers;

namespace BalanceBot.Tests.Flows.Hostile;

/// <summary>The check of the fuzz run sees each thing that it is there for.</summary>
public sealed class OutgoingCheckTests
{
    private const long Anna = 1001;
    private const long Group = -5;

    [Theory]
    [InlineData("Z0007Z")]
    [InlineData("&lt;b&gt;T&amp;0007T")]
    [InlineData("55,000,755.25")]
    [InlineData("55\u00A0000\u00A0755,25")]
    [InlineData("55\u202F000\u202F755.25 kr")]
    [InlineData("SECRETOFDOC0001")]
    [InlineData("TYPEDBYME")]
    [InlineData("<b>never closed")]
    [InlineData(" ")]
    public void Another_s_contract_an_echo_and_what_telegram_refuses_is_wrong(string html)
    {
        OutgoingCheck check = new();
        check.Knows(Anna, 1);

        check.Sees(Message(Anna, new Body.Text(html)));

        Assert.Single(check.Wrong);
    }

    [Fact]
    public void What_is_the_chat_s_own_is_right_there_and_wrong_in_a_group()
    {
        OutgoingCheck check = new();
        check.Knows(Anna, 7);
        check.Knows(Group, 7);
        Body.Text balance = new("Contract Z0007Z: 55,000,755.25 kr");

        check.Sees(Message(Anna, balance));
        Assert.Empty(check.Wrong);
        Assert.Equal(1, check.Shown);
        check.Sees(Message(Group, balance));
        Assert.Single(check.Wrong);
    }

    [Fact]
    public void Edits_deletions_and_buttons_are_looked_at_too()
    {
        OutgoingCheck check = new();
        Body.Text foreign = new("Z0007Z");

        check.Sees(Message(Anna, new Body.Edit(1, foreign)));
        check.Sees(Message(Anna, new Body.Delete(1, foreign)));
        check.Sees(Message(Anna, WithButton(new Button.Callback("Z0007Z", "x"))));
        check.Sees(Message(Anna, WithButton(new Button.Callback("x", new string('ж', 33)))));
        check.Sees(Message(Anna, WithButton(new Button.Callback("", "x"))));
        check.Sees(Message(Anna, WithButton(new Button.Url("x", "no address"))));
        check.Sees(Message(Anna, new Body.Text(new string('x', 4097))));

        Assert.Equal(7, check.Wrong.Count);
    }

    /// <summary>Only who has sent a contract's credentials may see it.</summary>
    [Fact]
    public void A_chat_knows_what_was_typed_in_it()
    {
        OutgoingCheck check = new();
        check.Heard(new Fuzzed(1, FuzzedTelegram.Saying(Anna, new MarkedContract(7).Document), 7));
        check.Heard(new Fuzzed(2, FuzzedTelegram.Saying(Anna + 1, "/balance"), 7));

        check.Sees(Message(Anna, new Body.Text("Z0007Z")));
        Assert.Empty(check.Wrong);
        check.Sees(Message(Anna + 1, new Body.Text("Z0007Z")));
        Assert.Single(check.Wrong);
    }

    private static Body.Text WithButton(Button button) =>
        new("x")
        {
            Buttons =
            [
                [button],
            ],
        };

    private static Outgoing Message(long chat, Body body) =>
        new(Guid.CreateVersion7(), new ChatId(chat), OutgoingClass.Answer, body);
}
